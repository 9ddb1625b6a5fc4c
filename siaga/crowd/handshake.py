"""The Handshake that opens a WebSocket: the request of the visitor and what the site says to it."""

from collections.abc import Iterable, Mapping, Sequence

from wsproto import WSConnection
from wsproto.events import AcceptConnection, Event, RejectConnection, RejectData, Request
from wsproto.utilities import RemoteProtocolError

from siaga.crowd.browser import Browser
from siaga.crowd.channel import Channel
from siaga.crowd.failure import Reason, TripError

SWITCHED = 101
"""Status with which a site opens a WebSocket."""

MOST_BYTES = 1024 * 1024
"""Of an answer that opens none."""

Fields = list[tuple[bytes, bytes]]

_THEIR_OWN = frozenset({b"host", b"connection", b"upgrade"})


def opening(
    browser: Browser, path: str, headers: Mapping[str, str], protocols: Sequence[str]
) -> tuple[str, Request]:
    """Give the target of a path, and the request that opens a WebSocket there.

    Args:
        browser: whose headers and cookies go along.
        path: path and query.
        headers: of the journey's own.
        protocols: that the visitor speaks, in order.

    Raises:
        ValueError: the request cannot be written, or the path leads to another site.
    """
    target, wire = browser.wire(path, headers)
    fields = [(name, value) for name, _, value in (one.partition(b": ") for one in _lines(wire))]
    return target, Request(
        host=browser.origin.authority,
        target=target,
        extra_headers=[(name, value) for name, value in fields if name.lower() not in _THEIR_OWN],
        subprotocols=list(protocols),
    )


def shaken(spoken: WSConnection, channel: Channel) -> tuple[int, Fields, bytes]:
    """Hear until the site has opened the WebSocket or said no; give status, fields and body.

    Args:
        spoken: the visitor's side, whose request was sent.
        channel: that it was sent by.

    Raises:
        TripError: the site has done neither.
        OSError: the connection broke.
    """
    said: list[Event] = []
    while True:
        chunk = channel.hear()
        try:
            spoken.receive_data(chunk or None)
            for event in spoken.events():
                said.append(event)
                if isinstance(event, AcceptConnection):
                    break  # what follows is a message, or the like
        except RemoteProtocolError as error:
            reason = Reason.BAD_ANSWER if chunk else Reason.CLOSED
            raise TripError(reason, f"this opens no WebSocket: {error}") from None
        if (answer := _answer(said)) is not None:
            return answer
        if not chunk:
            raise TripError(Reason.CLOSED, "the site closed the connection without an answer")
        if channel.progress.received_bytes > MOST_BYTES:
            raise TripError(Reason.TOO_LARGE, "the answer is too large for one to a WebSocket")


def _answer(said: Sequence[Event]) -> tuple[int, Fields, bytes] | None:
    """Make an answer of what has been said to the opening; None where it is not complete."""
    first = said[0] if said else None
    if isinstance(first, AcceptConnection):
        return SWITCHED, _small(first.extra_headers), b""
    if not isinstance(first, RejectConnection):
        return None
    parts = [one for one in said if isinstance(one, RejectData)]
    if first.has_body and not (parts and parts[-1].body_finished):
        return None
    return first.status_code, _small(first.headers), b"".join(bytes(one.data) for one in parts)


def _lines(wire: bytes) -> list[bytes]:
    return [line for line in wire.split(b"\r\n")[1:] if line]


def _small(fields: Iterable[tuple[bytes, bytes]]) -> Fields:
    return [(name.lower(), value) for name, value in fields]
