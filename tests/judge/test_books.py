"""Claims about the books: what ledger and roll are read as, and what contradicts itself."""

from typing import Any

import pytest

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
