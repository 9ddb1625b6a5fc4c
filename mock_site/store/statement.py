"""A Statement: SQL with its values, as both stores execute it; every question and write is of some.

Nothing here does I/O. A Work is a generator: it yields statements, is sent their rows, and gives its
result at the end; each store drives it in its own way inside a transaction.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
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
