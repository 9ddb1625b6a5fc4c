"""The raw exchange: bytes said to a site at one's own pace, and what the site did about it.

A browser says only what HTTP allows; those who mean harm say anything. What is kept of an answer, and
how long it is listened to, is bounded: a hostile site is met as well.
"""

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import gevent
from gevent import socket
from gevent.event import Event

from siaga.crowd.address import Address
from siaga.crowd.failure import Reason, reason_of
from siaga.crowd.meter import Meter

KEPT_BYTES = 64 * 1024
"""So much of the answers is looked at; the rest is counted and thrown away."""
PIECE_BYTES = 64 * 1024
_STATUS = re.compile(rb"HTTP/\d\.\d (\d{3})")
_HEAD_ENDS = b"\r\n\r\n"
_LEAST_FINAL = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What is said, and how.

    Attributes:
        pieces: sent one after another, until something is answered or the site closes.
        pause_s: between two of them.
        silence_s: how long nothing is taken of what the site says, from the beginning.
        stays_s: how long one listens after the first answer, for more or for the end.
        source: address that it is said from; empty: any.
        room_bytes: that the kernel keeps of what is not taken yet; 0: as many as it likes.
    """

    pieces: Iterable[bytes]
    pause_s: float = 0.0
    silence_s: float = 0.0
    stays_s: float = 0.0
    source: str = ""
    room_bytes: int = 0

    def __post_init__(self) -> None:
        """Refuse times and sizes that are none."""
        for name in ("pause_s", "silence_s", "stays_s", "room_bytes"):
            if not 0 <= getattr(self, name) < float("inf"):
                raise ValueError(f"{name}: is {getattr(self, name)}; 0 or more is allowed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of it.

    Attributes:
        statuses: of the answers that came whole up to their bodies, interim ones left out.
        why: why there is none; None where there is one.
        closed: whether the site has closed.
        sent_bytes: that the kernel took.
        received_bytes: of all answers.
        after_s: seconds until the end of it.
    """

    statuses: tuple[int, ...]
    why: Reason | None
    closed: bool
    sent_bytes: int
    received_bytes: int
    after_s: float

    @property
    def status(self) -> int | None:
        """The first answer's."""
        return self.statuses[0] if self.statuses else None


class _Ear:
    """Listens on a line until it has heard enough."""

    def __init__(self, line: Any, speech: Speech) -> None:  # noqa: ANN401 - a socket, secure or not
        self._line, self._speech = line, speech
        self.kept, self.received_bytes = bytearray(), 0
        self.ended: Reason | None = None
        self.news = Event()

    def statuses(self) -> tuple[int, ...]:
        """Give the final statuses so far."""
        # Each head is looked through once: a site may say whatever keeps a search busy.
        *heads, _rest = self.kept.split(_HEAD_ENDS)
        found = (int(one[1]) for one in map(_STATUS.search, heads) if one)
        return tuple(one for one in found if one >= _LEAST_FINAL)

    def listen(self) -> None:
        """Listen until the end, or for as long as one stays after the first answer."""
        gevent.sleep(self._speech.silence_s)
        try:
            while self._take():
                if not self.news.is_set() and self.statuses():
                    self.news.set()
                    if not self._speech.stays_s:
                        return
                    self._line.settimeout(self._speech.stays_s)
        except TimeoutError:
            pass
        except OSError as error:
            self.ended = reason_of(error, connecting=False)
        finally:
            self.news.set()

    def _take(self) -> bool:
        chunk = self._line.recv(PIECE_BYTES)
        if not chunk:
            self.ended = Reason.CLOSED
        self.received_bytes += len(chunk)
        self.kept += chunk[: KEPT_BYTES - len(self.kept)]
        # Where there is always more to take, nobody else would have a turn, and no deadline either.
        gevent.sleep(0)
        return bool(chunk)


def raw_exchange(
    address: Address,
    speech: Speech,
    deadline_s: float,
    meter: Meter,
    *,
    tls: Any = None,  # noqa: ANN401 - gevent's context, which has no types
    host: str = "",
) -> Heard:
    """Say something, and give what came of it; whatever goes wrong is what came of it.

    Args:
        address: of the site.
        speech: what is said.
        deadline_s: for all of it, above 0.
        meter: counts what goes over the wire.
        tls: gevent's, for a site that speaks it; None: it is spoken to in the clear.
        host: that its certificate has to name.
    """
    began_s = time.monotonic()
    try:
        with _opened(address, speech, deadline_s, meter, tls, host) as line:
            ear = _Ear(line, speech)
            left_s = deadline_s - (time.monotonic() - began_s)
            sent_bytes = _conversed(line, speech, ear, left_s)
    except OSError as error:
        late = isinstance(error, TimeoutError)
        why = Reason.CONNECT_TIMEOUT if late else reason_of(error, connecting=True)
        return _heard(why, (), 0, 0, began_s)
    meter.carried(sent_bytes + ear.received_bytes)
    return _heard(ear.ended, ear.statuses(), sent_bytes, ear.received_bytes, began_s)


def _conversed(line: Any, speech: Speech, ear: _Ear, left_s: float) -> int:  # noqa: ANN401 - as there
    """Say everything and listen, for no longer than is left; give the bytes that were taken."""
    listening, sent_bytes = gevent.spawn(ear.listen), 0
    try:
        with gevent.Timeout(max(left_s, 0.0), False):  # noqa: FBT003 - gevent's way to say: quietly
            for taken in _say(line, speech, ear):
                sent_bytes += taken
            listening.join()
    finally:
        listening.kill()
    return sent_bytes


def _say(line: Any, speech: Speech, ear: _Ear) -> Iterator[int]:  # noqa: ANN401 - as there
    """Send piece after piece, as long as nobody has answered; give the bytes that are taken."""
    for number, piece in enumerate(speech.pieces):
        if number and ear.news.wait(speech.pause_s):
            return
        rest = memoryview(piece)
        while rest and not ear.news.is_set():
            try:
                taken = line.send(rest[:PIECE_BYTES])
            except OSError:
                # Whoever closes may have answered before; the ear knows.
                return
            yield taken
            rest = rest[taken:]


@contextmanager
def _opened(
    address: Address,
    speech: Speech,
    deadline_s: float,
    meter: Meter,
    tls: Any,  # noqa: ANN401 - as there
    host: str,
) -> Iterator[Any]:
    """Connect, and close in the end."""
    line: Any = socket.socket(address.family, socket.SOCK_STREAM)
    meter.opened()
    try:
        if speech.room_bytes:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, speech.room_bytes)
        if speech.source:
            line.bind((speech.source, 0))
        line.settimeout(deadline_s)
        line.connect(address.place)
        if tls is not None:
            line = tls.wrap_socket(line, server_hostname=host)
        yield line
    finally:
        line.close()
        meter.closed()


def _heard(
    ended: Reason | None,
    statuses: tuple[int, ...],
    sent_bytes: int,
    received_bytes: int,
    began_s: float,
) -> Heard:
    return Heard(
        statuses=statuses,
        why=None if statuses else ended or Reason.TIMEOUT,
        closed=ended is not None,
        sent_bytes=sent_bytes,
        received_bytes=received_bytes,
        after_s=time.monotonic() - began_s,
    )
