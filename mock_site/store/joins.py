"""Joins: a seat is given inside a transaction, with the message of it, or the reason why not."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from mock_site.defects import NONE, Defect, Defects
from mock_site.store.account_rows import DONE_AT, done_at_s
from mock_site.store.message import Message, MessageKind
from mock_site.store.outbox import written
from mock_site.store.progress import Step
from mock_site.store.reads import registration_of
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult, Registration
from mock_site.store.statement import Row, Rows, Statement, Work, Written

# Everything that a join depends on in one statement: beyond a socket, each one more costs a tenth
# of a millisecond while all other writes wait.
SITUATION = f"""
  SELECT a.nik, a.phone, w.quota, w.opens_at_s, w.closes_at_s,
    (SELECT max(seat) FROM registrations WHERE wave = $2), {DONE_AT},
    r.registration_id, r.wave, r.person, r.key, r.payload, r.seat, r.at_s,
    (SELECT min(seat) FROM freed_seats WHERE wave = $2)
  FROM accounts a
  LEFT JOIN waves w ON w.wave = $2
  LEFT JOIN registrations r ON r.account_id = a.account_id
  WHERE a.account_id = $1"""  # noqa: S608 - our own column names
_INSERT = """
  INSERT INTO registrations (registration_id, account_id, wave, person, key, payload, seat, at_s)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"""
_TAKE_FREED = "DELETE FROM freed_seats WHERE wave = $1 AND seat = $2"
_BY_KEY = """
  SELECT registration_id, wave, person, key, payload, seat, at_s
  FROM registrations WHERE key = $1 ORDER BY at_s LIMIT 1"""
NOTICE_EVERY = 10
"""Every so manyth seat has no message, or two, where that is the defect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a join goes by.

    Attributes:
        defects: that are planted.
        has_room: whether there is a seat, as was found before the transaction; None: it looks itself.
    """

    defects: Defects = NONE
    has_room: bool | None = None


_STRICT = Rules()


def join(
    wish: JoinRequest, registration_id: str, clock: Callable[[], float], rules: Rules = _STRICT
) -> Work[JoinOutcome]:
    """Give a seat, and write the message of it.

    A repetition is answered before anything else is looked at: what was given stays given, also
    when the wave has filled up or closed since.
    """
    rows = yield Statement(SITUATION, (wish.account_id, wish.wave))
    now_s = clock()
    if Defect.KEY_SHARED in rules.defects and (found := (yield Statement(_BY_KEY, (wish.key,)))):
        replayed = JoinOutcome(result=JoinResult.REPLAYED, registration=registration_of(found[0]))
        return Written(replayed)
    refusal = _refusal(wish, rows, now_s, rules)
    if refusal is not None:
        return Written(refusal)
    nik, phone, freed = rows[0][0], rows[0][1], rows[0][19]
    seat = freed or (rows[0][5] or 0) + 1
    if Defect.ID_ENUMERATION in rules.defects:
        registration_id = f"{wish.wave}-{seat}"
    values = (registration_id, wish.wave, nik, wish.key, wish.payload, seat, now_s)
    yield Statement(_INSERT, (registration_id, wish.account_id, *values[1:]))
    if freed:
        yield Statement(_TAKE_FREED, (wish.wave, seat))
    registration = registration_of(values)
    messages = yield from _told(wish.account_id, phone, registration, rules)
    return Written(JoinOutcome(result=JoinResult.GIVEN, registration=registration), messages)


def _told(
    account_id: str, phone: str, registration: Registration, rules: Rules
) -> Generator[Statement, Rows, tuple[Message, ...]]:
    """Write the message of a seat, once."""
    times = 1
    if registration.seat % NOTICE_EVERY == 0:
        if Defect.LOST_NOTICE in rules.defects:
            times = 0
        if Defect.DUPLICATE_NOTICE in rules.defects:
            times = 2
    messages: list[Message] = []
    for _ in range(times):
        registration_id, at_s = registration.registration_id, registration.at_s
        message = yield from written(MessageKind.SEAT, account_id, phone, registration_id, at_s)
        messages.append(message)
    return tuple(messages)


def _refusal(wish: JoinRequest, rows: Rows, now_s: float, rules: Rules) -> JoinOutcome | None:
    """Tell why there is no new seat; None: there is one."""
    if not rows:
        return JoinOutcome(result=JoinResult.NO_ACCOUNT)
    earlier = [registration_of(row[12:19]) for row in rows if row[12] is not None]
    if Defect.IDEMPOTENCY_IGNORED in rules.defects:
        return _obstacle(rows[0], now_s, rules)
    return _repetition(wish, earlier) or _obstacle(rows[0], now_s, rules)


def _repetition(wish: JoinRequest, earlier: list[Registration]) -> JoinOutcome | None:
    for one in earlier:
        if one.key == wish.key:
            result = JoinResult.REPLAYED if one.repeats(wish) else JoinResult.KEY_REUSED
            return JoinOutcome(result=result, registration=one)
    for one in earlier:
        if one.wave == wish.wave:
            return JoinOutcome(result=JoinResult.ALREADY_JOINED, registration=one)
    return None


def _obstacle(row: Row, now_s: float, rules: Rules) -> JoinOutcome | None:
    quota, opens_at_s, closes_at_s, highest = row[2:6]
    if quota is None:
        return JoinOutcome(result=JoinResult.UNKNOWN_WAVE)
    done = done_at_s(row[6:12])
    missing = next((step for step in Step if step not in done), None)
    if missing is Step.ASSESSMENT and Defect.STEP_SKIP in rules.defects:
        missing = None
    if missing is not None:
        return JoinOutcome(result=JoinResult.STEP_MISSING, missing=missing)
    if opens_at_s is not None and now_s < opens_at_s:
        return JoinOutcome(result=JoinResult.NOT_OPEN, turns_at_s=opens_at_s)
    has_closed = closes_at_s is not None and now_s >= closes_at_s
    if has_closed and Defect.LATE_ACCEPTANCE not in rules.defects:
        return JoinOutcome(result=JoinResult.CLOSED, turns_at_s=closes_at_s)
    # A seat that was given back is below the highest, and free as long as the quota still reaches it.
    lowest = row[19] or (highest or 0) + 1
    has_room = lowest <= quota if rules.has_room is None else rules.has_room
    if not has_room:
        return JoinOutcome(result=JoinResult.FULL)
    return None
