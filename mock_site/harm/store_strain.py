"""The strain on the store that the conditions bring about: commits take longer, places are held."""

from mock_site.harm.board import Board
from mock_site.harm.conditions import Harm
from mock_site.harm.metrics import HarmMetrics


class StoreStrain:
    """The strain in one process.

    Args:
        board: says how great it is.
        metrics: count where it was felt.
    """

    def __init__(self, board: Board, metrics: HarmMetrics) -> None:
        self._board = board
        self._metrics = metrics

    def commit_delay_s(self) -> float:
        """Give by how much the commit that is due takes longer."""
        delay_s = self._board.conditions.store.commit_delay_s
        if delay_s:
            self._metrics.strikes[Harm.COMMIT_DELAY].inc()
            self._metrics.delayed.inc(delay_s)
        return delay_s

    def has_place(self, waiting: int, most: int) -> bool:
        """Tell whether one more write may wait where some places are held."""
        left = most - round(most * self._board.conditions.store.held)
        if left <= waiting < most:
            self._metrics.strikes[Harm.STORE_HELD].inc()
        return waiting < min(left, most)
