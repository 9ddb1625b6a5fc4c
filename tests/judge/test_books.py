"""Claims about the books: what ledger and roll are read as, and what contradicts itself."""

from typing import Any

import pytest

from siaga.judge import books as of_books
from siaga.judge.books import open_books
from siaga.judge.terms import Terms
from siaga.ledger.outcome import Outcome
from siaga.scenario.site import Site
from tests.judge.hand_made import Run

TEN = Terms(site=Site(quota=10))


def rows(run: Run, question: str, quota: int | None = 10) -> list[tuple[Any, ...]]:
    """Ask the books of a run."""
    with open_books(run.folder, Terms(site=Site(quota=quota))) as books:
        return books._engine.sql(question).fetchall()


@pytest.mark.parametrize(("workers", "complete"), [(None, True), (1, False), (2, True), (3, False)])
def test_books_are_complete_with_a_ledger_of_every_worker(
    good: Run,
    workers: int | None,
    complete: bool,  # noqa: FBT001
) -> None:
    """Nobody can tell where the number of workers is not known."""
    good.promises(1, eka=Outcome.OK)
    with open_books(good.folder, TEN, workers=workers) as books:
        assert books.complete is complete


def test_an_empty_ledger_does_not_complete_the_books(good: Run) -> None:
    """It may have held what explains the roll."""
    good.folder.ledger(1).touch()
    with open_books(good.folder, TEN, workers=2) as books:
        assert not books.complete


def test_the_first_row_in_an_order_comes_with_its_names(good: Run) -> None:
    """As a flat object for a witness."""
    with open_books(good.folder, TEN) as books:
        found = books.first("SELECT person, operations FROM people", "person DESC")
        assert found == {"person": "dewi", "operations": 1}
        assert books.count("FROM people") == 4
        assert books.number("SELECT sum(operations) FROM people") == 4


PEOPLE = "SELECT count(*) AS people FROM people"


@pytest.mark.parametrize(
    ("parts", "by_person", "rows"), [(1, True, 1), (2, True, 2), (3, True, 3), (3, False, 1)]
)
def test_a_question_that_decides_each_person_apart_is_asked_of_each_part(
    good: Run,
    parts: int,
    by_person: bool,  # noqa: FBT001
    rows: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it finds is put together, in place of what was found before; others see everybody."""
    monkeypatch.setattr(of_books, "parts_for", lambda _paths: parts)
    with open_books(good.folder, TEN) as books:
        books.find("SELECT 99 AS people")
        for _ in range(2):
            books.find(PEOPLE, by_person=by_person)
            counts = [one["people"] for one in books.rows("FROM found")]
            assert (sum(counts), len(counts)) == (4, rows)
        assert books.number(PEOPLE) == 4
        books.find(PEOPLE)
        assert books.rows("FROM found") == [{"people": 4}]


def test_rows_have_the_names_of_their_columns(good: Run) -> None:
    """Every one of them; what is given has a name, too."""
    question = "SELECT person, operations FROM people WHERE person < $before ORDER BY person"
    with open_books(good.folder, TEN) as books:
        assert books.rows(question, before="c") == [
            {"person": "ana", "operations": 1},
            {"person": "budi", "operations": 1},
        ]
        assert books.rows(question, before="a") == []
        assert books.rows("SELECT 1 AS one") == [{"one": 1}]


def test_how_many_stood_on_the_roll_before_is_what_that_reading_found(good: Run) -> None:
    """Not what the others did; a reading that failed found nothing."""
    row = ("ana", None, "1", None)
    good.roll(before=[row, row], first=[row] * 3)
    with open_books(good.folder, TEN) as books:
        assert (books.before, books.after) == (True, ("first",))
        assert books.number("SELECT getvariable('stood_before')") == 2
    good.roll(before="no answer", first=[row] * 3)
    with open_books(good.folder, TEN) as books:
        assert (books.before, books.after) == (False, ("first",))
        assert books.number("SELECT getvariable('stood_before')") == 0


def test_books_hold_notices_that_were_read_before_the_run_and_after_it(good: Run) -> None:
    """Those that were sent meanwhile."""
    with open_books(good.folder, TEN) as books:
        assert (books.notices, books.rows("FROM notices")) == (False, [])
    good.also_read({"notices-before": [], "notices": [("ana", "n", None, 5.0)]})
    with open_books(good.folder, TEN) as books:
        assert books.notices
        assert books.rows("SELECT person, copies FROM notices") == [{"person": "ana", "copies": 1}]
