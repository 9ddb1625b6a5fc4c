"""A real proxy as a process, and what stands on both sides of it."""

import json
import socket
import socketserver
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import urllib3

SEED = 7
DEADLINE_S = 20.0
PIECE = 65_536
RST = struct.pack("ii", 1, 0)


@dataclass(slots=True, kw_only=True)
class Running:
    """A proxy that runs.

    Attributes:
        url: of its calls.
        process: it.
        made: how many proxies were made.
    """

    url: str
    process: subprocess.Popen[str]
    made: int = 0

    def call(self, method: str, path: str, content: object = None) -> tuple[int, Any]:
        """Call it; gives status and JSON."""
        options = {} if content is None else {"body": json.dumps(content).encode()}
        with urllib3.PoolManager(retries=False, timeout=DEADLINE_S) as pool:
            answer = pool.request(method, self.url + path, **options)  # type: ignore[arg-type]
        return answer.status, json.loads(answer.data) if answer.data else None

    def entrance(self, upstream: str, name: str = "") -> "Entrance":
        """Make a proxy before an upstream."""
        self.made += 1
        name = name or f"p{self.made}"
        status, made = self.call("POST", "/proxies", {"name": name, "upstream": upstream})
        assert status == 201, made
        return Entrance(running=self, name=name, port=int(made["listen"].rpartition(":")[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """A proxy among those of the process.

    Attributes:
        running: the process.
        name: of the proxy.
        port: where clients find it.
    """

    running: Running
    name: str
    port: int

    def facts(self) -> dict[str, Any]:
        """Give what it says of itself."""
        return dict(self.running.call("GET", f"/proxies/{self.name}")[1])

    def counts(self, toxic: str) -> dict[str, int]:
        """Give what a toxic counted."""
        return dict(self.facts()["toxic_counts"][toxic])

    def add(
        self, kind: str, *, stream: str = "downstream", toxicity: float = 1.0, **attributes: object
    ) -> None:
        """Let a toxic act that has the name of its kind."""
        toxic = {"name": kind, "type": kind, "stream": stream, "toxicity": toxicity}
        status, answer = self.running.call(
            "POST", f"/proxies/{self.name}/toxics", {**toxic, "attributes": attributes}
        )
        assert status == 200, answer

    def change(self, kind: str, **changes: object) -> None:
        """Change a toxic."""
        status, answer = self.running.call("POST", f"/proxies/{self.name}/toxics/{kind}", changes)
        assert status == 200, answer

    def remove(self, kind: str) -> None:
        """Remove a toxic."""
        assert self.running.call("DELETE", f"/proxies/{self.name}/toxics/{kind}")[0] == 204

    def dial(self) -> socket.socket:
        """Connect to it."""
        return socket.create_connection(("127.0.0.1", self.port), DEADLINE_S)

    def exchange(self, message: bytes) -> bytes:
        """Send a message whole, and give all that comes back."""
        with self.dial() as client:
            client.sendall(message)
            client.shutdown(socket.SHUT_WR)
            return rest(client)


@contextmanager
def running() -> Iterator[Running]:
    """Run a proxy."""
    command = [sys.executable, "-m", "siaga.faults.proxy", "--seed", str(SEED)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("proxy listening on http://127.0.0.1:")
            yield Running(url=line.split()[-1], process=process)
        finally:
            process.terminate()
            assert process.wait(DEADLINE_S) == 0


def rest(client: socket.socket) -> bytes:
    """Read until the end."""
    read = bytearray()
    while piece := client.recv(PIECE):
        read += piece
    return bytes(read)


def exactly(client: socket.socket, size: int) -> bytes:
    """Read so many bytes."""
    read = bytearray()
    while len(read) < size and (piece := client.recv(size - len(read))):
        read += piece
    return bytes(read)


def eventually(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    until_s = time.monotonic() + DEADLINE_S
    while not holds():
        assert time.monotonic() < until_s, "it never held"
        time.sleep(0.01)


Talk = Callable[[socket.socket], None]


def echo(peer: socket.socket) -> None:
    """Send back what comes, until it ends."""
    while piece := peer.recv(PIECE):
        peer.sendall(piece)


@dataclass(slots=True)
class Posts:
    """An HTTP server's talk: answers every request, and keeps its body."""

    bodies: list[bytes] = field(default_factory=list)

    def __call__(self, peer: socket.socket) -> None:
        """Answer request after request."""
        with peer.makefile("rb") as lines:
            while lines.readline():
                length = 0
                while (line := lines.readline()) not in {b"\r\n", b""}:
                    name, _, value = line.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                self.bodies.append(lines.read(length))
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


class _Conversation(socketserver.BaseRequestHandler):
    talk: tuple[Talk]

    def handle(self) -> None:
        with suppress(OSError):
            self.talk[0](self.request)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024


@contextmanager
def upstream(talk: Talk = echo) -> Iterator[str]:
    """Give the address of a server that talks so to each client, in a thread each."""
    with _Server(("127.0.0.1", 0), type("Conversation", (_Conversation,), {"talk": (talk,)})) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def unused_port() -> int:
    """Give a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
