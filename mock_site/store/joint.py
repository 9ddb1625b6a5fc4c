"""A Joint: joins that stand next to each other in a batch, done with as few statements as may be.

What each is told and given is what it would be by itself, one after the other. Done together is only
what is usual, in a wave that is open; a join that is not is done by itself, after those before it and
before those behind it.
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

Outcomes = list[Written[JoinOutcome]]
"""What became of each join."""


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
    """Do joins of one wave in their order, as far as they are usual with the statements of one."""
    account_ids = list(dict.fromkeys(one.wish.account_id for one in joins))
    rows = yield asked_of(joins[0].wish.wave, account_ids)
    found = usual_of(rows, joins[0].clock())
    outcomes: Outcomes = []
    for are_usual, some in _parts(joins, found):
        if not are_usual:
            for one in some:
                outcomes.append((yield from one()))
        elif not outcomes:
            outcomes = (yield from _given(some, found)).result
        else:
            # What was done by itself may have changed what was found, for the wave and for everybody.
            outcomes += (yield from done_together(some)).result
    return Written(outcomes)


def take_over(run: Batch, outcomes: Outcomes) -> None:
    """Note what became of writes that were done together."""
    for pending, written in zip(run, outcomes, strict=True):
        pending.written = written


def _parts(
    joins: Sequence[Join], found: Mapping[str, Situation]
) -> Iterator[tuple[bool, Sequence[Join]]]:
    """Split joins, in their order, into such as are usual and such as are not."""
    left = dict(found)

    def is_usual(one: Join) -> bool:
        """Tell whether it is; whoever asks again is not found again."""
        situation = left.pop(one.wish.account_id, None)
        return situation is not None and obstacle(situation, one.wish) is None

    for are_usual, some in groupby(joins, is_usual):
        yield are_usual, list(some)


def _given(joins: Sequence[Join], found: Mapping[str, Situation]) -> Work[Outcomes]:
    """Give one seat after the other, as many as there are, to joins that are usual."""
    given: list[tuple[str | int | float, ...]] = []
    told: list[tuple[str, str, str, float]] = []
    outcomes: list[JoinOutcome] = []
    for one in joins:
        wish, now = one.wish, found[one.wish.account_id]
        seat = now.lowest + len(given)
        if seat > (now.quota or 0):
            outcomes.append(JoinOutcome(result=JoinResult.FULL))
            continue
        values = (wish.wave, now.nik, wish.key, wish.payload, seat, now.now_s)
        given.append((one.registration_id, wish.account_id, *values))
        told.append((wish.account_id, now.phone, one.registration_id, now.now_s))
        registration = registration_of((one.registration_id, *values, None))
        outcomes.append(JoinOutcome(result=JoinResult.GIVEN, registration=registration))
    yield from inserts(INTO, given)
    messages = yield from written_of_seats(told)
    return Written(_with_messages(outcomes, messages))


def _plain_wave(write: object) -> str | None:
    """Give the wave of a join that may be done with others; None: it is no such join."""
    if not isinstance(write, Join) or write.rules != STRICT:
        return None
    wish = write.wish
    return None if wish.by_lot or wish.needs_hold else wish.wave


def _with_messages(outcomes: Sequence[JoinOutcome], messages: Sequence[Message]) -> Outcomes:
    """Give each seat its message; they are in the same order."""
    left = iter(messages)
    return [Written(one, (next(left),) if one.result is JoinResult.GIVEN else ()) for one in outcomes]
