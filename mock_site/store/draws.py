"""Draws: what is applied for while joining is open is drawn by lot, once, after it has closed.

Whichever process comes first draws, in one transaction: whether lots are drawn is looked at and noted in
it, so that they are drawn whole and once, whatever ends and whenever. People are told afterwards, some
in a transaction, each of it once.
"""

from collections.abc import Callable, Generator

from mock_site.defects import NONE, Defect, Defects
from mock_site.errors import UsageError
from mock_site.store.draw import lot_of
from mock_site.store.message import Message, MessageKind
from mock_site.store.outbox import times_told, written
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult, Registration
from mock_site.store.seat_numbers import highest
from mock_site.store.situation import Situation
from mock_site.store.statement import Question, Rows, Statement, Work, Written

MOST = 200
"""People who are told in one transaction: others wait for it."""

# A wave of which anything was given or is held otherwise has seats that no lot was drawn for.
_BEGIN = """
  INSERT INTO draws (wave, seed) SELECT CAST($1 AS TEXT), CAST($2 AS TEXT)
  WHERE NOT EXISTS (SELECT 1 FROM registrations WHERE wave = $1)
    AND NOT EXISTS (SELECT 1 FROM holds WHERE wave = $1 AND state = 'held')
  ON CONFLICT DO NOTHING"""
IS_BEGUN = "SELECT count(*) FROM draws WHERE wave = $1"
_SEED = "SELECT seed, drawn_at_s FROM draws WHERE wave = $1"
_INSERT = """
  INSERT INTO registrations (registration_id, account_id, wave, person, key, payload, at_s, lot)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"""
_COUNT = "UPDATE draws SET applications = applications + 1 WHERE wave = $1"
_IS_DUE = """
  SELECT 1 FROM draws d JOIN waves w ON w.wave = d.wave
  WHERE d.wave = $1 AND w.closes_at_s <= $2 AND (d.drawn_at_s IS NULL OR $3)"""
_QUOTA = f"""
  SELECT coalesce((SELECT quota FROM quotas WHERE wave = $1 AND at_s <= w.closes_at_s
                   ORDER BY change_id DESC LIMIT 1), w.quota), coalesce({highest("$1")}, 0)
  FROM waves w WHERE w.wave = $1"""  # noqa: S608 - our own column names
# The sign keeps SQLite from the index of seats: that of lots has the order, and few are looked at.
_SEAT = """
  UPDATE registrations SET seat = placed.seat
  FROM (
    SELECT registration_id, $3 + row_number() OVER (ORDER BY {order}) AS seat
    FROM registrations WHERE wave = $1 AND lot IS NOT NULL AND +seat IS NULL
    ORDER BY {order} LIMIT $2) AS placed
  WHERE registrations.registration_id = placed.registration_id"""
_NOTE = """
  UPDATE draws SET drawn_at_s = $2,
    drawn = (SELECT count(*) FROM registrations WHERE wave = $1 AND seat IS NOT NULL),
    last_lot = (SELECT max(lot) FROM registrations WHERE wave = $1 AND seat IS NOT NULL)
  WHERE wave = $1"""
_FORGET = "DELETE FROM registrations WHERE wave = $1 AND lot IS NOT NULL AND seat IS NULL"
_UNTOLD = f"""
  SELECT r.registration_id, r.account_id, a.phone, r.seat
  FROM registrations r
  JOIN draws d ON d.wave = r.wave AND d.drawn_at_s IS NOT NULL
  JOIN accounts a ON a.account_id = r.account_id
  WHERE r.wave = $1 AND r.lot IS NOT NULL AND r.told_at_s IS NULL ORDER BY r.lot LIMIT {MOST}"""  # noqa: S608 - a number
_HAS_UNTOLD = """
  SELECT 1 FROM draws d JOIN registrations r ON r.wave = d.wave
  WHERE d.wave = $1 AND d.drawn_at_s IS NOT NULL AND r.lot IS NOT NULL AND r.told_at_s IS NULL LIMIT 1"""
_TOLD = "UPDATE registrations SET told_at_s = $2 WHERE registration_id = $1"


