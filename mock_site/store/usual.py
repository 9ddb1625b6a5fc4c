"""Usual situations: of many accounts at once, those in which nothing is out of the ordinary.

That is an account that has done every step and has no registration yet, and a wave in which no seat is
held, was given back or is drawn. Everything else is looked into one by one.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from mock_site.store.progress import Step
from mock_site.store.situation import Situation
from mock_site.store.statement import Row, Rows, Statement

IS_DONE = " AND ".join(f"a.{step.value}_at_s IS NOT NULL" for step in Step)
"""Whether the account `a` has done every step, as SQL says it."""
# Questions within the question: PostgreSQL might answer a join of tables from end to end, if it was
# planned while they were small, but answers these by their keys.
_WHAT = f"""
  SELECT asked.column1,
    (SELECT CASE WHEN {IS_DONE} THEN a.nik END FROM accounts a WHERE a.account_id = asked.column1),
    (SELECT a.phone FROM accounts a WHERE a.account_id = asked.column1),
    (SELECT count(*) FROM registrations r WHERE r.account_id = asked.column1),
    (SELECT quota FROM waves WHERE wave = $1),
    (SELECT opens_at_s FROM waves WHERE wave = $1),
    (SELECT closes_at_s FROM waves WHERE wave = $1),
    (SELECT max(seat) FROM registrations WHERE wave = $1),
    (SELECT count(*) FROM freed_seats WHERE wave = $1)
      + (SELECT count(*) FROM holds WHERE wave = $1 AND state = 'held')
      + (SELECT count(*) FROM draws WHERE wave = $1)"""  # noqa: S608 - our own column names


def asked_of(wave: str, account_ids: Sequence[str]) -> Statement:
    """Ask for the situations of some accounts, 1 or more, in a wave."""
    # The statement is the same for any number up to the next power of two: nobody fills it up.
    size = 1 << (len(account_ids) - 1).bit_length()
    return Statement(_of_size(size), (wave, *account_ids, *[""] * (size - len(account_ids))))


def usual_of(rows: Rows, now_s: float) -> Mapping[str, Situation]:
    """Give those of the situations that are usual, at a time, by account."""
    return {row[0]: _situation(row, now_s) for row in rows if _is_usual(row)}


def registered(rows: Rows) -> frozenset[str]:
    """Give those of the accounts that have a registration, in whichever wave."""
    return frozenset(row[0] for row in rows if row[3])


def _is_usual(row: Row) -> bool:
    nik, registrations, quota, oddities = row[1], row[3], row[4], row[8]
    return nik is not None and not registrations and quota is not None and not oddities


def _situation(row: Row, now_s: float) -> Situation:
    return Situation(
        nik=row[1],
        phone=row[2],
        quota=row[4],
        opens_at_s=row[5],
        closes_at_s=row[6],
        highest=row[7] or 0,
        missing=None,
        freed=None,
        lapses_at_s=None,
        is_drawn=False,
        registrations=(),
        now_s=now_s,
    )


@cache
def _of_size(size: int) -> str:
    asked = ", ".join(f"(${number + 2})" for number in range(size))
    return f"{_WHAT} FROM (VALUES {asked}) AS asked"
