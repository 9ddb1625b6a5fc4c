"""A Glance: what a join is told at once, before anything of it is read, if there is no seat for it.

It says what a look says, but asks for less: one row if nothing stands in the way but the wave itself.
That is of an account that has done every step and has no registration, in a wave of which no seat is
held, was given back or is drawn. It takes a store that answers without waiting, as a file does.
"""

from collections.abc import Callable

from mock_site.store.records import JoinOutcome, JoinResult
from mock_site.store.statement import Rows, Statement
from mock_site.store.usual import IS_DONE

Glance = Callable[[Statement], Rows | None]
"""Gives what is committed now; None: not at once."""
_FULL = JoinOutcome(result=JoinResult.FULL)
_SHUT = f"""
  SELECT w.quota, w.opens_at_s, w.closes_at_s,
    (SELECT max(seat) FROM registrations WHERE wave = $1)
  FROM accounts a, waves w
  WHERE a.account_id = $2 AND w.wave = $1 AND {IS_DONE}
    AND NOT EXISTS (SELECT 1 FROM registrations r WHERE r.account_id = $2)
    AND NOT EXISTS (SELECT 1 FROM freed_seats WHERE wave = $1)
    AND NOT EXISTS (SELECT 1 FROM holds WHERE wave = $1 AND state = 'held')
    AND NOT EXISTS (SELECT 1 FROM draws WHERE wave = $1)"""  # noqa: S608 - our own column names


def nothing_at_once(_statement: Statement) -> Rows | None:
    """Give nothing: of a store that has to be waited for."""
    return None


def glanced(glance: Glance, wave: str, account_id: str, asked_at_s: float) -> JoinOutcome | None:
    """Tell why an account gets no seat of a wave; None: it may get one, or that takes more to say.

    Args:
        glance: of the store.
        wave: whose seats are given at once.
        account_id: that asks.
        asked_at_s: when it does, Unix seconds, not later than now.
    """
    rows = glance(Statement(_SHUT, (wave, account_id)))
    if not rows:
        return None
    quota, opens_at_s, closes_at_s, highest = rows[0]
    if opens_at_s is not None and asked_at_s < opens_at_s:
        return JoinOutcome(result=JoinResult.NOT_OPEN, turns_at_s=opens_at_s)
    # One that has closed only since is for the look: its closing may have been put off meanwhile.
    if closes_at_s is not None and asked_at_s >= closes_at_s:
        return JoinOutcome(result=JoinResult.CLOSED, turns_at_s=closes_at_s)
    return _FULL if quota <= (highest or 0) else None
