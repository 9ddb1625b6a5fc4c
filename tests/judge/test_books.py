"""Claims about the books: what ledger and roll are read as, and what contradicts itself."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from siaga.judge.books import open_books
from siaga.judge.terms import Terms
from siaga.ledger.outcome import Outcome
from siaga.scenario.site import Site
from tests.judge.hand_made import Entry, Run

TEN = Terms(site=Site(quota=10))


def rows(run: Run, question: str, quota: int | None = 10) -> list[tuple[Any, ...]]:
    """Ask the books of a run."""
    with open_books(run.folder, Terms(site=Site(quota=quota))) as books:
        return books._engine.sql(question).fetchall()


def append(run: Run, text: str) -> None:
    """Write to the end of the ledger."""
    with run.folder.ledger(0).open("a") as ledger:
        ledger.write(text)


def test_an_operation_without_completion_is_unknown(make: Callable[..., Run]) -> None:
    """Whoever was asked of when the worker died; the others are as they were told."""
    run = make()
    run.promises(ana=Outcome.OK, budi=Outcome.REFUSED, citra=Outcome.UNKNOWN, dewi=None)
    question = "SELECT op, person, outcome, receipt, ended_s, why FROM operations ORDER BY op"
    assert rows(run, question) == [
        ("0-0", "ana", "ok", "receipt-ana", 0.5, "told"),
        ("0-1", "budi", "refused", "", 1.5, "told"),
        ("0-2", "citra", "unknown", "", 2.5, "told"),
        ("0-3", "dewi", "unknown", None, None, "no completion was written"),
    ]


def test_a_person_is_what_the_best_operation_says(make: Callable[..., Run]) -> None:
    """Acknowledged before unknown before refused, in any order, across workers."""
    run = make()
    run.operations([("ana", Outcome.REFUSED), ("ana", Outcome.OK), ("budi", Outcome.REFUSED)])
    run.operations([("ana", Outcome.UNKNOWN), ("budi", None), ("citra", Outcome.REFUSED)], rank=1)
    question = "SELECT person, outcome, operations FROM people ORDER BY person"
    assert rows(run, question) == [("ana", "ok", 3), ("budi", "unknown", 2), ("citra", "refused", 1)]


def test_entries_from_before_are_old_as_often_as_they_stood_there(make: Callable[..., Run]) -> None:
    """Of three that are alike, two stood there before; only whole readings count, in order."""
    run = make()
    run.promises(ana=Outcome.OK)
    row = ("ana", None, "1", None)
    run.roll(before=[row, row], second=[row, row, row], first="no answer", restarted=[row])
    entries = "SELECT reading, copy, old FROM entries ORDER BY ALL"
    assert rows(run, entries) == [
        ("restarted", 1, True), ("second", 1, True), ("second", 2, True), ("second", 3, False)
    ]  # fmt: skip
    assert rows(run, "SELECT reading FROM readings ORDER BY place") == [("second",), ("restarted",)]
    assert rows(run, "FROM last") == []
    with open_books(run.folder, Terms()) as books:
        assert (books.before, books.after) == (True, ("second", "restarted"))
        assert books.number("SELECT quota FROM wave") == 0


@pytest.mark.parametrize(
    "changed", [("budi", "k", "1", 1.0), ("ana", None, "1", 1.0), ("ana", "k", "2", 1.0)]
)
def test_an_entry_that_differs_in_anything_is_new(make: Callable[..., Run], changed: Entry) -> None:
    """Another person, operation, seat; a time that is not told is another, too."""
    run = make()
    run.promises(ana=Outcome.OK)
    run.roll(before=[("ana", "k", "1", 1.0)], first=[changed, ("ana", "k", "1", None)])
    assert rows(run, "SELECT old FROM entries") == [(False,), (False,)]


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


@pytest.mark.parametrize(
    "record",
    [
        {"e": "complete", "op": "0-0", "outcome": "perhaps", "at_s": 1},
        {"e": "complete", "op": "0-0", "at_s": 1},
        {"e": "invoke", "op": "0-9", "at_s": 1},
        {"e": "invoke", "op": "0-9", "person": "eka"},
        {"e": "invoke", "person": "eka", "at_s": 1},
        {"e": "invoke", "op": "0-9", "person": "eka", "at_s": "noon"},
        {"e": "reconsider", "op": "0-0", "at_s": 1},
        [],
    ],
)
def test_a_whole_line_that_is_no_record_is_damage(good: Run, record: object) -> None:
    """An outcome that nobody knows must not count as refused."""
    append(good, json.dumps(record) + "\n")
    with pytest.raises(ValueError, match=r"^ledger: 1 whole lines are no records; it is damaged$"):
        rows(good, "FROM people")


def test_half_a_record_at_the_end_excuses_no_other_line(good: Run) -> None:
    """One line was torn by a kill; a second that is damaged was not. Whole but for its end is whole."""
    append(good, "garbage\n")
    append(good, '{"e":"invoke","op":"0-9","person":"eka","key":"k","at_s":1}')
    with pytest.raises(ValueError, match="1 whole lines are no records"):
        rows(good, "FROM people")
    append(good, '\n{"e":"inv')
    with pytest.raises(ValueError, match="1 whole lines are no records"):
        rows(good, "FROM people")


def test_a_record_without_its_line_end_counts(good: Run) -> None:
    """The kill came between record and line end, which costs nothing."""
    append(good, '{"e":"invoke","op":"0-9","person":"eka","key":"k","at_s":1}')
    assert rows(good, "SELECT outcome FROM people WHERE person = 'eka'") == [("unknown",)]


def test_the_first_row_in_an_order_comes_with_its_names(good: Run) -> None:
    """As a flat object for a witness."""
    with open_books(good.folder, TEN) as books:
        found = books.first("SELECT person, operations FROM people", "person DESC")
        assert found == {"person": "dewi", "operations": 1}
        assert books.count("FROM people") == 4
        assert books.number("SELECT sum(operations) FROM people") == 4
