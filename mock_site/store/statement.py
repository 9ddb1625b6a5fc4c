"""A Statement: SQL with its values, as both stores execute it; every question and write is of some.

Nothing here does I/O. A Work is a generator: it yields statements, is sent their rows, and gives its
result at the end; each store drives it in its own way inside a transaction.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, Generic, TypeVar

from mock_site.store.message import Message

_Result = TypeVar("_Result")

Row = Sequence[Any]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its values.

    Attributes:
        sql: with the placeholders $1, $2, …; no other dollar sign.
        values: for them, in order.
    """

    sql: str
    values: tuple[Any, ...] = ()


MOST_OF_INSERT = 64
"""Rows that one statement inserts: a power of two."""


def inserts(
    into: str, rows: Sequence[tuple[Any, ...]], returning: str = ""
) -> Generator[Statement, Rows, None]:
    """Give the statements that insert some rows, in their order.

    Args:
        into: `INSERT INTO`, the table and its columns.
        rows: values for the columns.
        returning: columns that each statement gives of its rows, in any order; empty for none.
    """
    at = 0
    while at < len(rows):
        # By powers of two, so that there are few statements, each prepared once.
        size = min(MOST_OF_INSERT, 1 << ((len(rows) - at).bit_length() - 1))
        sql = _insert(into, size, len(rows[0]), returning)
        yield Statement(sql, tuple(chain.from_iterable(rows[at : at + size])))
        at += size


@cache
def _insert(into: str, rows: int, columns: int, returning: str) -> str:
    places = (
        ", ".join(f"${row * columns + column + 1}" for column in range(columns)) for row in range(rows)
    )
    values = ", ".join(f"({one})" for one in places)
    return f"{into} VALUES {values}" + (f" RETURNING {returning}" if returning else "")


@dataclass(frozen=True, slots=True)
class Written(Generic[_Result]):
    """What a work has come to.

    Attributes:
        result: for whoever asked for it.
        messages: that it wrote, to be sent once they are durable.
    """

    result: _Result
    messages: tuple[Message, ...] = ()


Work = Generator[Statement, Rows, Written[_Result]]
Write = Callable[[], Work[_Result]]
"""Begins a work; called again where the transaction has to be done again."""


@dataclass(frozen=True, slots=True)
class Question(Generic[_Result]):
    """A question of one statement, which therefore is answered as of one instant.

    Attributes:
        statement: that asks it.
        answer: makes a value of the rows.
        is_quick: whether few rows are looked at to answer it, each found by its key.
    """

    statement: Statement
    answer: Callable[[Rows], _Result]
    is_quick: bool = False


@dataclass(frozen=True, slots=True)
class Listing(Generic[_Result]):
    """A question with so many rows in its answer that they come in portions.

    Attributes:
        statement: that asks it.
        item: makes a value of a row.
    """

    statement: Statement
    item: Callable[[Row], _Result]
