"""The Behaviour of a truth server: how long each answer is held, and which answers are none."""

import random
from dataclasses import dataclass, field
from heapq import heapreplace
from math import log


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What a server does to requests, known beforehand.

    Attributes:
        median_s: median of the log-normal delay; 0 answers at once.
        sigma: of the logarithm of the delay.
        stall_from_s: when everything stands still, in seconds since the first request.
        stall_for_s: how long it does; 0 never.
        failed: share of the requests that are answered with 503.
        dropped: share of the requests whose connection is closed without an answer.
        places: how many requests are worked on at once; 0 for any number.
        service_s: how long each of them has its place.
        patience_s: whoever would wait longer for a place is refused with 503 at once.
        seed: of everything that is drawn.
    """

    median_s: float = 0.0
    sigma: float = 0.0
    stall_from_s: float = 0.0
    stall_for_s: float = 0.0
    failed: float = 0.0
    dropped: float = 0.0
    places: int = 0
    service_s: float = 0.0
    patience_s: float = 0.0
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse shares that are more than everything."""
        if not 0 <= self.failed + self.dropped <= 1:
            raise ValueError(
                f"failed, dropped: {self.failed} and {self.dropped}; 0 to 1 in all is allowed"
            )

    @property
    def capacity_per_s(self) -> float:
        """How many requests a second can be served."""
        return self.places / self.service_s

    def thawed_s(self, due_s: float) -> float:
        """Give when an answer goes out that is due at a moment: not while everything stands still."""
        end_s = self.stall_from_s + self.stall_for_s
        return end_s if self.stall_from_s <= due_s < end_s else due_s

    def imposed_s(self, at_s: float) -> float:
        """Give how long a request of a moment waits, where every delay is the median.

        Args:
            at_s: seconds since the first request.
        """
        return self.thawed_s(at_s + self.median_s) - at_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of a request.

    Attributes:
        kind: "good", "failed", "dropped" or "refused".
        due_s: when, in seconds since the first request.
    """

    kind: str
    due_s: float


@dataclass(slots=True)
class Fates:
    """Draws the fate of one request after the other.

    Places are counted by when they ought to be free again and not by when a timer said so: timers are
    late, and a capacity that was made of late timers would be known to nobody.
    """

    behaviour: Behaviour
    _dice: random.Random = field(init=False)
    _free_s: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.behaviour.seed)  # noqa: S311 - the same delays in every run
        self._free_s = [0.0] * self.behaviour.places

    def draw(self, at_s: float) -> Fate:
        """Give what becomes of a request that came at a moment, in seconds since the first."""
        known = self.behaviour
        luck, delay_s = self._dice.random(), self._delay_s()
        if luck < known.dropped:
            return Fate(kind="dropped", due_s=known.thawed_s(at_s + delay_s))
        if luck < known.dropped + known.failed:
            return Fate(kind="failed", due_s=known.thawed_s(at_s + delay_s))
        if not known.places:
            return Fate(kind="good", due_s=known.thawed_s(at_s + delay_s))
        return self._placed(at_s)

    def _delay_s(self) -> float:
        if not self.behaviour.median_s:
            return 0.0
        return self._dice.lognormvariate(log(self.behaviour.median_s), self.behaviour.sigma)

    def _placed(self, at_s: float) -> Fate:
        """Give the request the place that is free first, if it is in time."""
        begin_s = max(at_s, self._free_s[0])
        if begin_s - at_s > self.behaviour.patience_s:
            return Fate(kind="refused", due_s=at_s)
        heapreplace(self._free_s, begin_s + self.behaviour.service_s)
        return Fate(kind="good", due_s=begin_s + self.behaviour.service_s)
