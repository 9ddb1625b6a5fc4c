"""Lapses: a hold whose time is over ends, and its seat goes back to its wave, in one transaction.

Whoever comes first does it: a person who asks for a seat, or the watch of whichever process. The state
of the hold is looked at and changed under the store's lock, so that a seat goes back once and is never
given to two.
"""

from collections.abc import Callable, Generator

from mock_site.store.seat_numbers import FORGET_BEYOND
from mock_site.store.statement import Question, Rows, Statement, Work, Written

MOST = 500
"""Holds that are ended in one transaction: others wait for it."""

_DUE = f"""SELECT seat FROM holds WHERE wave = $1 AND state = 'held' AND ends_at_s <= $2
      ORDER BY ends_at_s, seat LIMIT {MOST}"""  # noqa: S608 - a number
_FREE = f"""
  INSERT INTO freed_seats (wave, seat)
  SELECT wave, seat FROM holds WHERE wave = $1 AND state = 'held' AND seat IN ({_DUE})"""  # noqa: S608 - as above
_END = f"""
  UPDATE holds SET state = 'expired'
  WHERE wave = $1 AND state = 'held' AND seat IN ({_DUE}) RETURNING seat"""  # noqa: S608 - as above
_IS_DUE = "SELECT 1 FROM holds WHERE wave = $1 AND state = 'held' AND ends_at_s <= $2 LIMIT 1"


def ended(wave: str, now_s: float) -> Generator[Statement, Rows, int]:
    """End what is due by a time in Unix seconds, the earliest first, and tell how many that were."""
    yield Statement(_FREE, (wave, now_s))
    rows = yield Statement(_END, (wave, now_s))
    yield Statement(FORGET_BEYOND, (wave,))
    return len(rows)


def end(wave: str, clock: Callable[[], float]) -> Work[int]:
    """End what is due now, `MOST` at most, and tell how many that were."""
    return Written((yield from ended(wave, clock())))


def is_due(wave: str, now_s: float) -> Question[bool]:
    """Ask whether there is anything to end."""
    return Question(Statement(_IS_DUE, (wave, now_s)), bool, is_quick=True)
