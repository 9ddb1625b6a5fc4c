"""Joins: a seat is given inside a transaction, with the message of it, or the reason why not.

Where seats are drawn an application is taken instead, for the same reasons or not.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from mock_site.defects import NONE, Defect, Defects
from mock_site.store.draws import applied
from mock_site.store.message import Message, MessageKind
from mock_site.store.outbox import times_told, written
from mock_site.store.reads import registration_of
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult, Registration
from mock_site.store.seat_numbers import TAKE_FREED
from mock_site.store.situation import Situation, obstacle, room, situation
from mock_site.store.statement import Rows, Statement, Work, Written

INTO = """
  INSERT INTO registrations (registration_id, account_id, wave, person, key, payload, seat, at_s)"""
_INSERT = f"{INTO} VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
_CONFIRM = """
  UPDATE holds SET state = 'confirmed' WHERE account_id = $1 AND wave = $2 AND state = 'held'"""
_HAD_A_HOLD = "SELECT 1 FROM holds WHERE account_id = $1 AND wave = $2 LIMIT 1"
_BY_KEY = """
  SELECT registration_id, wave, person, key, payload, seat, at_s, lot
  FROM registrations WHERE key = $1 ORDER BY at_s LIMIT 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a join goes by.

    Attributes:
        defects: that are planted.
        has_room: whether there is a seat, as was found before the transaction; None: it looks itself.
    """

    defects: Defects = NONE
    has_room: bool | None = None


STRICT = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """The write of a join.

    Attributes:
        wish: for a seat.
        registration_id: under which it is given.
        clock: Unix seconds.
        rules: that it goes by.
    """

    wish: JoinRequest
    registration_id: str
    clock: Callable[[], float]
    rules: Rules = STRICT

    def __call__(self) -> Work[JoinOutcome]:
        """Begin."""
        return join(self.wish, self.registration_id, self.clock, self.rules)


def join(
    wish: JoinRequest, registration_id: str, clock: Callable[[], float], rules: Rules = STRICT
) -> Work[JoinOutcome]:
    """Give a seat, the one that is held for the account if one is, and write the message of it.

    Where seats are drawn it takes an application, of which nobody is told until lots are drawn. A
    repetition is answered before anything else is looked at: what was given stays given, also when the
    wave has filled up or closed since.
    """
    found = yield from situation(wish, clock)
    if Defect.KEY_SHARED in rules.defects and (rows := (yield Statement(_BY_KEY, (wish.key,)))):
        replayed = JoinOutcome(result=JoinResult.REPLAYED, registration=registration_of(rows[0]))
        return Written(replayed)
    if found is None:
        return Written(JoinOutcome(result=JoinResult.NO_ACCOUNT))
    refusal = repetition(wish, found, rules) or (yield from _refusal(wish, found, rules))
    if refusal is not None:
        return Written(refusal)
    if wish.by_lot:
        return Written((yield from applied(wish, registration_id, found, rules.defects)))
    seat = found.kept or found.lowest
    if Defect.ID_ENUMERATION in rules.defects:
        registration_id = f"{wish.wave}-{seat}"
    values = (registration_id, wish.wave, found.nik, wish.key, wish.payload, seat, found.now_s)
    yield Statement(_INSERT, (registration_id, wish.account_id, *values[1:]))
    if found.kept:
        yield Statement(_CONFIRM, (wish.account_id, wish.wave))
    elif found.freed:
        yield Statement(TAKE_FREED, (wish.wave, seat))
    registration = registration_of((*values, None))
    messages = yield from _told(wish.account_id, found.phone, registration, rules)
    return Written(JoinOutcome(result=JoinResult.GIVEN, registration=registration), messages)


def repetition(wish: JoinRequest, found: Situation, rules: Rules = STRICT) -> JoinOutcome | None:
    """Answer a wish by what was given for it, or for another one of the account; None: nothing was."""
    if Defect.IDEMPOTENCY_IGNORED in rules.defects:
        return None
    for one in found.registrations:
        if one.key == wish.key:
            result = JoinResult.REPLAYED if one.repeats(wish) else JoinResult.KEY_REUSED
            return JoinOutcome(result=result, registration=one)
    for one in found.registrations:
        if one.wave == wish.wave:
            return JoinOutcome(result=JoinResult.ALREADY_JOINED, registration=one)
    return None


def _told(
    account_id: str, phone: str, registration: Registration, rules: Rules
) -> Generator[Statement, Rows, tuple[Message, ...]]:
    """Write the message of a seat, once."""
    messages: list[Message] = []
    for _ in range(times_told(registration.seat, rules.defects)):
        registration_id, at_s = registration.registration_id, registration.at_s
        message = yield from written(MessageKind.SEAT, account_id, phone, registration_id, at_s)
        messages.append(message)
    return tuple(messages)


def _refusal(
    wish: JoinRequest, found: Situation, rules: Rules
) -> Generator[Statement, Rows, JoinOutcome | None]:
    """Tell why there is no new seat; None: there is one.

    Raises:
        StoreError: another process has the wave's seats given in another way than this one gives them.
    """
    reason = obstacle(found, wish, rules.defects)
    if reason is not None or wish.by_lot:
        return reason
    if wish.needs_hold and not found.kept:
        if not (yield Statement(_HAD_A_HOLD, (wish.account_id, wish.wave))):
            could_hold = yield from room(found, wish.wave, confirms=False)
            return JoinOutcome(result=JoinResult.NOT_HELD if could_hold else JoinResult.FULL)
        if Defect.LATE_CONFIRMATION in rules.defects:
            return None
        return JoinOutcome(result=JoinResult.HOLD_EXPIRED)
    has_room = rules.has_room
    if has_room is None or found.kept:
        has_room = yield from room(found, wish.wave, confirms=found.kept is not None)
    return None if has_room else JoinOutcome(result=JoinResult.FULL)
