"""The HostileSite: a server of the tests that answers with whatever bytes a test names."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

PATIENCE_S = 10.0
"""No script waits longer for a visitor, so that no test hangs."""

CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""A self-made certificate for localhost, with its key; it protects nothing."""


class GoneError(Exception):
    """The visitor has closed the connection."""


class Talk:
    """One connection as the site sees it.

    Args:
        connection: the accepted socket.
        heard: where requests are noted.
    """

    def __init__(self, connection: socket.socket, heard: list[bytes]) -> None:
        self.socket = connection
        self._heard = heard
        self._ahead = b""

    def hear(self) -> bytes:
        """Give the next whole request.

        Raises:
            GoneError: there is none.
        """
        while b"\r\n\r\n" not in self._ahead:
            self._read()
        head, _, self._ahead = self._ahead.partition(b"\r\n\r\n")
        length = next(
            (
                int(line[15:])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            ),
            0,
        )
        body = bytearray(self._ahead[:length])
        self._ahead = self._ahead[length:]
        while len(body) < length:
            chunk = self.socket.recv(min(1_000_000, length - len(body)))
            if not chunk:
                raise GoneError
            body += chunk
        self._heard.append(head + b"\r\n\r\n" + body)
        return self._heard[-1]

    def say(self, answer: bytes) -> None:
        """Send bytes, of an answer or of anything."""
        self.socket.sendall(answer)

    def reset(self) -> None:
        """End the connection with a reset instead of a good-bye."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def end(self) -> None:
        """Say that nothing more comes, over TLS as it wants it."""
        if isinstance(self.socket, ssl.SSLSocket):
            self.socket.unwrap()

    def wait(self) -> None:
        """Say nothing until the visitor has gone."""
        while self.socket.recv(65_536):
            pass

    def _read(self) -> None:
        chunk = self.socket.recv(65_536)
        if not chunk:
            raise GoneError
        self._ahead += chunk


Script = Callable[[Talk], None]


class HostileSite:
    """Plays a script on every connection, each in a thread of its own.

    Args:
        script: what a connection gets.
        secure: speak TLS.
        protocols: that it speaks over it, the best first.
        address: of this machine, at which it is.

    Attributes:
        heard: every whole request, in order.
        connections: how many were accepted.
        script: may be exchanged between two requests.
    """

    def __init__(
        self,
        script: Script,
        *,
        secure: bool = False,
        protocols: Sequence[str] = (),
        address: str = "127.0.0.1",
    ) -> None:
        self.script = script
        self.heard: list[bytes] = []
        self.connections = 0
        self._tls = serving_tls() if secure else None
        if self._tls is not None and protocols:
            self._tls.set_alpn_protocols(list(protocols))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, 0), family=family, backlog=1024)
        self._host = f"[{address}]" if ":" in address else address
        self.port = self._listener.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    @property
    def url(self) -> str:
        """Base URL of the site; a secure one is only known as localhost."""
        scheme, host = ("http", self._host) if self._tls is None else ("https", "localhost")
        return f"{scheme}://{host}:{self.port}"

    def close(self) -> None:
        """Close every connection and wait for the scripts."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join(PATIENCE_S)
        self._listener.close()
        for one in self._threads:
            one.join(PATIENCE_S)
        assert not any(one.is_alive() for one in self._threads), "a script of the site hangs"

    def _accept(self) -> None:
        while True:
            try:
                connection = self._listener.accept()[0]
            except OSError:
                return
            self.connections += 1
            connection.settimeout(PATIENCE_S)
            playing = threading.Thread(target=self._play, args=(connection,))
            self._threads.append(playing)
            playing.start()

    def _play(self, connection: socket.socket) -> None:
        try:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            self.script(Talk(connection, self.heard))
        except (GoneError, OSError):
            pass  # a visitor may leave at any time
        finally:
            connection.close()


def says(*answers: bytes) -> Script:
    """Give the script that answers one request after the other on a kept connection."""

    def play(talk: Talk) -> None:
        for answer in answers:
            talk.hear()
            talk.say(answer)
        talk.wait()

    return play


def says_and_closes(answer: bytes) -> Script:
    """Give the script that answers one request and closes."""

    def play(talk: Talk) -> None:
        talk.hear()
        talk.say(answer)

    return play


def in_turn(*scripts: Script) -> Script:
    """Give the script that plays another one on each connection, in order."""
    left = iter(scripts)

    def play(talk: Talk) -> None:
        next(left)(talk)

    return play


def ok(body: bytes = b"", *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """Give a whole answer with a length."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def moved(status: int, location: str) -> bytes:
    """Give a redirect."""
    return ok(b"", b"Location: " + location.encode(), status=b"%d Moved" % status)


def serving_tls() -> ssl.SSLContext:
    """Give TLS with the certificate that the tests trust."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context
