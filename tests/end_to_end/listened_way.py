"""A way to a site on which somebody listens: every request that passes is kept."""

import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

HEAD = re.compile(rb"(?:GET|POST|PUT|DELETE|HEAD) \S+ HTTP/1\.1\r\n.*?\r\n\r\n", re.DOTALL)
"""The head of a request, wherever it begins in what a connection carried."""

PORTION_BYTES = 65_536


class Way(socketserver.ThreadingTCPServer):
    """Leads to a site.

    Args:
        port: of the site.

    Attributes:
        carried: what each connection brought to the site.
    """

    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), Passage)
        self.site = ("127.0.0.1", port)
        self.carried: list[bytearray] = []

    @property
    def heads(self) -> list[str]:
        """The head of every request, in small letters."""
        return [head.decode("latin-1").lower() for one in self.carried for head in HEAD.findall(one)]


class Passage(socketserver.BaseRequestHandler):
    """One connection."""

    server: Way
    request: socket.socket

    def handle(self) -> None:
        """Carry it, both ways, until one side has ended."""
        kept = bytearray()
        self.server.carried.append(kept)
        with suppress(OSError), socket.create_connection(self.server.site) as site:
            back = threading.Thread(target=carry, args=(site, self.request, None), daemon=True)
            back.start()
            carry(self.request, site, kept)
            back.join()


def carry(source: socket.socket, sink: socket.socket, kept: bytearray | None) -> None:
    """Carry one direction to its end."""
    with suppress(OSError):
        while portion := source.recv(PORTION_BYTES):
            if kept is not None:
                kept += portion
            sink.sendall(portion)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def listened_way(url: str) -> Iterator[tuple[str, Way]]:
    """Open a way to a site; gives its own URL."""
    with Way(int(url.rpartition(":")[2])) as way:
        thread = threading.Thread(target=way.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{way.server_address[1]}", way
        finally:
            way.shutdown()
            thread.join()
