"""A Look: what a wish for a seat is told that changes nothing, found out beside the one transaction.

Once a wave is full or closed nearly everybody who comes is turned away. What they are told follows from
one statement, so it is true of one instant after they have asked: a transaction that saw what was
committed by then could say nothing else, and would leave nothing behind. Of what is being committed a
look sees nothing; who may be looked at nevertheless is the porter's to say.
"""

from collections.abc import Callable

from mock_site.store.hold import HoldOutcome, HoldResult
from mock_site.store.holds import in_the_way
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult
from mock_site.store.situation import WITH_HOLDS, Situation, asked, obstacle, situation_of
from mock_site.store.statement import Question, Rows, Statement


def look(
    wish: JoinRequest, asked_at_s: float, clock: Callable[[], float]
) -> Question[JoinOutcome | None]:
    """Ask what a join is told; None: that takes a transaction, which may give a seat.

    That it does for everybody who has a registration, in whichever wave: it may be a repetition. Where
    seats are held, whether one is left is not for a look to say.

    Args:
        wish: for a seat, or for a lot.
        asked_at_s: when it came, Unix seconds.
        clock: Unix seconds, asked once the answer is there.

    Raises:
        StoreError: by the answer, as a join raises it.
    """

    def answer(rows: Rows) -> JoinOutcome | None:
        found = situation_of(rows, clock())
        if found is None or found.registrations:
            return None
        return turned_away(wish, found, asked_at_s)

    return Question(asked(wish), answer, is_quick=True)


def turned_away(wish: JoinRequest, found: Situation, asked_at_s: float) -> JoinOutcome | None:
    """Tell why the join of an account without a registration gets no seat; None: it may get one.

    Args:
        wish: for a seat, or for a lot.
        found: after it came.
        asked_at_s: when it came, Unix seconds.

    Raises:
        StoreError: the wave's seats are given in another way than the wish says.
    """
    told = obstacle(found, wish)
    if told is not None:
        return None if _is_late(told.result is JoinResult.CLOSED, found, asked_at_s) else told
    may_be_held = wish.by_lot or wish.needs_hold or found.lapses_at_s is not None
    is_full = not may_be_held and _is_full(found, found.lowest)
    return JoinOutcome(result=JoinResult.FULL) if is_full else None


def look_for_hold(
    wish: JoinRequest, asked_at_s: float, clock: Callable[[], float]
) -> Question[HoldOutcome | None]:
    """Ask what is told to who wants a seat held; None: that takes a transaction.

    That it does for everybody who has held a seat before, or has one.

    Args:
        wish: for a seat.
        asked_at_s: when it came, Unix seconds.
        clock: Unix seconds, asked once the answer is there.

    Raises:
        StoreError: by the answer, as a hold raises it.
    """

    def answer(rows: Rows) -> HoldOutcome | None:
        found = situation_of(rows, clock())
        if found is None or found.registrations:
            return None
        highest_held, times_held = rows[0][-2:]
        if times_held:
            return None
        told = in_the_way(found, wish)
        if told is not None:
            return None if _is_late(told.result is HoldResult.CLOSED, found, asked_at_s) else told
        lowest = found.freed or max(found.highest, highest_held or 0) + 1
        is_full = not found.has_lapses and _is_full(found, lowest)
        return HoldOutcome(result=HoldResult.FULL) if is_full else None

    statement = Statement(WITH_HOLDS, (wish.wave, wish.account_id))
    return Question(statement, answer, is_quick=True)


def _is_late(is_closed: bool, found: Situation, asked_at_s: float) -> bool:  # noqa: FBT001 - of a result
    """Tell whether the wave may have been closed when nobody asked.

    The rows may be older than a closing that has come meanwhile, and that was put off before it came.
    """
    return is_closed and (found.closes_at_s or 0.0) > asked_at_s


def _is_full(found: Situation, lowest: int) -> bool:
    """Tell whether every seat up to the quota is taken, by the lowest that is free.

    Where the quota was lowered below the highest seat, and a lower one is free, they have to be counted.
    """
    return (found.quota or 0) < lowest
