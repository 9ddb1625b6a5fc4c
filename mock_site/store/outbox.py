"""The outbox: messages written with what they tell of, listed until they are sent."""

from collections.abc import Callable, Generator, Sequence

from mock_site.defects import Defect, Defects
from mock_site.store.message import Message, MessageKind
from mock_site.store.statement import Question, Row, Rows, Statement, Work, Written, inserts

_INTO = "INSERT INTO messages (kind, account_id, address, body, at_s)"
_INSERT = f"{_INTO} VALUES ($1, $2, $3, $4, $5) RETURNING message_id"
_UNSENT = """
  SELECT message_id, kind, account_id, address, body, at_s FROM messages
  WHERE sent_at_s IS NULL AND at_s < $1 ORDER BY message_id LIMIT $2"""
NOTED_AT_ONCE = 50
"""Messages that one statement notes as sent; a round trip for each would take longer than its note."""
# A code that has been sent is nobody's business any more.
_SENT = f"""
  UPDATE messages SET sent_at_s = $1, body = CASE kind WHEN 'otp' THEN '' ELSE body END
  WHERE message_id IN ({", ".join(f"${number + 2}" for number in range(NOTED_AT_ONCE))})
    AND sent_at_s IS NULL"""  # noqa: S608 - our own placeholders
_DEPTH = "SELECT count(*) FROM messages WHERE sent_at_s IS NULL"
NOTICE_EVERY = 10
"""Every so manyth seat has no message, or two, where that is the defect."""


def written(
    kind: MessageKind, account_id: str, to: str, body: str, at_s: float
) -> Generator[Statement, Rows, Message]:
    """Write a message and give it."""
    rows = yield Statement(_INSERT, (kind.value, account_id, to, body, at_s))
    return Message(message_id=rows[0][0], kind=kind, account_id=account_id, to=to, body=body, at_s=at_s)


def written_of_seats(
    told: Sequence[tuple[str, str, str, float]],
) -> Generator[Statement, Rows, Sequence[Message]]:
    """Write the messages of seats, each of another one, and give them.

    Args:
        told: account, address, registration and time of each.
    """
    kind = MessageKind.SEAT
    rows = [(kind.value, *one) for one in told]
    numbers: dict[str, int] = {}
    for statement in inserts(_INTO, rows, returning="body, message_id"):
        numbers |= {row[0]: row[1] for row in (yield statement)}
    return [
        Message(message_id=numbers[body], kind=kind, account_id=account_id, to=to, body=body, at_s=at_s)
        for account_id, to, body, at_s in told
    ]


def times_told(seat: int | None, defects: Defects) -> int:
    """Give how many messages there are of a seat, or of none: one, but for the defects."""
    if seat is not None and seat % NOTICE_EVERY == 0:
        if Defect.LOST_NOTICE in defects:
            return 0
        if Defect.DUPLICATE_NOTICE in defects:
            return 2
    return 1


def mark_sent(message_ids: Sequence[int], clock: Callable[[], float]) -> Work[None]:
    """Note that messages were sent; one that was noted before keeps its time."""
    now_s, in_order = clock(), sorted(message_ids)
    for at in range(0, len(in_order), NOTED_AT_ONCE):
        some = in_order[at : at + NOTED_AT_ONCE]
        # There is one statement for any number, which is prepared once: the last one fills it up.
        yield Statement(_SENT, (now_s, *some, *[some[-1]] * (NOTED_AT_ONCE - len(some))))
    return Written(None)


def unsent(before_s: float, most: int) -> Question[Sequence[Message]]:
    """Ask for messages that were written before a time and not sent, in the order of writing."""
    return Question(Statement(_UNSENT, (before_s, most)), lambda rows: [_message(row) for row in rows])


def depth() -> Question[int]:
    """Ask how many messages have not been sent."""
    return Question(Statement(_DEPTH), lambda rows: int(rows[0][0]))


def _message(row: Row) -> Message:
    message_id, kind, account_id, to, body, at_s = row
    return Message(
        message_id=message_id,
        kind=MessageKind(kind),
        account_id=account_id,
        to=to,
        body=body,
        at_s=at_s,
    )
