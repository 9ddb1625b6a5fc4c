"""A question of several parts is answered as of one instant, whatever is written in between."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mock_site.store.reads import seats, wave_state
from mock_site.store.records import Seats, WaveState
from mock_site.store.schema import connect, prepare

ACCOUNT = "INSERT INTO accounts VALUES ('a', 'n', 'k', 'Ana', '1990-01-01', 'e', 'p', 'x', 0.0)"
REGISTRATION = "INSERT INTO registrations VALUES (?, 'a', '1', ?, ?, 'd', ?, 0.0)"


class Interrupted(sqlite3.Connection):
    """A connection beside which another one gives a seat and raises the quota after each question."""

    path: Path
    given = 0

    def execute(self, question: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:  # type: ignore[override]
        """Ask, and let the other one write; its own BEGIN, COMMIT and settings leave it alone."""
        answer = super().execute(question, values)
        if question.startswith("SELECT"):
            self.give()
        return answer

    def give(self) -> None:
        """Give the next seat, and make one more."""
        Interrupted.given += 1
        name, seat = f"r{self.given}", self.given
        with closing(connect(self.path, 1.0)) as other:
            other.execute(REGISTRATION, (name, name, name, seat))
            other.execute("UPDATE waves SET quota = quota + 1")


@pytest.fixture
def interrupted(tmp_path: Path) -> Iterator[Interrupted]:
    """Give such a connection to a store with ten seats, one of which is given."""
    path = tmp_path / "site.db"
    prepare(path, "1", 9)
    Interrupted.path, Interrupted.given = path, 0
    with closing(connect(path, 1.0)) as connection:
        connection.execute(ACCOUNT)
    with closing(sqlite3.connect(path, factory=Interrupted, isolation_level=None)) as connection:
        connection.give()
        yield connection


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (seats, Seats(quota=10, given=1, highest=1)),
        (wave_state, WaveState(wave="1", quota=10, given=1, opens_at_s=None, closes_at_s=None)),
    ],
    ids=["seats", "wave"],
)
def test_what_is_written_in_between_is_of_another_instant(
    interrupted: Interrupted,
    question: Callable[[sqlite3.Connection, str], object],
    answer: object,
) -> None:
    """The numbers are those of the first part of the question; the next question sees the rest."""
    assert question(interrupted, "1") == answer
    assert Interrupted.given > 2
    assert question(interrupted, "1") != answer
