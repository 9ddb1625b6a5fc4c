"""The skewed clock: a clock that is wrong by as much as the conditions say."""

from collections.abc import Callable

from mock_site.harm.board import Board
from mock_site.harm.conditions import Harm
from mock_site.harm.metrics import HarmMetrics


class SkewedClock:
    """A clock of a process.

    Args:
        clock: Unix seconds, as they are.
        board: says by how much it is wrong.
        metrics: count how often it was asked while it was.
    """

    def __init__(self, clock: Callable[[], float], board: Board, metrics: HarmMetrics) -> None:
        self._clock = clock
        self._board = board
        self._strikes = metrics.strikes[Harm.CLOCK]

    def __call__(self) -> float:
        """Give the time."""
        skew_s = self._board.conditions.clock.skew_s
        if not skew_s:
            return self._clock()
        self._strikes.inc()
        return self._clock() + skew_s
