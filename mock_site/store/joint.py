"""A Joint: joins that stand next to each other in a batch, done with as many statements as one of them.

What each is told and given is what it would be by itself, one after the other. Done so is only what is
usual: an account that has done every step and has no registration yet, in a wave that is open and gives
its seats at once, one above the other. Everything else is left to be done by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Self

from mock_site.store.batch import Batch
from mock_site.store.joins import INTO, STRICT, Join
from mock_site.store.message import Message
from mock_site.store.outbox import written_of_seats
from mock_site.store.progress import Step
from mock_site.store.reads import registration_of
from mock_site.store.records import JoinOutcome, JoinResult
from mock_site.store.statement import Row, Statement, Work, Written, inserts

Outcomes = list[Written[JoinOutcome] | None]
"""What became of each join; None: it is to be done by itself."""

_IS_DONE = " AND ".join(f"a.{step.value}_at_s IS NOT NULL" for step in Step)
# Questions within the question: PostgreSQL might answer a join of tables from end to end, if it was
# planned while they were small, but answers these by their keys.
_WHAT = f"""
  SELECT asked.column1,
    (SELECT CASE WHEN {_IS_DONE} THEN a.nik END FROM accounts a WHERE a.account_id = asked.column1),
    (SELECT a.phone FROM accounts a WHERE a.account_id = asked.column1),
    (SELECT count(*) FROM registrations r WHERE r.account_id = asked.column1),
    (SELECT quota FROM waves WHERE wave = $1),
    (SELECT opens_at_s FROM waves WHERE wave = $1),
    (SELECT closes_at_s FROM waves WHERE wave = $1),
    (SELECT max(seat) FROM registrations WHERE wave = $1),
    (SELECT count(*) FROM freed_seats WHERE wave = $1)
      + (SELECT count(*) FROM holds WHERE wave = $1 AND state = 'held')
      + (SELECT count(*) FROM draws WHERE wave = $1)"""  # noqa: S608 - our own column names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seats:
    """The seats of a wave that gives them one above the other.

    Attributes:
        first: the next.
        last: the last that there is; below the first where there is none.
    """

    first: int
    last: int

    @classmethod
    def of(cls, row: Row, now_s: float) -> Self | None:
        """Read a row at a time; None: the wave is not open, or not that simple."""
        quota, opens_at_s, closes_at_s, highest, oddities = row[4:]
        has_opened = opens_at_s is None or opens_at_s <= now_s
        is_open = has_opened and (closes_at_s is None or now_s < closes_at_s)
        if quota is None or oddities or not is_open:
            return None
        return cls(first=(highest or 0) + 1, last=quota)


def runs(batch: Batch) -> Iterator[tuple[Batch, Sequence[Join]]]:
    """Split a batch, in its order, where something else stands between joins of one wave.

    Returns:
        Writes, and the joins that they are if they may be done as one; else none.
    """
    for wave, some in groupby(batch, lambda pending: _plain_wave(pending.write)):
        run = list(some)
        together = wave is not None and len(run) > 1
        yield run, [one.write for one in run if isinstance(one.write, Join)] if together else []


def asked_of(wave: str, account_ids: Sequence[str]) -> Statement:
    """Ask for some accounts, 1 or more, and for the wave beside each."""
    # The statement is the same for any number up to the next power of two: nobody fills it up.
    size = 1 << (len(account_ids) - 1).bit_length()
    return Statement(_of_size(size), (wave, *account_ids, *[""] * (size - len(account_ids))))


def done_together(joins: Sequence[Join]) -> Work[Outcomes]:
    """Give seats to joins of one wave, as far as that can be done together."""
    account_ids = list(dict.fromkeys(one.wish.account_id for one in joins))
    rows = yield asked_of(joins[0].wish.wave, account_ids)
    now_s = joins[0].clock()
    seats = _Seats.of(rows[0], now_s)
    outcomes: Outcomes = [None] * len(joins)
    if seats is None:
        return Written(outcomes)
    people = {row[0]: (row[1], row[2]) for row in rows if row[1] is not None and not row[3]}
    giving = _Giving(seats, people, now_s)
    outcomes = [giving.outcome(one) for one in joins]
    yield from inserts(INTO, giving.given)
    messages = yield from written_of_seats(giving.told, now_s)
    return Written(_with_messages(outcomes, messages))


def take_over(run: Batch, outcomes: Outcomes) -> None:
    """Note what became of writes that were done together."""
    for pending, written in zip(run, outcomes, strict=True):
        pending.written = written


class _Giving:
    """Gives one seat after the other.

    Args:
        seats: of the wave.
        people: number and phone of who may have one, by account.
        now_s: the time.
    """

    def __init__(self, seats: _Seats, people: Mapping[str, tuple[str, str]], now_s: float) -> None:
        self._seats = seats
        self._people = dict(people)
        self._now_s = now_s
        self.given: list[tuple[str | int | float, ...]] = []
        self.told: list[tuple[str, str, str]] = []

    def outcome(self, one: Join) -> Written[JoinOutcome] | None:
        """Give the next; None: that is for the join by itself."""
        # Whoever asks again is not found again.
        person = self._people.pop(one.wish.account_id, None)
        if person is None:
            return None
        seat = self._seats.first + len(self.given)
        if seat > self._seats.last:
            return Written(JoinOutcome(result=JoinResult.FULL))
        (nik, phone), wish, registration_id = person, one.wish, one.registration_id
        values = (wish.wave, nik, wish.key, wish.payload, seat, self._now_s)
        self.given.append((registration_id, wish.account_id, *values))
        self.told.append((wish.account_id, phone, registration_id))
        registration = registration_of((registration_id, *values, None))
        return Written(JoinOutcome(result=JoinResult.GIVEN, registration=registration))


@cache
def _of_size(size: int) -> str:
    asked = ", ".join(f"(${number + 2})" for number in range(size))
    return f"{_WHAT} FROM (VALUES {asked}) AS asked"


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
