"""A Look: what a join is told that changes nothing, found out beside the one transaction at a time.

Once a wave is full or closed nearly everybody who comes is turned away. What they are told follows from
one statement, so it is true of one instant after they have asked: a transaction could say nothing else
at that instant, and would leave nothing behind.
"""

from collections.abc import Callable

from mock_site.store.joins import repetition
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult
from mock_site.store.situation import Situation, asked, obstacle, situation_of
from mock_site.store.statement import Question, Rows

_TURNED_AWAY = frozenset({JoinResult.FULL, JoinResult.CLOSED, JoinResult.NOT_OPEN})


def look(
    wish: JoinRequest, asked_at_s: float, clock: Callable[[], float]
) -> Question[JoinOutcome | None]:
    """Ask what a wish is told; None: that takes a transaction, which may give a seat.

    A repetition is answered as ever. Where seats are held, whether one is left is not for a look to say.

    Args:
        wish: for a seat, or for a lot.
        asked_at_s: when it came, Unix seconds.
        clock: Unix seconds, asked once the answer is there.

    Raises:
        StoreError: by the answer, as a join raises it.
    """

    def answer(rows: Rows) -> JoinOutcome | None:
        found = situation_of(rows, clock())
        if found is None:
            return None
        return repetition(wish, found) or _turned_away(wish, found, asked_at_s)

    return Question(asked(wish), answer, is_quick=True)


def is_worth_while(wish: JoinRequest, outcome: JoinOutcome) -> bool:
    """Tell by what came of a wish whether a look at the next one of its wave may do."""
    no_look_tells = wish.needs_hold and outcome.result is JoinResult.FULL
    return outcome.result in _TURNED_AWAY and not no_look_tells


def _turned_away(wish: JoinRequest, found: Situation, asked_at_s: float) -> JoinOutcome | None:
    reason = obstacle(found, wish)
    if reason is None:
        return JoinOutcome(result=JoinResult.FULL) if _is_full(wish, found) else None
    # The rows may be older than a closing that has come meanwhile, and that was put off before it came.
    is_late = reason.result is JoinResult.CLOSED and (found.closes_at_s or 0.0) > asked_at_s
    return None if is_late else reason


def _is_full(wish: JoinRequest, found: Situation) -> bool:
    """Tell whether a wave is known to be full: every seat up to its quota has been given to somebody.

    Where one is held that may be over; where the quota was lowered below the highest seat and there is
    a free one below it, they would have to be counted.
    """
    if wish.by_lot or wish.needs_hold or found.lapses_at_s is not None:
        return False
    return (found.quota or 0) < found.lowest
