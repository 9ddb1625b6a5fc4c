"""The Trail of a walk: what the visitor did so far, written down at once, and how far it may go on."""

import time
from collections.abc import Callable, Collection

from siaga.crowd.walk.mask import Mask
from siaga.record.walk_fact import Fact


class TooManyRequestsError(BaseException):
    """A walk has sent as many requests as it may; a journey that forgives every Exception ends, too."""


class Trail:
    """Writes down the facts of one walk.

    Args:
        write: takes a fact.
        mask: leaves secrets out.
        most_requests: how many may be sent.
        clock: monotonic seconds.

    Attributes:
        requests: how many were sent.
        skipped_s: how long the pauses are that were not made.
        aside: name under which is written down what belongs to no step, and the statuses of it that are
            good.
        last_step: name of the step that was taken last; empty before the first.
    """

    def __init__(
        self,
        write: Callable[[Fact], object],
        mask: Mask,
        most_requests: int,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.note = write
        self.mask = mask
        self.requests = 0
        self.skipped_s = 0.0
        self.last_step = ""
        self.aside: tuple[str, Collection[int]] = ("", ())
        self._most_requests = most_requests
        self._clock = clock
        self.begin()

    def begin(self) -> None:
        """Have the walk begin now: what was made ready before is no part of it."""
        self._began_s = self._clock()

    @property
    def took_s(self) -> float:
        """Seconds since it began."""
        return self._clock() - self._began_s

    @property
    def offset_s(self) -> float:
        """Seconds since it began, as if every pause had been made."""
        return self.took_s + self.skipped_s

    def send(self) -> None:
        """Count a request that is about to be sent.

        Raises:
            TooManyRequestsError: as many were sent as may be.
        """
        if self.requests >= self._most_requests:
            raise TooManyRequestsError(
                f"{self.requests:,} requests were sent, at last for step {self.last_step!r};"
                " a loop of the journey needs an end of its own, or a walk more with --most-requests"
            )
        self.requests += 1
