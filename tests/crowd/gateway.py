"""The gateway of the tests: a proxy that leads on as it is asked to, page by page or by a tunnel."""

import re
import select
import socket
from contextlib import suppress

from tests.crowd.hostile_site import PATIENCE_S, GoneError, Script, Talk, ok

LED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


def leads(authorization: str = "", knows: str = "", yes: bytes = LED) -> Script:
    """Give the script of a proxy.

    Args:
        authorization: which it wants to see of everybody; empty: nothing.
        knows: address of every site, whatever it is called; empty: as it is called.
        yes: how it says that a tunnel is there.
    """
    wanted = f"\r\nProxy-Authorization: {authorization}\r\n".encode() if authorization else b""

    def play(talk: Talk) -> None:
        while True:
            request = talk.hear()
            method, target, _ = request.split(b" ", 2)
            if wanted not in request:
                talk.say(ok(b"who?", status=b"407 Proxy Authentication Required"))
            elif method == b"CONNECT":
                _tunnel(talk, target.decode(), knows, yes)
                return
            else:
                _pass_on(talk, request, target, knows)

    return play


def _there(place: str, knows: str) -> socket.socket:
    host, _, port = place.rpartition(":")
    return socket.create_connection((knows or host.strip("[]"), int(port)), PATIENCE_S)


def _tunnel(talk: Talk, place: str, knows: str, yes: bytes) -> None:
    """Carry bytes both ways until one side has no more."""
    with _there(place, knows) as there:
        talk.say(yes)
        ways = {talk.socket: there, there: talk.socket}
        while True:
            ready, _, _ = select.select(list(ways), [], [], PATIENCE_S)
            for one in ready:
                chunk = one.recv(65_536)
                if not chunk:
                    return
                ways[one].sendall(chunk)


def _pass_on(talk: Talk, request: bytes, target: bytes, knows: str) -> None:
    """Ask the site for one page, and hand its answer back."""
    place, stroke, path = target.removeprefix(b"http://").partition(b"/")
    plain = re.sub(rb"Proxy-Authorization: [^\r]*\r\n", b"", request.replace(target, stroke + path, 1))
    with _there(place.decode(), knows) as there:
        there.sendall(plain)
        said = b""
        with suppress(GoneError):
            while not _is_whole(said):
                chunk = there.recv(65_536)
                if not chunk:
                    raise GoneError
                said += chunk
        talk.say(said)


def _is_whole(said: bytes) -> bool:
    head, end, body = said.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)
