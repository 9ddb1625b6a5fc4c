"""An identity refuses numbers that are none."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from siaga.people.identity import Gender, Identity, is_number

SITI = Identity(
    index=0,
    nik="9701015104900001",
    kk="9701010102100001",
    name="Siti Wulandari",
    gender=Gender.FEMALE,
    birth_date=date(1990, 4, 11),
    email="siti.wulandari.0@pendaftar.test",
    phone="+628400000000000",
    password="Pw1-0123456789abcdef",
)


def test_an_identity_cannot_be_changed() -> None:
    """A person stays who they are for the whole run."""
    with pytest.raises(FrozenInstanceError):
        SITI.name = "Ade"  # type: ignore[misc]


@pytest.mark.parametrize("number", ["", "970101510490000", "97010151049000011", "97010151049000x1"])
def test_what_is_not_sixteen_digits_is_no_number(number: str) -> None:
    """Too short, too long and other signs are refused in NIK and KK."""
    assert not is_number(number)
    with pytest.raises(ValueError, match=f"nik: '{number}' is no NIK; 16 digits are allowed"):
        replace(SITI, nik=number)
    with pytest.raises(ValueError, match=f"kk: '{number}' is no KK; 16 digits are allowed"):
        replace(SITI, kk=number)


def test_digits_of_other_scripts_are_no_number() -> None:
    """Arabic-Indic digits pass `str.isdigit`, but are not what a NIK is written in."""
    arabic = "٩٧٠١٠١٥١٠٤٩٠٠٠٠١"
    assert arabic.isdigit()
    assert not is_number(arabic)
    assert is_number("9701015104900001")


def test_an_index_below_zero_is_refused() -> None:
    """People are counted from 0."""
    with pytest.raises(ValueError, match="index: -1 is below 0; 0 and above is allowed"):
        replace(SITI, index=-1)