def begun(wave: str, seed: str) -> Statement:
    """Have the seats of a wave drawn, unless some were given at once; a seed that there is stays."""
    return Statement(_BEGIN, (wave, seed))


def refuse_mixture(*, is_begun: bool, draws_lots: bool) -> None:
    """Refuse to draw the seats of a store that gives them at once, and the other way round.

    Raises:
        UsageError: it is one and not the other.
    """
    if draws_lots and not is_begun:
        raise UsageError(
            "store: has seats that were given or held without a draw; --draw needs a store of its own"
        )
    if is_begun and not draws_lots:
        raise UsageError("store: its seats are drawn by lot; start the site with --draw")


def applied(
    wish: JoinRequest, registration_id: str, found: Situation, defects: Defects
) -> Generator[Statement, Rows, JoinOutcome]:
    """Take an application that nothing stands in the way of, but that lots are drawn already."""
    ((seed, drawn_at_s),) = yield Statement(_SEED, (wish.wave,))
    if drawn_at_s is not None and Defect.LATE_ACCEPTANCE not in defects:
        # Also where the closing was put off since, or this process has a clock that is behind.
        closed_at_s = drawn_at_s if found.closes_at_s is None else min(drawn_at_s, found.closes_at_s)
        return JoinOutcome(result=JoinResult.CLOSED, turns_at_s=closed_at_s)
    registration = Registration(
        registration_id=registration_id,
        wave=wish.wave,
        person=found.nik,
        key=wish.key,
        payload=wish.payload,
        seat=None,
        at_s=found.now_s,
        lot=lot_of(seed, registration_id),
    )
    values = (registration_id, wish.account_id, wish.wave, found.nik, wish.key, wish.payload)
    yield Statement(_INSERT, (*values, registration.at_s, registration.lot))
    yield Statement(_COUNT, (wish.wave,))
    return JoinOutcome(result=JoinResult.APPLIED, registration=registration)


def is_due(wave: str, now_s: float, *, again: bool = False) -> Question[bool]:
    """Ask whether joining has closed and lots are not drawn; `again`: or are."""
    return Question(Statement(_IS_DUE, (wave, now_s, again)), bool, is_quick=True)


def draw(
    wave: str, clock: Callable[[], float], defects: Defects = NONE, *, again: bool = False
) -> Work[bool]:
    """Give the quota's seats, as it was when joining closed, to the lowest lots; False: it is not due.

    Args:
        wave: its name.
        clock: Unix seconds.
        defects: that are planted.
        again: whether those without a seat are drawn from once more, if lots are drawn already.
    """
    now_s = clock()
    if not (yield Statement(_IS_DUE, (wave, now_s, again))):
        return Written(result=False)
    ((quota, taken),) = yield Statement(_QUOTA, (wave,))
    # Nothing is taken before a draw, but by who does so behind the site's back.
    seats = quota if again else max(quota - taken, 0)
    order = "at_s" if Defect.DRAWS_EARLIEST in defects else "lot"
    yield Statement(_SEAT.format(order=order), (wave, seats, taken))
    yield Statement(_NOTE, (wave, now_s))
    if Defect.DRAW_LOSES in defects:
        yield Statement(_FORGET, (wave,))
    return Written(result=True)


def has_untold(wave: str) -> Question[bool]:
    """Ask whether lots are drawn and somebody has not been told."""
    return Question(Statement(_HAS_UNTOLD, (wave,)), bool, is_quick=True)


def tell(wave: str, clock: Callable[[], float], defects: Defects = NONE) -> Work[int]:
    """Write to those who have not been told what was drawn, `MOST` at most; tell how many those were."""
    rows, now_s = (yield Statement(_UNTOLD, (wave,))), clock()
    messages: list[Message] = []
    for registration_id, account_id, phone, seat in rows:
        kind = MessageKind.NOT_DRAWN if seat is None else MessageKind.SEAT
        for _ in range(times_told(seat, defects)):
            message = yield from written(kind, account_id, phone, registration_id, now_s)
            messages.append(message)
        yield Statement(_TOLD, (registration_id, now_s))
    return Written(len(rows), tuple(messages))
