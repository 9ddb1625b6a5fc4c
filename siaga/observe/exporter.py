"""The Exporter: an HTTP server on loopback that a Prometheus scrapes while the run lasts."""

import errno
import time
from collections.abc import Callable, Iterable, Iterator
from threading import Event, Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.exposition import ThreadingWSGIServer
from prometheus_client.registry import Collector

from siaga.errors import UsageError
from siaga.observe.protobuf_page import CONTENT_TYPE, is_asked, page

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ADDRESS = "127.0.0.1"
PORT = 9646
PORTS_TRIED = 100
HIGHEST_PORT = 65_535


class Scrapes(Collector):
    """Counts how often the metrics were asked for.

    Args:
        clock: monotonic clock in seconds.

    Attributes:
        number: how often.
        beat_s: time between the last two; None before the second.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last_s: float | None = None
        self._asked = Event()
        self.number = 0
        self.beat_s: float | None = None

    def describe(self) -> list[Metric]:
        """Give what there is without counting it as a scrape."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Count this scrape, too."""
        now_s = self._clock()
        self.beat_s = None if self._last_s is None else now_s - self._last_s
        self._last_s = now_s
        self.number += 1
        self._asked.set()
        yield CounterMetricFamily(
            "siaga_exporter_scrapes", "Times that this page was asked for.", value=self.number
        )

    def since_s(self) -> float | None:
        """Give how long ago the last one was; None if there was none."""
        return None if self._last_s is None else self._clock() - self._last_s

    def wait(self, deadline_s: float) -> None:
        """Wait for the next one, at most so many seconds."""
        self._asked.clear()
        self._asked.wait(deadline_s)


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

    def __init__(self, *metrics: Collector, port: int = PORT) -> None:
        if not 0 <= port <= HIGHEST_PORT:
            raise UsageError(f"port: {port} is none; 0 to {HIGHEST_PORT} is allowed")
        registry = CollectorRegistry(auto_describe=True)
        for one in metrics:
            registry.register(one)
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


class _Quiet(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log_message(self, *_message: object) -> None:
        """Say nothing."""


def _listening(registry: CollectorRegistry, port: int) -> tuple[WSGIServer, Thread]:
    """Start the server on the first port from `port` on that is free."""
    last = min(port + PORTS_TRIED - 1, HIGHEST_PORT)
    for candidate in range(port, last + 1):
        try:
            server = make_server(ADDRESS, candidate, _pages(registry), ThreadingWSGIServer, _Quiet)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise UsageError(f"port: {candidate} cannot be listened on ({error})") from None
        else:
            thread = Thread(target=server.serve_forever, daemon=True)
            thread.start()
            return server, thread
    raise UsageError(f"port: {port} to {last} are all in use; name one that is free")


def _pages(registry: CollectorRegistry) -> "WSGIApplication":
    """Answer in the format that is asked for: protobuf has native histograms, too."""
    texts: WSGIApplication = make_wsgi_app(registry)

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if not is_asked(environ.get("HTTP_ACCEPT", "")):
            return texts(environ, start)
        written = page(registry)
        start("200 OK", [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(written)))])
        return [written]

    return answer
