"""Numbers: a table of distinct ones, a write that puts one there, and one that fails."""

import sqlite3
from contextlib import closing
from pathlib import Path

from mock_site.store.message import Message, MessageKind
from mock_site.store.statement import Statement, Work, Write, Written


def numbers(path: Path) -> list[int]:
    """Read what another process would see."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM numbers ORDER BY 1")]


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
