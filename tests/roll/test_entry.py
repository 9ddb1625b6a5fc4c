"""Claims about entries: what a row of a roll has to say, in which forms."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.record.content import content_digest
from siaga.roll.entry import Entry, RollError, entry
from siaga.scenario.roll_source import Columns

COLUMNS = Columns()
ALL = Columns.model_validate(
    {
        "content": ["name", "phone"],
        "unique": {"phone": "phone", "email": "caseless"},
        "steps": ["account_at", "proved_at"],
        "lot": "id",
    }
)
ROW = {
    "person": "ana",
    "key": "k1",
    "seat": 1,
    "at": 30,
    "name": "Ana",
    "phone": "0841 2345 678901",
    "email": "Ana@x.test",
    "account_at": 10,
    "proved_at": "1970-01-01T00:00:20Z",
    "id": "r-1",
}


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


def test_content_owned_values_and_steps_are_read_by_the_names_of_their_columns() -> None:
    """A phone can be both: as content it stands as it was sent, as an owned value in its normal form."""
    found = entry(ROW, ALL)
    assert found == Entry(
        person="ana",
        operation="k1",
        seat="1",
        at_s=30.0,
        content=content_digest({"name": "Ana", "phone": "0841 2345 678901"}),
        unique={"phone": "+628412345678901", "email": "ana@x.test"},
        steps=(10.0, 20.0),
        lot="r-1",
    )
    assert Entry(**json.loads(json.dumps(found.as_json()), object_hook=_with_tuple)) == found


def _with_tuple(fact: dict[str, Any]) -> dict[str, Any]:
    return fact | ({"steps": tuple(fact["steps"])} if "steps" in fact else {})


def test_the_column_of_the_person_can_be_content_and_owned_too() -> None:
    """A NIK names the person, is what was sent, and has one owner."""
    columns = Columns.model_validate(
        {"person": "nik", "content": ["nik"], "unique": {"nik": "text"}, "steps": ["at"]}
    )
    found = entry({"nik": 9971014107900001, "at": 5}, columns)
    assert (found.person, found.content) == ("9971014107900001", content_digest({"nik": found.person}))
    assert (found.unique, found.steps) == ({"nik": "9971014107900001"}, (5.0,))


@pytest.mark.parametrize(
    ("name", "key"),
    [("name", "content"), ("email", "unique"), ("proved_at", "steps"), ("id", "lot")],
)
def test_a_row_without_a_column_that_is_compared_is_refused(name: str, key: str) -> None:
    """A typo would compare nothing; null is another matter."""
    row = {one: value for one, value in ROW.items() if one != name}
    with pytest.raises(
        RollError, match=f"^roll: an entry has no column '{name}' for {key}; it has pers"
    ):
        entry(row, ALL)
    assert entry({**row, name: None}, ALL).person == "ana"


def test_a_row_that_holds_nothing_says_so() -> None:
    """Its content is that of nothing, which is what a site holds that lost it; nobody owns a null."""
    bare = {**ROW, "name": None, "phone": None, "email": "", "account_at": None, "proved_at": None}
    found = entry(bare, ALL)
    assert found.content == content_digest({"name": None})
    assert (found.unique, found.steps) == ({}, (None, None))
    assert found.as_json()["content"] == found.content
    assert found.as_json()["steps"] == [None, None]


def test_an_application_has_a_lot_and_no_seat() -> None:
    """Until lots are drawn, and where it was not drawn; its reading says so."""
    found = entry({**ROW, "seat": None}, ALL)
    assert (found.seat, found.lot) == (None, "r-1")
    assert (found.as_json()["seat"], found.as_json()["lot"]) == (None, "r-1")


def test_a_roll_that_does_not_say_has_neither_content_nor_owned_values_nor_steps() -> None:
    """And its readings hold no keys for them."""
    found = entry(ROW, COLUMNS)
    assert (found.content, found.unique, found.steps, found.lot) == (None, {}, (), None)
    assert set(found.as_json()) == {"person", "operation", "seat", "at_s"}


@pytest.mark.parametrize("phone", ["n/a", "-", " "])
def test_a_value_of_which_nothing_is_left_has_no_owner(phone: str) -> None:
    """Two people who left it open do not share it."""
    assert entry({**ROW, "phone": phone}, ALL).unique == {"email": "ana@x.test"}


@pytest.mark.parametrize(
    ("written", "owned"),
    [
        (628412345678901, "+628412345678901"),
        (628412345678901.0, "+628412345678901"),
        (Decimal("628412345678901.00"), "+628412345678901"),
    ],
)
def test_a_number_is_owned_as_it_is_written(written: object, owned: str) -> None:
    """However the database keeps it: zeros after a point are not among its digits."""
    assert entry({**ROW, "phone": written}, ALL).unique["phone"] == owned


@pytest.mark.parametrize("value", [True, ["0841"], ("0841",), {"home": "0841"}])
def test_what_is_no_single_value_has_no_one_owner(value: object) -> None:
    """A list of phones would be compared as a whole, and hide the one that is shared."""
    with pytest.raises(RollError, match="in column 'phone' for unique; a text or a number is allowed"):
        entry({**ROW, "phone": value}, ALL)


def test_lists_and_objects_are_content_whatever_their_order_of_keys() -> None:
    """As a journey sends them and a database gives them back."""
    moment = datetime(2020, 4, 11, 12, tzinfo=UTC)
    held = {"docs": [1, 2.0, None], "more": {"b": True, "a": moment}}
    columns = Columns(content=("docs", "more"))
    sent = {"more": {"a": str(moment), "b": True}, "docs": ["1", 2, None]}
    assert entry({"person": "ana", **held}, columns).content == content_digest(sent)


@pytest.mark.parametrize("value", [b"x", [b"x"], {"a": b"x"}, "\ud800", ["\ud800"], {"\ud800": 1}])
def test_content_that_is_no_text_is_refused(value: object) -> None:
    """Wherever in it: no journey could have sent what would equal it."""
    with pytest.raises(RollError, match=r"^roll: an entry has (the bytes|')"):
        entry({"person": "ana", "photo": value}, Columns(content=("photo",)))


def test_a_step_at_no_time_is_refused_with_its_column() -> None:
    """Steps have times as entries have."""
    with pytest.raises(RollError, match="the time 'soon' in column 'proved_at'; Unix seconds and ISO"):
        entry({**ROW, "proved_at": "soon"}, ALL)


def test_an_empty_lot_is_none() -> None:
    """Nothing can be drawn from it, and a reading that was kept says the same."""
    assert entry({**ROW, "id": ""}, ALL).lot is None


values: Any = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(st.dictionaries(st.sampled_from(sorted(ROW)), values), st.sampled_from([COLUMNS, ALL]))
def test_any_row_is_an_entry_or_refused(row: dict[str, Any], columns: Columns) -> None:
    """And an entry can be kept as JSON and found again."""
    try:
        found = entry(row if columns is COLUMNS else {**ROW, **row}, columns)
    except RollError:
        return
    kept = json.loads(json.dumps(found.as_json(), allow_nan=False), object_hook=_with_tuple)
    assert Entry(**kept) == found
