"""Claims about the table of notices: those that were sent during the run, and whether they were read."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from siaga.judge import books as of_books
from siaga.judge.books import open_books
from siaga.judge.terms import Terms
from tests.judge.asked import Make
from tests.judge.hand_made import Entry, Run

BEFORE, AFTER = "notices-before", "notices"


def run_with(make: Make, readings: Mapping[str, Iterable[Entry] | str]) -> Run:
    """Make a run with a roll, and readings of its notices."""
    run = make()
    run.promises()
    run.operations([("ana", None)])
    run.roll(before=[], first=[], second=[])
    run.also_read(readings)
    return run


def table(run: Run) -> list[tuple[Any, ...]]:
    """Give what the books hold of notices; the readings of the roll are not among them."""
    with open_books(run.folder, Terms()) as books:
        assert books.after == ("first", "second")
        found = "SELECT person, operation, seat, at_s, copies FROM notices ORDER BY ALL"
        return books._engine.sql(found).fetchall()


def test_notices_of_before_are_taken_out_as_often_as_they_stood_there(make: Make) -> None:
    """Alike in person, operation, seat and time, none of which has to be said."""
    old = [("ana", "k", None, 1.0), ("ana", "k", None, 1.0), ("budi", None, None, None)]
    new = [
        ("ana", "k", None, 1.0),
        ("ana", "k", None, 2.0),
        ("ana", "l", None, 1.0),
        ("eka", "k", "7", 1.0),
    ]
    run = run_with(make, {BEFORE: old, AFTER: [*new, *old]})
    assert table(run) == [
        ("ana", "k", None, 1.0, 1),
        ("ana", "k", None, 2.0, 1),
        ("ana", "l", None, 1.0, 1),
        ("eka", "k", "7", 1.0, 1),
    ]


def test_a_list_that_the_site_has_emptied_holds_nothing_new(make: Make) -> None:
    """What is gone was sent before; nothing is owed for it."""
    old = [("ana", "k", None, 1.0)]
    assert table(run_with(make, {BEFORE: old, AFTER: []})) == []


@pytest.mark.parametrize("parts", [1, 7])
def test_every_part_of_the_people_has_its_notices(
    make: Make, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    """Split by people, none is lost and none counted twice."""
    monkeypatch.setattr(of_books, "parts_for", lambda _paths: parts)
    people = [f"p{number:02}" for number in range(40)]
    old = [(person, None, None, None) for person in people[::2]]
    run = run_with(make, {BEFORE: old, AFTER: [(person, None, None, None) for person in people] * 2})
    found = table(run)
    assert [row[0] for row in found] == people
    assert [row[4] for row in found] == [1, 2] * 20
    with open_books(run.folder, Terms()) as books:
        books.find("FROM notices", by_person=True)
        assert books.count("FROM found") == 40
        assert books.number("SELECT count(DISTINCT part) FROM notices") == (1 if parts == 1 else parts)


@pytest.mark.parametrize(
    ("readings", "read"),
    [
        ({BEFORE: [], AFTER: []}, True),
        ({BEFORE: []}, False),
        ({AFTER: []}, False),
        ({BEFORE: [], AFTER: "no answer"}, False),
        ({BEFORE: "no answer", AFTER: []}, False),
        ({}, False),
    ],
)
def test_notices_were_read_if_both_readings_are_whole(
    make: Make,
    readings: Mapping[str, Iterable[Entry] | str],
    read: bool,  # noqa: FBT001 - expected value
) -> None:
    """Half of them would blame the site for what nobody saw."""
    run = run_with(make, readings)
    assert table(run) == []
    with open_books(run.folder, Terms()) as books:
        assert books.notices is read


@pytest.mark.parametrize("name", [BEFORE, AFTER])
def test_a_file_of_notices_that_has_lost_something_is_refused(make: Make, name: str) -> None:
    """It must not count as never sent."""
    run = run_with(make, {BEFORE: [("ana", None, None, 1.0)], AFTER: [("ana", None, None, 1.0)]})
    run.folder.roll_reading(name).write_text("")
    with pytest.raises(
        ValueError, match=f"^roll: reading '{name}' found 1 entries and its file holds 0"
    ):
        table(run)
