"""Claims about every adapter: the same rows in, the same entries out, and never half of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from siaga.errors import UsageError
from siaga.record.content import content_digest
from siaga.record.run_folder import RunFolder
from siaga.roll.adapter import adapter
from siaga.roll.entry import Entry, RollError
from siaga.roll.reading import take
from siaga.scenario.roll_source import HttpSource, SqlSource
from tests.roll.kept_roll import KINDS, KeptRoll
from tests.roll.listening_site import Site

ROWS = [
    ("9971014107900001", "k1", "1", "2027-01-15T08:00:00+00:00"),
    ('Çelik, "Ana"\nO\'Hara', "k2", "2", "2027-01-15T15:00:00.500+07:00"),
    ("budi", None, None, None),
]
ENTRIES = [
    Entry(person="9971014107900001", operation="k1", seat="1", at_s=1_800_000_000.0),
    Entry(person='Çelik, "Ana"\nO\'Hara', operation="k2", seat="2", at_s=1_800_000_000.5),
    Entry(person="budi", operation=None, seat=None, at_s=None),
]


@pytest.fixture(params=KINDS)
def kept(request: pytest.FixtureRequest, tmp_path: Path, serve: Callable[..., Site]) -> KeptRoll:
    """Keep rolls in each way that an adapter reads."""
    return KeptRoll(
        kind=request.param,
        folder=tmp_path,
        serve=serve,
        postgres=lambda: request.getfixturevalue("postgres"),
    )


def test_the_same_rows_are_the_same_entries(kept: KeptRoll) -> None:
    """In their order; commas, quotes, line breaks, letters, zones and what is not said included."""
    assert list(kept.of(ROWS).entries()) == ENTRIES


def test_a_roll_with_nobody_in_it_has_no_entries(kept: KeptRoll) -> None:
    """Its columns are there, its rows are not."""
    assert list(kept.of([]).entries()) == []


def test_columns_have_the_names_that_the_scenario_gives(kept: KeptRoll) -> None:
    """Whatever else stands beside them is left aside."""
    rows = [(row[2], "aside", *row[:2], row[3]) for row in ROWS]
    roll = kept.of(
        rows,
        ("chair", "more", "nik", "request_id", "made"),
        person="nik",
        operation="request_id",
        seat="chair",
        at="made",
    )
    assert list(roll.entries()) == ENTRIES


def test_what_the_scenario_calls_null_is_not_read(kept: KeptRoll) -> None:
    """A roll without seats and times is one, too."""
    roll = kept.of([("ana", "k1")], ("person", "key"), seat=None, at=None)
    assert list(roll.entries()) == [Entry(person="ana", operation="k1", seat=None, at_s=None)]


COMPARED: dict[str, Any] = {
    "content": ("name", "phone"),
    "unique": {"phone": "phone"},
    "steps": ("account_at",),
}


def test_what_is_compared_is_the_same_from_every_source(kept: KeptRoll) -> None:
    """Content as it stands, owned values in their normal form, steps in seconds; null is null."""
    names = ("person", "name", "phone", "account_at")
    rows = [
        ("ana", "Ana O'Hara", "0841 2345 678901", "2027-01-15T15:00:00.500+07:00"),
        ("budi", None, None, None),
    ]
    roll = kept.of(rows, names, operation=None, seat=None, at=None, **COMPARED)
    assert list(roll.entries()) == [
        Entry(
            person="ana",
            operation=None,
            seat=None,
            at_s=None,
            content=content_digest({"name": "Ana O'Hara", "phone": "0841 2345 678901"}),
            unique={"phone": "+628412345678901"},
            steps=(1_800_000_000.5,),
        ),
        Entry(
            person="budi",
            operation=None,
            seat=None,
            at_s=None,
            content=content_digest({"name": None}),
            steps=(None,),
        ),
    ]


@pytest.mark.parametrize("key", COMPARED)
def test_a_compared_column_that_is_not_there_is_refused(kept: KeptRoll, key: str) -> None:
    """By the first row of a site, and even without rows where there are names of columns."""
    column = next(iter(COMPARED[key]))
    with pytest.raises(RollError, match=f"column '{column}' for {key}.* person, key, seat, at"):
        list(kept.of(ROWS, **{key: COMPARED[key]}).entries())


def test_a_column_of_people_that_is_not_there_is_refused_with_those_that_are(kept: KeptRoll) -> None:
    """A typo is mended from the sentence alone."""
    with pytest.raises(RollError, match=r"column 'nik'.* person, key, seat, at"):
        list(kept.of(ROWS, person="nik").entries())


def test_a_roll_that_breaks_off_leaves_no_file_that_could_be_taken_for_it(kept: KeptRoll) -> None:
    """After 5,000 good rows, one that names nobody."""
    folder = RunFolder(kept.folder / "run")
    rows = [*((f"p{number}", None, None, None) for number in range(5_000)), (None, None, None, None)]
    reading = take(lambda: kept.of(rows), folder, "first", lambda: 5.0)
    assert "has None in column 'person'; it has to name a person" in reading.error
    assert "5001" in reading.error
    assert (reading.entries, reading.whole) == (0, False)
    assert [path.name for path in folder.roll.iterdir()] == ["reads.jsonl"]


def test_a_roll_can_be_read_again(kept: KeptRoll) -> None:
    """Each reading begins at the beginning."""
    roll = kept.of(ROWS)
    assert list(roll.entries()) == list(roll.entries())


@pytest.mark.parametrize(
    "source", [HttpSource(), SqlSource(sql="SELECT 1", dsn="${ROLL_DSN}")], ids=["http", "sql"]
)
def test_a_secret_that_is_not_set_is_named(source: HttpSource | SqlSource) -> None:
    """Before anything is asked."""
    with pytest.raises(UsageError, match=r"^environment: (SITE_ADMIN_TOKEN|ROLL_DSN) is not set"):
        adapter(source, url="http://127.0.0.1:1", environ={})
