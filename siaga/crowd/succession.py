"""The Succession of a run's workers: what each may send, and who sends for those that are lost.

Nobody is sent twice, since every worker sends only whom it has been leased: a worker is given up when
its lease has run out, gets no other, and what others take over begins after the end of that lease.
"""

import math
from collections.abc import Callable, Collection, Sequence

from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import Arrivals
from siaga.scenario.shares import Shares

SPARE_S = 1.0
"""How much longer a lease is than a lifeline: who hears nothing stops before it has to wait."""

NOTICE_S = 2.0
"""How long before others take over they are told: they hear of it once a second, and plan it."""


class Succession:
    """Decides for one run.

    Args:
        everybody: who comes, in order of time.
        workers: how many share that.
        lifeline_s: how long a worker goes on that hears nothing of the master.
        now_s: run seconds, by a clock that nobody can set.

    Attributes:
        takeovers: what was decided, in order.
    """

    def __init__(
        self, everybody: Arrivals, workers: int, lifeline_s: float, now_s: Callable[[], float]
    ) -> None:
        self._shares = Shares(everybody, workers)
        self._lease_s, self._now_s = lifeline_s + SPARE_S, now_s
        self._until_s = [now_s() + self._lease_s] * workers
        self.takeovers: list[Takeover] = []

    def until_s(self, rank: int) -> float:
        """Give the run second with which the lease of a worker ends."""
        return self._until_s[rank]

    def renew(self, rank: int) -> bool:
        """Lengthen the lease of a worker that is heard of; False if it was given up, and stays so."""
        if self.is_lost(rank):
            return False
        self._until_s[rank] = max(self._until_s[rank], self._now_s() + self._lease_s)
        return True

    def is_lost(self, rank: int) -> bool:
        """Tell whether a worker was given up."""
        return any(one.lost == rank for one in self.takeovers)

    def look(self, silent: Collection[int], there: Collection[int]) -> Sequence[Takeover]:
        """Have others take over from workers that are silent and have no lease any more.

        Args:
            silent: ranks of those of which nothing is heard.
            there: ranks of those that go on, and are heard of.

        Returns:
            What was decided just now; nothing where nobody is there, or nobody is to come any more.
        """
        before = len(self.takeovers)
        takers = tuple(sorted(one for one in there if not self.is_lost(one)))
        for rank in sorted(silent):
            over = not self.is_lost(rank) and self._now_s() >= self._until_s[rank]
            if over and takers:
                self._give_up(rank, takers)
        return self.takeovers[before:]

    def _give_up(self, rank: int, takers: tuple[int, ...]) -> None:
        noticed_s = self._now_s()
        from_s = math.ceil(max(noticed_s + NOTICE_S, self._until_s[rank]) * 1000) / 1000
        due = self._shares.due(rank, from_s)
        if not due:
            return
        takeover = Takeover(
            lost=rank,
            noticed_s=round(noticed_s, 3),
            from_s=from_s,
            takers=takers,
            visitors=tuple(len(range(place, due, len(takers))) for place in range(len(takers))),
        )
        self._shares.take_over(takeover)
        self.takeovers.append(takeover)
