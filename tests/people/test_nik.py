"""A NIK is read as its holder's region, birth date, gender and serial, or refused."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.people.identity import Gender
from siaga.people.nik import Nik
from siaga.people.numbering import born_between

NIKS = st.builds(
    Nik,
    province=st.integers(1, 99),
    regency=st.integers(1, 99),
    district=st.integers(1, 99),
    birth_date=st.dates(date(1920, 4, 12), date(2020, 4, 11)),
    gender=st.sampled_from(Gender),
    serial=st.integers(1, 9999),
)


@given(NIKS)
def test_a_written_nik_reads_as_what_was_written(nik: Nik) -> None:
    """Writing and parsing are each other's inverse over the hundred years up to the launch."""
    assert Nik.parse(str(nik)) == nik


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A man of Banten.
        ("3602041211870001", (36, 2, 4, date(1987, 11, 12), Gender.MALE, 1)),
        # A woman: 60 is 20 + 40.
        ("3273056010900009", (32, 73, 5, date(1990, 10, 20), Gender.FEMALE, 9)),
        # The same day of birth, of a man and of a woman.
        ("3171011708450001", (31, 71, 1, date(1945, 8, 17), Gender.MALE, 1)),
        ("3171015708450001", (31, 71, 1, date(1945, 8, 17), Gender.FEMALE, 1)),
        # The leap day of a year divisible by 400.
        ("9701012902000001", (97, 1, 1, date(2000, 2, 29), Gender.MALE, 1)),
    ],
)
def test_published_examples_are_read(
    text: str, expected: tuple[int, int, int, date, Gender, int]
) -> None:
    """Numbers printed as examples are taken apart as their sources say."""
    nik = Nik.parse(text)
    assert (
        nik.province,
        nik.regency,
        nik.district,
        nik.birth_date,
        nik.gender,
        nik.serial,
    ) == expected


def test_a_region_is_six_digits() -> None:
    """The region keeps its leading zeros."""
    assert Nik.parse("3602041211870001").region == "360204"


@pytest.mark.parametrize(
    ("province", "synthetic"), [("11", False), ("96", False), ("97", True), ("99", True)]
)
def test_only_unallocated_provinces_are_synthetic(province: str, *, synthetic: bool) -> None:
    """Provinces 97 to 99 belong to nobody, the others may."""
    assert Nik.parse(f"{province}02041211870001").synthetic is synthetic


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)), st.integers(0), st.sampled_from(Gender))
def test_two_digits_of_a_year_are_enough(reference_day: date, pick: int, gender: Gender) -> None:
    """Everybody who is 18 to 64 on a day is read as born on the right day as seen from it."""
    first, last = born_between(reference_day)
    born = first + timedelta(days=pick % ((last - first).days + 1))
    nik = Nik(province=97, regency=1, district=1, birth_date=born, gender=gender, serial=1)
    assert Nik.parse(str(nik), reference_day=reference_day) == nik


def test_the_reference_day_itself_is_the_last_birth_date() -> None:
    """Born on the day is of this century, born a day later of the one before."""
    today, tomorrow = "9701011104200001", "9701011204200001"
    assert Nik.parse(today).birth_date == date(2020, 4, 11)
    assert Nik.parse(tomorrow).birth_date == date(1920, 4, 12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "NIK: '' is not 16 digits; 0 to 9 are allowed, nothing else"),
        ("360204121187000", "NIK: '360204121187000' is not 16 digits"),
        ("360204 121187 01", "NIK: '360204 121187 01' is not 16 digits"),
        ("٣٦٠٢٠٤١٢١١٨٧٠٠٠١", "is not 16 digits"),
        ("0002041211870001", "NIK: province is 0; 1 to 99 is allowed"),
        ("3600041211870001", "NIK: regency is 0; 1 to 99 is allowed"),
        ("3602001211870001", "NIK: district is 0; 1 to 99 is allowed"),
        ("3602041211870000", "NIK: serial is 0; 1 to 9999 is allowed"),
        ("3602040011870001", "NIK: 001187 in 3602040011870001 is no birth date; DDMMYY is allowed"),
        ("3602044011870001", "NIK: 401187 in 3602044011870001 is no birth date"),
        ("3602047211870001", "NIK: 721187 in 3602047211870001 is no birth date"),
        ("3602041213870001", "NIK: 121387 in 3602041213870001 is no birth date"),
        ("3602042902870001", "NIK: 290287 in 3602042902870001 is no birth date"),
    ],
)
def test_a_bad_nik_is_refused_with_its_fault(text: str, message: str) -> None:
    """The refusal says which part is wrong and what is allowed."""
    with pytest.raises(ValueError, match=re.escape(message)):
        Nik.parse(text)
