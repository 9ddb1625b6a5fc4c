"""Claims about entries: what a row of a roll has to say, in which forms."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.roll.entry import Entry, RollError, entry
from siaga.scenario.roll_source import Columns

COLUMNS = Columns()


def at_s(value: object) -> float | None:
    """Read the time of a row."""
    return entry({"person": "ana", "at": value}, COLUMNS).at_s


def test_a_row_need_only_name_a_person() -> None:
    """What the roll does not say is none; what else it says is left aside."""
    assert entry({"person": "ana", "status": "x"}, COLUMNS) == Entry(
        person="ana", operation=None, seat=None, at_s=None
    )


def test_numbers_count_as_what_they_are_written_as() -> None:
    """A site may number its people and its seats."""
    found = entry({"person": 7, "key": 8, "seat": 0, "at": 0}, COLUMNS)
    assert found == Entry(person="7", operation="8", seat="0", at_s=0.0)
    assert found.as_json() == {"person": "7", "operation": "8", "seat": "0", "at_s": 0.0}


@pytest.mark.parametrize(
    ("written", "unix_s"),
    [
        (1_800_000_000, 1_800_000_000.0),
        (1_800_000_000.25, 1_800_000_000.25),
        ("1800000000.25", 1_800_000_000.25),
        ("2027-01-15T08:00:00Z", 1_800_000_000.0),
        ("2027-01-15 15:00:00+07:00", 1_800_000_000.0),
        ("2027-01-15T08:00:00.5", 1_800_000_000.5),
        ("2027-01-15", 1_799_971_200.0),
    ],
)
def test_times_are_unix_seconds_or_iso_8601(written: object, unix_s: float) -> None:
    """Without a zone they count as UTC."""
    assert at_s(written) == unix_s


@pytest.mark.parametrize(
    "written",
    ["noon", "", "2027-13-01", "1.2.3", True, [], {}, 10**400, float("nan"), float("inf"), "²"],
)
def test_what_is_no_time_is_refused(written: object) -> None:
    """A time that is none would be an order that is none."""
    with pytest.raises(RollError, match="Unix seconds and ISO 8601 are allowed"):
        at_s(written)


@pytest.mark.parametrize("person", [None, "", True, 1.5, ["ana"], {"name": "ana"}])
def test_a_row_that_names_nobody_is_refused(person: object) -> None:
    """The sentence says in which column."""
    with pytest.raises(RollError, match=r"in column 'person'; it has to name a person"):
        entry({"person": person}, COLUMNS)


@pytest.mark.parametrize("key", ["person", "key", "seat"])
def test_half_a_character_is_refused(key: str) -> None:
    """JSON can write one, and no file can hold it."""
    with pytest.raises(RollError, match="Unicode text is allowed"):
        entry({"person": "ana"} | json.loads(f'{{"{key}": "\\ud800"}}'), COLUMNS)


values: Any = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(st.dictionaries(st.sampled_from(["person", "key", "seat", "at"]), values))
def test_any_row_is_an_entry_or_refused(row: dict[str, Any]) -> None:
    """And an entry can be kept as JSON and found again."""
    try:
        found = entry(row, COLUMNS)
    except RollError:
        return
    assert Entry(**json.loads(json.dumps(found.as_json(), allow_nan=False))) == found
