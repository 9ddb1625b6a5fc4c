"""A look-up says which field is not as the registry has it."""

import datetime as dt
from typing import Any

import pytest

from mock_site.neighbours.registry.lookup import Lookup
from mock_site.nik import Regions
from mock_site.pages.refusals import Refusal

GOOD = {"nik": "9701014508900001", "kk": "9701011408900001", "birth_date": "1990-08-05"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"nik": "9701010508900001"}, None),
        ({"nik": "0001014508900001"}, "nik"),
        ({"nik": "9701014508900000"}, "nik"),
        ({"nik": "1"}, "nik"),
        ({"kk": "9701014508900001"}, "kk"),
        ({"kk": "0001011408900001"}, "kk"),
        ({"birth_date": "1990-08-06"}, "birth_date"),
        ({"birth_date": "1991-08-05"}, "birth_date"),
    ],
)
def test_the_first_wrong_field_is_named(change: dict[str, str], field: str | None) -> None:
    """NIK, then KK, then whether the birth date agrees."""
    lookup = Lookup.read({**GOOD, **change})
    assert lookup.wrong_field(Regions(test_mode=True)) == field


def test_nobody_of_a_test_province_is_known_in_earnest() -> None:
    """97 to 99 are in test mode alone."""
    assert Lookup.read(GOOD).wrong_field(Regions(test_mode=False)) == "nik"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "nik"),
        ({**GOOD, "nik": 1}, "nik"),
        ({**GOOD, "kk": "1" * 101}, "kk"),
        ({**GOOD, "birth_date": "5.8.1990"}, "birth_date"),
        ({**GOOD, "name": "x"}, "name"),
    ],
)
def test_what_is_no_look_up_is_refused_by_field(content: dict[str, Any], field: str) -> None:
    """400."""
    with pytest.raises(Refusal) as refused:
        Lookup.read(content)
    assert (refused.value.status, refused.value.body["field"]) == (400, field)


def test_a_look_up_is_what_was_asked() -> None:
    """Nothing of it is changed."""
    assert Lookup.read(GOOD).birth_date == dt.date(1990, 8, 5)
