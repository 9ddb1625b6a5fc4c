"""Claims about the roll's side of the books: each entry once, with the readings that have it."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from siaga.judge import shelf
from siaga.judge.books import open_books
from siaga.judge.roll_books import BEFORE_VIEW
from siaga.judge.terms import Terms
from siaga.ledger.outcome import Outcome
from siaga.roll.entry import Entry as RollEntry
from siaga.scenario.site import Site
from tests.judge.hand_made import Entry, Run, entry

TEN = Terms(site=Site(quota=10))


def rows(run: Run, question: str, quota: int | None = 10) -> list[tuple[Any, ...]]:
    """Ask the books of a run."""
    with open_books(run.folder, Terms(site=Site(quota=quota))) as books:
        return books._engine.sql(question).fetchall()


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
        assert books.number("SELECT getvariable('last_quota')") == 0


@pytest.mark.parametrize(
    "changed", [("budi", "k", "1", 1.0), ("ana", None, "1", 1.0), ("ana", "k", "2", 1.0)]
)
def test_an_entry_that_differs_in_anything_is_new(make: Callable[..., Run], changed: Entry) -> None:
    """Another person, operation, seat; a time that is not told is another, too."""
    run = make()
    run.promises(ana=Outcome.OK)
    run.roll(before=[("ana", "k", "1", 1.0)], first=[changed, ("ana", "k", "1", None)])
    assert rows(run, "SELECT old FROM entries") == [(False,), (False,)]


def test_readings_of_equal_files_are_read_once_and_stand_for_all(make: Callable[..., Run]) -> None:
    """Byte for byte equal; another order of lines is another file with the same entries."""
    run = make()
    run.promises(ana=Outcome.OK)
    ana, budi = ("ana", "k", "1", 1.0), ("budi", "l", "2", 2.0)
    run.roll(first=[ana, budi], second=[ana, budi], restarted=[budi, ana])
    held = "SELECT person, bits, copy, old FROM held ORDER BY person"
    assert rows(run, held) == [("ana", 7, 1, False), ("budi", 7, 1, False)]
    assert rows(run, "SELECT reading, place, bit FROM readings ORDER BY place") == [
        ("first", 0, 1), ("second", 1, 2), ("restarted", 2, 4)
    ]  # fmt: skip
    assert rows(run, "SELECT count(*) FROM entries") == [(6,)]


def test_an_entry_whose_content_changes_is_two(make: Callable[..., Run]) -> None:
    """Each with the reading that has it; what is owned and the steps of the way count as well."""
    run = make()
    run.promises(ana=Outcome.OK)
    one = RollEntry(person="ana", operation="k", seat="1", at_s=1.0, content="a", unique={"nik": "1"})
    run.roll(
        first=[one], second=[replace(one, content="b")], restarted=[replace(one, steps=(1.0, None))]
    )
    held = "SELECT bits, content, owned, steps FROM held ORDER BY bits"
    assert rows(run, held) == [
        (1, "a", {"nik": "1"}, None), (2, "b", {"nik": "1"}, None), (4, "a", {"nik": "1"}, [1.0, None])
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["before", "first", "second"])
def test_a_file_that_lost_a_line_is_damage_not_a_loss(make: Callable[..., Run], name: str) -> None:
    """The list of readings says how many there were; also where two files are equal."""
    run = make()
    run.promises(ana=Outcome.OK)
    row = ("ana", "k", "1", 1.0)
    run.roll(before=[row], first=[row], second=[row])
    run.folder.roll_reading(name).write_text("")
    said = f"reading {name!r} found 1 entries and its file holds 0"
    with pytest.raises(ValueError, match=said):
        rows(run, "FROM last")


def test_a_line_that_is_no_entry_is_damage_even_where_none_is_missing(make: Callable[..., Run]) -> None:
    """A reading is written whole or not at all."""
    run = make()
    run.promises(ana=Outcome.OK)
    run.roll(before=[], first=[("ana", "k", "1", 1.0)])
    with run.folder.roll_reading("first").open("a") as reading:
        reading.write("{{{\n")
    with pytest.raises(ValueError, match="books: cannot be read"):
        rows(run, "FROM last")


def test_entries_are_counted_over_all_parts_of_the_people(
    make: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is missing because it lies in another part."""
    run = make()
    run.promises(ana=Outcome.OK)
    run.roll(before=[], first=[(f"p{number}", "k", str(number), 1.0) for number in range(9)])
    monkeypatch.setattr(shelf, "PART_BYTES", run.folder.roll_reading("first").stat().st_size // 2)
    assert rows(run, "SELECT count(*), count(DISTINCT part) > 1 FROM last") == [(9, True)]


def test_files_of_one_length_and_moment_are_compared_all_the_same(make: Callable[..., Run]) -> None:
    """They may have been copied."""
    run = make()
    run.promises(ana=Outcome.OK)
    run.roll(first=[("ana", "k", "1", 1.0)], second=[("eka", "k", "1", 1.0)])
    for name in ("first", "second"):
        os.utime(run.folder.roll_reading(name), (1, 1))
    assert rows(run, "SELECT person, bits FROM held ORDER BY person") == [("ana", 1), ("eka", 2)]


def test_what_stood_there_before_can_be_asked_for_whole(
    good: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the people are dealt with in parts: it is not the last part alone."""
    monkeypatch.setattr(shelf, "PART_BYTES", 200)
    stood = [entry(f"old{number}", number) for number in range(30)]
    good.roll(before=stood, first=stood, second=stood)
    with open_books(good.folder, Terms()) as books:
        assert books._parts > 5
        assert books.count(f"FROM {BEFORE_VIEW}") == 30
