"""The Incoming: what the site has said by itself, and when, until the journey asks for it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from gevent.event import Event

from siaga.crowd.failure import Reason, TripError

MOST_WAITING = 10_000
MOST_WAITING_BYTES = 16 * 1024 * 1024
"""Of what nobody has asked for; a site that says more is cut off."""

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(Generic[Said]):
    """One thing that was said.

    Attributes:
        said: what.
        at_s: when it came, run seconds.
        size_bytes: of it.
    """

    said: Said
    at_s: float
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Why nothing more comes.

    Attributes:
        reason: in a word or two; empty: it ended well.
        text: one sentence for a person.
    """

    reason: str = ""
    text: str = ""


class Incoming(Generic[Said]):
    """Keeps what comes in order.

    Args:
        now_s: run seconds.

    Attributes:
        ending: why nothing more comes; None: it may.
    """

    __slots__ = ("_news", "_now_s", "_waiting", "_waiting_bytes", "ending")

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._waiting: deque[Arrived[Said]] = deque()
        self._waiting_bytes = 0
        self._news = Event()
        self.ending: Ending | None = None

    def put(self, said: Said, size_bytes: int) -> None:
        """Keep something that has just come.

        Raises:
            TripError: there is too much that nobody asks for.
        """
        self._waiting_bytes += size_bytes
        if len(self._waiting) >= MOST_WAITING or self._waiting_bytes > MOST_WAITING_BYTES:
            raise TripError(Reason.TOO_LARGE, "the site says more than anybody asks for")
        self._waiting.append(Arrived(said=said, at_s=self._now_s(), size_bytes=size_bytes))
        self._news.set()

    def end(self, reason: str = "", text: str = "") -> None:
        """Say that nothing more comes; what is said first about that counts."""
        if self.ending is None:
            self.ending = Ending(reason=reason, text=text)
        self._news.set()

    def next(self, limit_s: float) -> Arrived[Said] | None:
        """Wait for the next that was said, in order; None where there is none in time, or no more.

        Args:
            limit_s: how long, in seconds of the clock; what is here already takes no time.
        """
        if not self._waiting and self.ending is None:
            self._news.clear()
            self._news.wait(max(limit_s, 0.0))
        if not self._waiting:
            return None
        arrived = self._waiting.popleft()
        self._waiting_bytes -= arrived.size_bytes
        return arrived
