"""Holds: a seat is taken for somebody for a while inside a transaction, or the reason why not."""

from collections.abc import Callable, Sequence

from mock_site.defects import NONE, Defects
from mock_site.store.hold import Hold, HoldOutcome, HoldResult, HoldState
from mock_site.store.records import JoinRequest
from mock_site.store.seat_numbers import TAKE_FREED
from mock_site.store.situation import Situation, obstacle, room, situation
from mock_site.store.statement import Question, Row, Rows, Statement, Work, Written

_COLUMNS = "account_id, key, wave, payload, seat, at_s, ends_at_s, state"
_OF_ACCOUNT = f"SELECT {_COLUMNS} FROM holds WHERE account_id = $1 ORDER BY at_s, seat"  # noqa: S608 - our own column names
_NEWEST = f"""
  SELECT {_COLUMNS} FROM holds WHERE account_id = $1 AND wave = $2
  ORDER BY at_s DESC, CASE state WHEN 'expired' THEN 1 ELSE 0 END LIMIT 1"""  # noqa: S608 - as above
_INSERT = f"INSERT INTO holds ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"  # noqa: S608 - as above


def hold(
    wish: JoinRequest, lasts_s: float, clock: Callable[[], float], defects: Defects = NONE
) -> Work[HoldOutcome]:
    """Take a seat for an account, until it is joined with or its time is over.

    A repetition is answered before anything else is looked at, and as things are now: its hold may have
    been confirmed or have expired since. No hold outlives the closing of its wave.
    """
    found = yield from situation(wish, clock)
    if found is None:
        return Written(HoldOutcome(result=HoldResult.NO_ACCOUNT))
    earlier = _holds_of((yield Statement(_OF_ACCOUNT, (wish.account_id,))))
    refusal = _repetition(wish, earlier, found) or in_the_way(found, wish, defects)
    if refusal is not None:
        return Written(refusal)
    if not (yield from room(found, wish.wave, confirms=False)):
        return Written(HoldOutcome(result=HoldResult.FULL))
    made = _made(wish, found, lasts_s)
    values = (made.account_id, made.key, made.wave, made.payload, made.seat, made.at_s, made.ends_at_s)
    yield Statement(_INSERT, (*values, made.state.value))
    if found.freed:
        yield Statement(TAKE_FREED, (made.wave, made.seat))
    return Written(HoldOutcome(result=HoldResult.HELD, hold=made))


def in_the_way(found: Situation, wish: JoinRequest, defects: Defects = NONE) -> HoldOutcome | None:
    """Tell why no seat of this wave can be held for this account now, free ones or not; None: one can.

    Raises:
        StoreError: another process has the wave's seats given in another way than this one gives them.
    """
    reason = obstacle(found, wish, defects)
    if reason is None:
        return None
    return HoldOutcome(
        result=HoldResult(reason.result.value), turns_at_s=reason.turns_at_s, missing=reason.missing
    )


def newest(account_id: str, wave: str) -> Question[Hold | None]:
    """Ask for the last hold that an account had in a wave; None: it had none."""
    statement = Statement(_NEWEST, (account_id, wave))
    return Question(statement, lambda rows: _hold_of(rows[0]) if rows else None, is_quick=True)


def _made(wish: JoinRequest, found: Situation, lasts_s: float) -> Hold:
    ends_at_s = found.now_s + lasts_s
    if found.closes_at_s is not None and found.now_s < found.closes_at_s:
        ends_at_s = min(ends_at_s, found.closes_at_s)
    return Hold(
        account_id=wish.account_id,
        key=wish.key,
        wave=wish.wave,
        payload=wish.payload,
        seat=found.lowest,
        at_s=found.now_s,
        ends_at_s=ends_at_s,
        state=HoldState.HELD,
    )


def _repetition(wish: JoinRequest, earlier: Sequence[Hold], found: Situation) -> HoldOutcome | None:
    joined = next((one for one in found.registrations if one.wave == wish.wave), None)
    same = next((one for one in earlier if one.key == wish.key), None)
    if same is not None and not same.repeats(wish):
        return HoldOutcome(result=HoldResult.KEY_REUSED, hold=same)
    if joined is not None:
        return HoldOutcome(result=HoldResult.ALREADY_JOINED, hold=same, registration=joined)
    if same is not None:
        result = HoldResult.REPLAYED if same.is_live(found.now_s) else HoldResult.EXPIRED
        return HoldOutcome(result=result, hold=same)
    live = next((one for one in earlier if one.wave == wish.wave and one.is_live(found.now_s)), None)
    return None if live is None else HoldOutcome(result=HoldResult.ALREADY_HELD, hold=live)


def _holds_of(rows: Rows) -> list[Hold]:
    return [_hold_of(row) for row in rows]


def _hold_of(row: Row) -> Hold:
    account_id, key, wave, payload, seat, at_s, ends_at_s, state = row
    return Hold(
        account_id=account_id,
        key=key,
        wave=wave,
        payload=payload,
        seat=seat,
        at_s=at_s,
        ends_at_s=ends_at_s,
        state=HoldState(state),
    )
