"""A Ruling: how a step ends, and the changes of an account's row that make it so."""

from collections.abc import Generator
from dataclasses import dataclass

from mock_site.store.message import Message
from mock_site.store.progress import StepResult
from mock_site.store.statement import Rows, Statement


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a step ended.

    Attributes:
        result: how.
        messages: that were written with it.
    """

    result: StepResult
    messages: tuple[Message, ...] = ()


Deliberation = Generator[Statement, Rows, Ruling]
"""Yields the statements that a step needs; its account is known to be there and to be that far."""

DONE = Ruling(StepResult.DONE)
REPEATED = Ruling(StepResult.REPEATED)


def change(account_id: str, **columns: str | float | None) -> Statement:
    """Set columns of an account's row."""
    sets = ", ".join(f"{name} = ${at}" for at, name in enumerate(columns, 2))
    sql = f"UPDATE accounts SET {sets} WHERE account_id = $1"  # noqa: S608 - our own column names
    return Statement(sql, (account_id, *columns.values()))
