"""A Stream: one direction of a connection, with the toxics that what passes has to pass.

Where there is no toxic, a chunk goes from the transport that read it to the one that writes it by
two calls.
"""

import asyncio
from typing import Protocol

from siaga.faults.proxy.address import Address
from siaga.faults.proxy.ending import Ending

MOST_HELD_BYTES = 256 * 1024
"""A stream in which more is held back is read no further until half of it has gone."""

_FULL, _CLOGGED, _EARLY = 1, 2, 4


class Outlet(Protocol):
    """Where a chunk, or an ending, goes next."""

    def take(self, chunk: bytes) -> None:
        """Take bytes."""

    def end(self, ending: Ending) -> None:
        """Take note that nothing follows."""


class Link(Outlet, Protocol):
    """An outlet of a stream that hands on to another, and can be taken out."""

    following: Outlet

    def release(self) -> None:
        """Hand on all that is held; the toxic is gone."""

    def drop(self) -> None:
        """Forget all that is held; the connection is over."""


class Ends(Protocol):
    """A connection, as its streams need it."""

    number: int
    upstream: Address | None

    def ended(self) -> None:
        """Take note that a stream has handed on its end."""

    def close(self) -> None:
        """Close both sides when what was handed on is written."""

    def reset(self) -> None:
        """Reset both sides at once."""


class Stream:
    """One direction of one connection.

    Args:
        connection: it belongs to.

    Attributes:
        connection: it belongs to.
        exit: the last outlet, which writes.
        head: the first outlet; takes what was read.
        over: whether the end was handed on.
    """

    __slots__ = (
        "_early",
        "_held_bytes",
        "_links",
        "_pauses",
        "_source",
        "connection",
        "exit",
        "head",
        "over",
    )

    def __init__(self, connection: Ends) -> None:
        self.connection = connection
        self.exit = Exit(self)
        self._early: _Early | None = _Early(self)
        self.head: Outlet = self._early
        self.over = False
        self._links: list[Link] = []
        self._source: asyncio.Transport | None = None
        self._held_bytes = 0
        self._pauses = 0

    def reads(self, source: asyncio.Transport | None) -> None:
        """Take note of where it is read; None: nowhere any more."""
        self._source = source

    def writes(self, sink: asyncio.Transport) -> None:
        """Begin to write, with what came before there was anywhere to write it."""
        self.exit.sink = sink
        early, self._early = self._early, None
        self._join()
        for one in early.kept if early else ():
            hand_on(one, self.head)
        self._pause(_EARLY, wanted=False)

    def insert(self, link: Link) -> None:
        """Let what passes pass one more, after the others."""
        self._links.append(link)
        self._join()

    def remove(self, link: Link) -> None:
        """Take one out, which hands on what it holds."""
        self._links.remove(link)
        self._join()
        link.release()

    def shut(self) -> None:
        """Forget all: the connection is over."""
        for link in self._links:
            link.drop()
        self._links, self._source, self._early = [], None, None
        self.exit.sink = None
        self.head = self.exit

    def hold(self, number_bytes: int) -> None:
        """Take note that so many bytes are held back; negative: that they are no longer."""
        self._held_bytes += number_bytes
        if self._held_bytes > MOST_HELD_BYTES:
            self._pause(_FULL, wanted=True)
        elif self._held_bytes <= MOST_HELD_BYTES // 2:
            self._pause(_FULL, wanted=False)

    def clog(self, *, clogged: bool) -> None:
        """Take note that the other side reads too slowly, or reads again."""
        self._pause(_CLOGGED, wanted=clogged)

    def came_early(self) -> None:
        """Read no further until there is somewhere to write."""
        self._pause(_EARLY, wanted=True)

    def _join(self) -> None:
        outlets: list[Outlet] = [*self._links, self.exit]
        for link, following in zip(self._links, outlets[1:], strict=True):
            link.following = following
        self.head = self._early or outlets[0]

    def _pause(self, reason: int, *, wanted: bool) -> None:
        before = self._pauses
        self._pauses = before | reason if wanted else before & ~reason
        source = self._source
        if bool(before) != bool(self._pauses) and source is not None and not source.is_closing():
            source.pause_reading() if self._pauses else source.resume_reading()


class Exit:
    """The last outlet of a stream: writes.

    Args:
        stream: whose exit it is.

    Attributes:
        sink: where it writes; None: nowhere, what comes is lost.
        passed_bytes: how much it wrote.
    """

    __slots__ = ("_stream", "passed_bytes", "sink")

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.sink: asyncio.Transport | None = None
        self.passed_bytes = 0

    def take(self, chunk: bytes) -> None:
        """Write bytes."""
        sink = self.sink
        if sink is not None:
            self.passed_bytes += len(chunk)
            sink.write(chunk)

    def end(self, ending: Ending) -> None:
        """Hand on the end, as it came."""
        connection = self._stream.connection
        if ending is Ending.RESET:
            connection.reset()
        elif ending is Ending.CLOSE:
            connection.close()
        elif not self._stream.over:
            self._stream.over = True
            if self.sink is not None and not self.sink.is_closing():
                self.sink.write_eof()
            connection.ended()


class _Early:
    """Keeps what comes before there is anywhere to write it."""

    __slots__ = ("_stream", "kept")

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.kept: list[bytes | Ending] = []

    def take(self, chunk: bytes) -> None:
        self.kept.append(chunk)
        self._stream.came_early()

    def end(self, ending: Ending) -> None:
        self.kept.append(ending)


def hand_on(item: bytes | Ending, outlet: Outlet) -> None:
    """Give an outlet what it is for: bytes, or an ending."""
    if isinstance(item, Ending):
        outlet.end(item)
    else:
        outlet.take(item)
