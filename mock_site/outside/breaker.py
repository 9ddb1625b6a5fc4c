"""The breaker: stops asking a neighbour that fails, and tries again with a few calls after a while.

The state machine is the circuit breaker of M. Nygard, Release It!, chapter 5, over a sliding window
of outcomes.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class BreakerState(Enum):
    """States of a breaker."""

    CLOSED = "closed"
    """Calls go through."""
    OPEN = "open"
    """No call goes through."""
    HALF_OPEN = "half_open"
    """A few calls go through, and decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerRule:
    """When a breaker turns.

    Attributes:
        window_s: outcomes older than this do not count, above 0.
        most: outcomes that are looked back on, at least `least`.
        least: outcomes without which nothing is decided, at least 1.
        failing_ratio: share of failures among them that opens it, above 0 and at most 1.
        open_s: how long it stays open, above 0.
        probes: calls that go through when half open; it closes when all have succeeded. At least 1.
    """

    window_s: float = 10.0
    most: int = 100
    least: int = 10
    failing_ratio: float = 0.5
    open_s: float = 2.0
    probes: int = 3

    def __post_init__(self) -> None:
        if self.window_s <= 0 or self.open_s <= 0:
            raise ValueError(f"breaker: lasts {self.window_s}, {self.open_s} s; both must be above 0")
        if not 1 <= self.least <= self.most:
            raise ValueError(f"breaker: least is {self.least}; it must be 1 to {self.most}, its most")
        if not 0 < self.failing_ratio <= 1:
            raise ValueError(
                f"breaker: failing_ratio is {self.failing_ratio}; it must be above 0 and at most 1"
            )
        if self.probes < 1:
            raise ValueError(f"breaker: probes is {self.probes}; it must be 1 or more")


class BreakerObserver(Protocol):
    """Is told of every turn."""

    def turned(self, state: BreakerState) -> None:
        """Note the state that a breaker has turned to."""
        ...


class BreakerOpen(Exception):  # noqa: N818 - a breaker that is open does what it is there for
    """The breaker lets no call through."""


class Breaker:
    """A breaker of one neighbour.

    Every call asks for a permit first and says afterwards how it ended.

    Args:
        rule: when it turns.
        timer: monotonic seconds.
        observer: is told.
    """

    def __init__(self, rule: BreakerRule, timer: Callable[[], float], observer: BreakerObserver) -> None:
        self._rule = rule
        self._timer = timer
        self._observer = observer
        self._state = BreakerState.CLOSED
        self._turn = 0
        self._opened_s = 0.0
        self._probing = 0
        self._proven = 0
        self._failures = 0
        self._outcomes: deque[tuple[float, bool]] = deque()

    @property
    def state(self) -> BreakerState:
        """Its state; an open one becomes half open with the first call after its time."""
        return self._state

    def permit(self) -> int:
        """Give a permit for one call.

        Raises:
            BreakerOpen: none is to be made now.
        """
        if self._state is BreakerState.OPEN and self._timer() - self._opened_s >= self._rule.open_s:
            self._to(BreakerState.HALF_OPEN)
        if self._state is BreakerState.OPEN:
            raise BreakerOpen
        if self._state is BreakerState.HALF_OPEN:
            if self._probing + self._proven >= self._rule.probes:
                raise BreakerOpen
            self._probing += 1
        return self._turn

    def succeeded(self, permit: int) -> None:
        """Note that a permitted call went well."""
        if permit != self._turn:
            return
        if self._state is BreakerState.CLOSED:
            self._note(failed=False)
            return
        self._probing -= 1
        self._proven += 1
        if self._proven >= self._rule.probes:
            self._to(BreakerState.CLOSED)

    def failed(self, permit: int) -> None:
        """Note that a permitted call went wrong."""
        if permit != self._turn:
            return
        if self._state is BreakerState.CLOSED:
            self._note(failed=True)
            if self._is_failing():
                self._to(BreakerState.OPEN)
            return
        self._to(BreakerState.OPEN)

    def abandoned(self, permit: int) -> None:
        """Note that nobody waited for how a permitted call would end."""
        if permit == self._turn and self._state is BreakerState.HALF_OPEN:
            self._probing -= 1

    def _note(self, *, failed: bool) -> None:
        now_s = self._timer()
        self._outcomes.append((now_s, failed))
        self._failures += failed
        oldest_s = now_s - self._rule.window_s
        while len(self._outcomes) > self._rule.most or self._outcomes[0][0] < oldest_s:
            self._failures -= self._outcomes.popleft()[1]

    def _is_failing(self) -> bool:
        count = len(self._outcomes)
        return count >= self._rule.least and self._failures / count >= self._rule.failing_ratio

    def _to(self, state: BreakerState) -> None:
        # Outcomes of calls that were permitted before a turn say nothing of what is after it.
        self._turn += 1
        self._state = state
        self._probing = self._proven = self._failures = 0
        self._outcomes.clear()
        if state is BreakerState.OPEN:
            self._opened_s = self._timer()
        self._observer.turned(state)
