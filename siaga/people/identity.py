"""The Identity: everything that one synthetic person fills into a registration form."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NUMBER_DIGITS = 16
"""Length of a NIK and of a KK."""


class Gender(StrEnum):
    """The two genders that a NIK can tell."""

    MALE = "male"
    FEMALE = "female"


def is_number(text: str) -> bool:
    """Say whether a text has the form of a NIK or a KK: 16 ASCII digits.

    `str.isdigit` alone would let digits of other scripts through.
    """
    return len(text) == NUMBER_DIGITS and text.isascii() and text.isdigit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One synthetic person.

    Attributes:
        index: number of the person in the epoch, from 0.
        nik: number of the person, 16 digits.
        kk: number of the family card, 16 digits; several persons may share one.
        name: given name and family name.
        gender: agrees with the NIK and the given name.
        birth_date: agrees with the NIK.
        email: lower-case ASCII under `.test`.
        phone: E.164, begins with +6284.
        password: 20 characters with capital and small letters, digits and a hyphen.

    Raises:
        ValueError: the index is below 0, or NIK or KK are not 16 ASCII digits.
    """

    index: int
    nik: str
    kk: str
    name: str
    gender: Gender
    birth_date: date
    email: str
    phone: str
    password: str

    @property
    def id_number(self) -> str:
        """The number by which a site knows the person, in whatever country: here the NIK."""
        return self.nik

    def __post_init__(self) -> None:
        if self.index < 0:
            raise ValueError(f"index: {self.index} is below 0; 0 and above is allowed")
        if not is_number(self.nik):
            raise ValueError(f"nik: {self.nik!r} is no NIK; 16 digits are allowed")
        if not is_number(self.kk):
            raise ValueError(f"kk: {self.kk!r} is no KK; 16 digits are allowed")
