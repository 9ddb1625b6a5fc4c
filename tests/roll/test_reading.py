"""Claims about readings: whole or not there, and every attempt written down."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from siaga.record.run_folder import RunFolder
from siaga.roll.entry import Entry, RollError
from siaga.roll.http_roll import HttpRoll
from siaga.roll.reading import Reading, readings, take
from siaga.scenario.roll_source import HttpSource
from tests.roll.listening_site import Site, body

TOKEN = "never-shown-7f3a"
ENTRIES = [
    Entry(person="ana", operation="k1", seat="1", at_s=1.5),
    Entry(person="é", operation=None, seat=None, at_s=None),
]


class Listed:
    """A roll that gives its entries and then, if it is told to, fails."""

    def __init__(self, entries: list[Entry], failure: Exception | None = None) -> None:
        self._entries, self._failure = entries, failure

    def entries(self) -> Iterator[Entry]:
        """Give every entry."""
        yield from self._entries
        if self._failure is not None:
            raise self._failure


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """Where readings are kept."""
    return RunFolder(tmp_path)


def files(folder: RunFolder) -> list[str]:
    """List what lies in the folder of the roll."""
    return sorted(path.name for path in folder.roll.iterdir())


def test_a_reading_is_kept_entry_by_entry(folder: RunFolder) -> None:
    """With its name, its time and its number beside it."""
    reading = take(lambda: Listed(ENTRIES), folder, "first", lambda: 1_800_000_000.12345)
    assert reading == Reading(name="first", at_s=1_800_000_000.123, entries=2, error="")
    assert reading.whole
    lines = folder.roll_reading("first").read_text(encoding="utf-8").splitlines()
    assert [Entry(**json.loads(line)) for line in lines] == ENTRIES
    assert readings(folder) == {"first": reading}
    assert files(folder) == ["first.jsonl", "reads.jsonl"]


def test_a_reading_that_fails_half_way_leaves_nothing_but_its_reason(folder: RunFolder) -> None:
    """No file that could be taken for the roll, under any name."""
    failure = RollError("roll: it broke off")
    reading = take(lambda: Listed(ENTRIES, failure), folder, "second", lambda: 5.0)
    assert reading == Reading(name="second", at_s=5.0, entries=0, error="roll: it broke off")
    assert not reading.whole
    assert files(folder) == ["reads.jsonl"]
    assert readings(folder) == {"second": reading}


def test_a_roll_that_cannot_even_be_asked_is_a_failed_reading(folder: RunFolder) -> None:
    """A variable that is not set is told like any other reason."""
    reading = take(
        lambda: HttpRoll("http://127.0.0.1:1", HttpSource(), {}), folder, "before", lambda: 5.0
    )
    assert reading.error.startswith("environment: SITE_ADMIN_TOKEN is not set")
    assert files(folder) == ["reads.jsonl"]


def test_a_mistake_of_ours_is_raised_and_leaves_no_file(folder: RunFolder) -> None:
    """Only what the roll does wrong is written down."""
    with pytest.raises(ZeroDivisionError):
        take(lambda: Listed(ENTRIES, ZeroDivisionError()), folder, "first", lambda: 5.0)
    assert files(folder) == []


def test_the_last_reading_of_a_name_counts(folder: RunFolder) -> None:
    """Whether it is better than the one before or worse."""
    take(lambda: Listed([], RollError("no answer")), folder, "first", lambda: 1.0)
    take(lambda: Listed(ENTRIES), folder, "first", lambda: 2.0)
    assert readings(folder)["first"].whole
    take(lambda: Listed([], RollError("gone")), folder, "first", lambda: 3.0)
    assert readings(folder)["first"].error == "gone"
    assert len(folder.roll_reads.read_text().splitlines()) == 3


def test_a_run_without_readings_has_none(folder: RunFolder) -> None:
    """Nobody looked."""
    assert readings(folder) == {}


@pytest.mark.parametrize(
    "changed",
    [{"name": ["first"]}, {"name": None}, {"error": 5}, {"entries": "3"}, {"entries": -1}, {"extra": 1}],
)
def test_a_line_that_is_no_reading_is_damage(folder: RunFolder, changed: dict[str, Any]) -> None:
    """It is refused with what it says."""
    folder.roll.mkdir()
    fact = {"name": "first", "at_s": 1.0, "entries": 3, "error": ""} | changed
    folder.roll_reads.write_text(json.dumps(fact) + "\n")
    with pytest.raises(ValueError, match=r"^reading: .* it is damaged$"):
        readings(folder)


def test_the_token_is_in_no_file_of_the_run(folder: RunFolder, serve: Callable[..., Site]) -> None:
    """Read well, refused, cut, and repeated by the site: it is sent and kept nowhere."""
    good = b'{"person":"ana"}\n'
    answers = [
        body(good),
        body(b"", 403),
        body(good, claims=99),
        body(f"Bearer {TOKEN}\n".encode()),
    ]
    site = serve(*answers)
    environ = {"SITE_ADMIN_TOKEN": TOKEN}
    names = ("before", "first", "second", "restarted")
    taken = [
        take(lambda: HttpRoll(site.url, HttpSource(), environ), folder, name, lambda: 1.0)
        for name in names
    ]
    assert [one.whole for one in taken] == [True, False, False, False]
    assert [authorization for _path, authorization in site.asked] == [f"Bearer {TOKEN}"] * 4
    kept = "".join(path.read_text() for path in folder.path.rglob("*") if path.is_file())
    assert "ana" in kept
    assert TOKEN not in kept
    assert not any(TOKEN in one.error for one in taken)
