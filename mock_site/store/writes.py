"""Writes: accounts are opened and waves are changed, checked inside the transaction that writes."""

from collections.abc import Callable

from mock_site.store.message import MessageKind
from mock_site.store.outbox import written
from mock_site.store.records import WaveChange
from mock_site.store.statement import Row, Statement, Work, Written

_TAKEN = "SELECT 1 FROM accounts WHERE email = $1"
_INSERT_ACCOUNT = """
  INSERT INTO accounts (account_id, email, password, opened_at_s) VALUES ($1, $2, $3, $4)"""
_UNVERIFIED = "SELECT account_id FROM accounts WHERE email = $1 AND email_at_s IS NULL"
_WAVE = "SELECT quota, opens_at_s, closes_at_s FROM waves WHERE wave = $1"
_UPDATE_WAVE = "UPDATE waves SET quota = $2, opens_at_s = $3, closes_at_s = $4 WHERE wave = $1"
_QUOTA_AT = """
  SELECT quota FROM quotas WHERE wave = $1 AND at_s <= $2 ORDER BY change_id DESC LIMIT 1"""
_NOTE_QUOTA = "INSERT INTO quotas (wave, at_s, quota) VALUES ($1, $2, $3)"


def open_account(
    email: str, password: str, account_id: str, clock: Callable[[], float]
) -> Work[str | None]:
    """Open an account under an id and write the message with the link; None: the e-mail is taken."""
    if (yield Statement(_TAKEN, (email,))):
        return Written(None)
    now_s = clock()
    yield Statement(_INSERT_ACCOUNT, (account_id, email, password, now_s))
    message = yield from written(MessageKind.VERIFY_EMAIL, account_id, email, "", now_s)
    return Written(account_id, (message,))


def remind(email: str, clock: Callable[[], float]) -> Work[None]:
    """Write the message with the link once more, if the e-mail's account waits for it."""
    rows = yield Statement(_UNVERIFIED, (email,))
    if not rows:
        return Written(None)
    message = yield from written(MessageKind.VERIFY_EMAIL, rows[0][0], email, "", clock())
    return Written(None, (message,))


def change_wave(wave: str, change: WaveChange, clock: Callable[[], float]) -> Work[bool]:
    """Change a wave, unless it would close before it opens or there is none; tell whether."""
    rows = yield Statement(_WAVE, (wave,))
    if not rows:
        return Written(result=False)
    quota, opens_at_s, closes_at_s = _changed(rows[0], change)
    if opens_at_s is not None and closes_at_s is not None and closes_at_s <= opens_at_s:
        return Written(result=False)
    yield Statement(_UPDATE_WAVE, (wave, quota, opens_at_s, closes_at_s))
    now_s = clock()
    from_s = _holds_from_s(now_s, rows[0][2], closes_at_s)
    was_noted = quota == rows[0][0]
    if was_noted and from_s < now_s:
        held = yield Statement(_QUOTA_AT, (wave, from_s))
        was_noted = bool(held) and held[0][0] == quota
    if not was_noted:
        yield Statement(_NOTE_QUOTA, (wave, from_s, quota))
    return Written(result=True)


def _holds_from_s(now_s: float, closed_at_s: float | None, closes_at_s: float | None) -> float:
    """Give from when a quota holds: where its wave was open and is closed as of before, from then on.

    Whoever closes it says now, by a clock that may be behind. Lots are drawn by the quota of that time.
    """
    was_open = closed_at_s is None or now_s < closed_at_s
    return min(now_s, closes_at_s) if was_open and closes_at_s is not None else now_s


def _changed(row: Row, change: WaveChange) -> tuple[int, float | None, float | None]:
    quota, opens_at_s, closes_at_s = row
    return (
        quota if change.quota is None else change.quota,
        change.opens_at_s if change.sets_opening else opens_at_s,
        change.closes_at_s if change.sets_closing else closes_at_s,
    )
