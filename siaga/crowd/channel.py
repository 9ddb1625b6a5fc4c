"""The Channel: a connection of its own that stays open, on which the site speaks when it likes."""

from collections.abc import Callable
from typing import Any

import gevent
from gevent.lock import Semaphore

from siaga.crowd.answer import Answer
from siaga.crowd.connection import Connection
from siaga.crowd.cut import Cut
from siaga.crowd.deadline import Deadline, DeadlineError
from siaga.crowd.failure import Reason, RequestFailure, TripError
from siaga.crowd.headers import Headers
from siaga.crowd.line import Line
from siaga.crowd.mishap import failure_of
from siaga.crowd.origin import Origin
from siaga.crowd.progress import Progress

LEAST_S = 0.001
"""Nobody gives up sooner than this."""

Begin = Callable[[], bool]
"""Takes what has come already; gives whether more is wanted."""

Take = Callable[[bytes], bool]
"""Takes what the site said, nothing at its end; gives whether more is wanted."""

End = Callable[[RequestFailure | None], None]
"""Is told why nothing more comes; None: it has ended well."""


class Channel:
    """Opens, speaks and listens.

    Args:
        origin: where to.
        line: to it, of the channel's own.
        clock: monotonic seconds.

    Attributes:
        progress: how far the request has come that opened it.
    """

    __slots__ = (
        "_clock",
        "_connection",
        "_limit_s",
        "_line",
        "_listening",
        "_origin",
        "_turn",
        "progress",
    )

    def __init__(self, origin: Origin, line: Line, clock: Callable[[], float]) -> None:
        self._origin = origin
        self._line = line
        self._clock = clock
        self._connection: Connection | None = None
        self._listening: Any = None
        self._turn = Semaphore()
        self._limit_s = 0.0
        self.progress = Progress(clock())

    def opened(self, ask: Callable[[], Answer], limit_s: float, cut: Cut | None) -> Answer:
        """Connect and ask, within a limit over all of it.

        Args:
            ask: speaks and hears until there is an answer.
            limit_s: above 0.
            cut: when the visitor breaks it off.

        Raises:
            RequestFailure: there is no answer; the channel is closed.
        """
        cut = cut if cut is not None and cut.after_s < limit_s else None
        self._limit_s = limit_s
        self.progress = Progress(self._clock())
        deadline = Deadline(limit_s if cut is None else max(cut.after_s, LEAST_S))
        deadline.start()
        try:
            self._connection = self._line.reach(self.progress)
            self.progress.requests = 1
            return ask()
        except BaseException as error:
            self.close()
            failure = failure_of(error, self._origin, self.progress, limit_s, cut)
            if failure is None:
                raise
            raise failure from None
        finally:
            deadline.close()
            self._line.weigh(self.progress.sent_bytes + self.progress.received_bytes, requests=1)

    def say(self, content: bytes, limit_s: float | None = None) -> None:
        """Send bytes, whole; the greenlet waits while the kernel takes no more.

        Args:
            content: the bytes.
            limit_s: how long it waits; None: as long as somebody else lets it.

        Raises:
            OSError: the connection is broken or closed.
            TripError: the site does not take it in time.
        """
        if limit_s is None:
            self._say(content)
            return
        deadline = Deadline(limit_s)
        deadline.start()
        try:
            self._say(content)
        except DeadlineError:
            raise TripError(Reason.TIMEOUT, f"the site took no more within {limit_s:g} s") from None
        finally:
            deadline.close()

    def _say(self, content: bytes) -> None:
        with self._turn:
            connection = self._open_connection()
            connection.send(content)
            connection.flush()
            self.progress.sent_bytes += len(content)

    def hear(self) -> bytes:
        """Wait for bytes; nothing at the end.

        Raises:
            OSError: the connection is broken or closed.
        """
        chunk = self._open_connection().receive()
        if not self.progress.received_bytes:
            self.progress.first_byte_at_s = self._clock()
        self.progress.received_bytes += len(chunk)
        return chunk

    def listen(self, begin: Begin, take: Take, end: End) -> None:
        """Hand over whatever comes from now on, when it comes, until the channel is closed.

        Args:
            begin: takes what came with the answer.
            take: takes what comes then.
            end: is told when nothing more comes.
        """
        self._listening = gevent.spawn(self._listen, begin, take, end)

    def answer(self, status: int, headers: Headers, body: bytes, path: str) -> Answer:
        """Give the answer that opened it."""
        return Answer.of(
            self.progress, self._clock(), status=status, headers=headers, body=body, path=path
        )

    def close(self) -> None:
        """Listen no more and close the connection; twice is harmless."""
        if self._listening is not None and self._listening is not gevent.getcurrent():
            self._listening.kill(block=False)
        self._listening = None
        self._connection = None
        self._line.drop()

    def _open_connection(self) -> Connection:
        if self._connection is None or self._connection.closed:
            raise ConnectionResetError("the connection is closed")
        return self._connection

    def _listen(self, begin: Begin, take: Take, end: End) -> None:
        failure = None
        try:
            goes_on = begin()
            while goes_on:
                chunk = self.hear()
                self._line.weigh(len(chunk))
                goes_on = take(chunk) and bool(chunk)
        except Exception as error:
            failure = failure_of(error, self._origin, self.progress, self._limit_s)
            if failure is None:
                raise
        finally:
            self.close()
            end(failure)
