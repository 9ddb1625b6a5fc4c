"""Numbers of persons are read as the law writes them, and nothing else is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.nik import Kk, Nik, Regions

ALL = Regions(test_mode=True)
REAL = Regions(test_mode=False)


@pytest.mark.parametrize(
    ("code", "real", "test"),
    [
        ("360204", True, True),
        ("970101", False, True),
        ("999999", False, True),
        ("970001", False, False),
        ("970100", False, False),
        ("960000", False, False),
        ("990101 ", False, False),
        ("٩٧٠١٠١", False, False),
        ("", False, False),
    ],
)
def test_a_region_is_one_of_the_ministrys_or_in_test_mode_of_nobodys(
    code: str, *, real: bool, test: bool
) -> None:
    """Provinces 97 to 99 exist in test mode alone, with any regency and district but 00."""
    assert (code in REAL, code in ALL) == (real, test)


def test_the_ministrys_table_has_all_provinces() -> None:
    """There are 38 of them."""
    codes = [f"{one:02d}" for one in range(1, 100)]
    found = {one for one in codes if any(f"{one}{regency}01" in REAL for regency in codes)}
    assert len(found) == 38


def test_numbers_that_officials_print_as_examples_are_read() -> None:
    """A man of 12 November 1987, a woman of 17 August 1945."""
    man, woman = Nik.read("3602041211870001", REAL), Nik.read("3171015708450001", REAL)
    assert (man.region, man.is_womans, man.agrees_with(dt.date(1987, 11, 12))) == ("360204", False, True)
    assert (woman.is_womans, woman.agrees_with(dt.date(1945, 8, 17))) == (True, True)
    assert not woman.agrees_with(dt.date(1945, 8, 18))


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("970101050890000", "16 digits"),
        ("97010105089000011", "16 digits"),
        ("9701010508900001\n", "16 digits"),
        ("٩701010508900001", "16 digits"),
        ("0001010508900001", "000101"),
        ("9701010508900000", "serial"),
        ("9701013202900001", "320290"),
        ("9701010013900001", "001390"),
        ("9701017202900001", "720290"),
        ("9701012902010001", "290201"),
        ("9701014008900001", "400890"),
    ],
)
def test_a_nik_that_cannot_be_is_refused_by_what_is_wrong(number: str, wrong: str) -> None:
    """Other digits, regions, dates and serials than there are."""
    with pytest.raises(ValueError, match=f"^nik: .*{wrong}"):
        Nik.read(number)


def test_a_leap_day_counts_if_either_century_has_it() -> None:
    """2000 had one, 1900 had none."""
    assert Nik.read("9701012902000001").agrees_with(dt.date(2000, 2, 29))


def test_a_family_card_knows_no_rule_for_women() -> None:
    """Its date is one of recording."""
    assert Kk.read("9701011408900001").region == "970101"
    with pytest.raises(ValueError, match=r"^kk: 450890 is no date of recording"):
        Kk.read("9701014508900001")


@given(
    born=st.dates(dt.date(1930, 1, 1), dt.date(2010, 12, 31)),
    is_womans=st.booleans(),
    serial=st.integers(1, 9999),
)
def test_what_is_written_after_the_rule_is_read(born: dt.date, serial: int, *, is_womans: bool) -> None:
    """Every birth date comes back, and so does whose it is."""
    day = born.day + 40 * is_womans
    nik = Nik.read(f"970101{day:02d}{born:%m%y}{serial:04d}", ALL)
    assert nik.agrees_with(born)
    assert nik.is_womans is is_womans
