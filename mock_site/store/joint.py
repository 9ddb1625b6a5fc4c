"""A Joint: joins that stand next to each other in a batch, done with as many statements as one of them.

What each is told and given is what it would be by itself, one after the other. Done so is only what is
usual, in a wave that is open; everything else is left to be done by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from mock_site.store.batch import Batch
from mock_site.store.joins import INTO, STRICT, Join
from mock_site.store.message import Message
from mock_site.store.outbox import written_of_seats
from mock_site.store.reads import registration_of
from mock_site.store.records import JoinOutcome, JoinResult
from mock_site.store.situation import Situation, obstacle
from mock_site.store.statement import Work, Written, inserts
from mock_site.store.usual import asked_of, usual_of

Outcomes = list[Written[JoinOutcome] | None]
"""What became of each join; None: it is to be done by itself."""


def runs(batch: Batch) -> Iterator[tuple[Batch, Sequence[Join]]]:
    """Split a batch, in its order, where something else stands between joins of one wave.

    Returns:
        Writes, and the joins that they are if they may be done as one; else none.
    """
    for wave, some in groupby(batch, lambda pending: _plain_wave(pending.write)):
        run = list(some)
        together = wave is not None and len(run) > 1
        yield run, [one.write for one in run if isinstance(one.write, Join)] if together else []


def done_together(joins: Sequence[Join]) -> Work[Outcomes]:
    """Give seats to joins of one wave, as far as that can be done together."""
    account_ids = list(dict.fromkeys(one.wish.account_id for one in joins))
    rows = yield asked_of(joins[0].wish.wave, account_ids)
    giving = _Giving(usual_of(rows, joins[0].clock()))
    outcomes = [giving.outcome(one) for one in joins]
    yield from inserts(INTO, giving.given)
    messages = yield from written_of_seats(giving.told)
    return Written(_with_messages(outcomes, messages))


def take_over(run: Batch, outcomes: Outcomes) -> None:
    """Note what became of writes that were done together."""
    for pending, written in zip(run, outcomes, strict=True):
        pending.written = written


class _Giving:
    """Gives one seat after the other.

    Args:
        found: situations of who may have one, by account.
    """

    def __init__(self, found: Mapping[str, Situation]) -> None:
        self._found = dict(found)
        self.given: list[tuple[str | int | float, ...]] = []
        self.told: list[tuple[str, str, str, float]] = []

    def outcome(self, one: Join) -> Written[JoinOutcome] | None:
        """Give the next; None: that is for the join by itself."""
        # Whoever asks again is not found again.
        found = self._found.pop(one.wish.account_id, None)
        if found is None or obstacle(found, one.wish) is not None:
            return None
        seat = found.lowest + len(self.given)
        if seat > (found.quota or 0):
            return Written(JoinOutcome(result=JoinResult.FULL))
        wish, registration_id = one.wish, one.registration_id
        values = (wish.wave, found.nik, wish.key, wish.payload, seat, found.now_s)
        self.given.append((registration_id, wish.account_id, *values))
        self.told.append((wish.account_id, found.phone, registration_id, found.now_s))
        registration = registration_of((registration_id, *values, None))
        return Written(JoinOutcome(result=JoinResult.GIVEN, registration=registration))


def _plain_wave(write: object) -> str | None:
    """Give the wave of a join that may be done with others; None: it is no such join."""
    if not isinstance(write, Join) or write.rules != STRICT:
        return None
    wish = write.wish
    return None if wish.by_lot or wish.needs_hold else wish.wave


def _with_messages(outcomes: Outcomes, messages: Sequence[Message]) -> Outcomes:
    """Give each seat its message; they are in the same order."""
    left = iter(messages)
    return [
        Written(one.result, (next(left),))
        if one is not None and one.result.result is JoinResult.GIVEN
        else one
        for one in outcomes
    ]
