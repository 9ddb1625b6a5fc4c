"""The Shares of a plan: which worker has each visitor, at first and after workers were lost.

Everybody who has plan, number of workers and takeovers gives the same answer: no worker has to be told
whom it has. A visitor is always one worker's, so whoever sends only its own sends nobody twice.
"""

from collections.abc import Mapping

import numpy as np

from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import Arrivals


class Shares:
    """The shares of some workers; disjoint, and together everybody.

    Args:
        everybody: who comes, in order of time.
        workers: how many there are; each gets every so-manyeth visitor, from its rank on.

    Raises:
        ValueError: there is no worker.
    """

    def __init__(self, everybody: Arrivals, workers: int) -> None:
        if workers < 1:
            raise ValueError(f"workers: {workers}; 1 or more are needed")
        self._everybody, self._workers = everybody, workers
        self._whose = np.arange(len(everybody.index), dtype=np.int32) % workers

    @property
    def last_s(self) -> float:
        """When the last of all visitors is due, in run seconds; 0 where nobody comes."""
        return float(self._everybody.at_s.max(initial=0.0))

    def of(self, rank: int) -> Arrivals:
        """Give the share of a worker, in order of time.

        Raises:
            ValueError: there is no such worker.
        """
        self._refuse_stranger(rank)
        return self._everybody.part(self._whose == rank)

    def due(self, rank: int, from_s: float) -> int:
        """Count those of a worker's share who are due at a run second or later."""
        return int(((self._whose == rank) & (self._everybody.at_s >= from_s)).sum())

    def take_over(self, takeover: Takeover) -> Mapping[int, Arrivals]:
        """Give the visitors of a lost worker to others; tells who goes to which of them.

        Raises:
            ValueError: the takeover is of other workers.
        """
        for rank in (takeover.lost, *takeover.takers):
            self._refuse_stranger(rank)
        left = (self._whose == takeover.lost) & (self._everybody.at_s >= takeover.from_s)
        places = np.flatnonzero(left)
        number, taken = len(takeover.takers), {}
        for place, rank in enumerate(takeover.takers):
            mine = np.zeros_like(left)
            mine[places[place::number]] = True
            self._whose[mine] = rank
            taken[rank] = self._everybody.part(mine)
        return taken

    def _refuse_stranger(self, rank: int) -> None:
        if not 0 <= rank < self._workers:
            raise ValueError(
                f"rank: {rank} of {self._workers} workers; 0 to {self._workers - 1} is allowed"
            )
