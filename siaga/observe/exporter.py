"""The Exporter: an HTTP server on loopback that a Prometheus scrapes while the run lasts."""

import errno
from threading import Thread
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.registry import Collector

from siaga.errors import UsageError

ADDRESS = "127.0.0.1"
PORT = 9646
PORTS_TRIED = 100
HIGHEST_PORT = 65_535


class Exporter:
    """Serves metrics on loopback from its making until it is closed.

    Args:
        metrics: what to serve.
        port: the port to listen on, 0 to 65535; 0 lets the kernel choose. One that is in use is
            passed over for the next that is free.

    Attributes:
        port: the port that it listens on.

    Raises:
        UsageError: the port cannot be listened on, or it and the next 99 are in use.
    """

    def __init__(self, metrics: Collector, port: int = PORT) -> None:
        if not 0 <= port <= HIGHEST_PORT:
            raise UsageError(f"port: {port} is none; 0 to {HIGHEST_PORT} is allowed")
        registry = CollectorRegistry(auto_describe=True)
        registry.register(metrics)
        self._server, self._thread = _listening(registry, port)
        self.port = self._server.server_port

    @property
    def url(self) -> str:
        """Where the metrics are."""
        return f"http://{ADDRESS}:{self.port}/metrics"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _listening(registry: CollectorRegistry, port: int) -> tuple[WSGIServer, Thread]:
    """Start the server on the first port from `port` on that is free."""
    last = min(port + PORTS_TRIED - 1, HIGHEST_PORT)
    for candidate in range(port, last + 1):
        try:
            return start_http_server(candidate, ADDRESS, registry)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise UsageError(f"port: {candidate} cannot be listened on ({error})") from None
    raise UsageError(f"port: {port} to {last} are all in use; name one that is free")
