"""Writes of the tests: a number into a table of distinct ones, and one that fails."""

from mock_site.store.message import Message, MessageKind
from mock_site.store.statement import Statement, Work, Write, Written


def put(number: int) -> Write[int]:
    """Write a number down, and a message of it."""
    message = Message(
        message_id=number, kind=MessageKind.SEAT, account_id="a", to="t", body="", at_s=0.0
    )

    def work() -> Work[int]:
        yield Statement("INSERT INTO numbers VALUES ($1)", (number,))
        return Written(number, (message,))

    return work


def fail(error: Exception) -> Write[int]:
    """Write a number down and then fail."""

    def work() -> Work[int]:
        yield Statement("INSERT INTO numbers VALUES (666)")
        raise error

    return work
