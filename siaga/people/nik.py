"""The Nik: an Indonesian person number, taken apart into what it says of its holder.

    PPKKCC DDMMYY SSSS

PP is the province, KK the regency or city and CC the sub-district where the person was first
registered; DDMMYY is the birth date, with 40 added to the day for women; SSSS counts from 0001 those
who share the twelve digits before it. There is no check digit. The year has two digits, so it can
only be read as seen from some day: it is the latest such year whose date is not after that day.
Provinces 97 to 99 are not given to any province, so no number in them belongs to a person.
"""

from dataclasses import dataclass
from datetime import date
from typing import Self

from siaga.people.identity import Gender, is_number

LAUNCH_DAY = date(2020, 4, 11)
"""The day the launch opened; ages are counted on it unless another day is given."""

SYNTHETIC_PROVINCES = (97, 98, 99)
"""Province codes that no province has."""

WOMEN_DAY_OFFSET = 40
"""Added to the day of birth in the NIK of a woman."""

_CENTURY_YEARS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Nik:
    """What a NIK says.

    Attributes:
        province: 1 to 99.
        regency: 1 to 99.
        district: 1 to 99.
        birth_date: day of birth.
        gender: of the holder.
        serial: 1 to 9999.

    Raises:
        ValueError: a part is outside its range.
    """

    province: int
    regency: int
    district: int
    birth_date: date
    gender: Gender
    serial: int

    def __post_init__(self) -> None:
        ranges = {"province": 99, "regency": 99, "district": 99, "serial": 9999}
        for part, highest in ranges.items():
            given = getattr(self, part)
            if not 1 <= given <= highest:
                raise ValueError(f"NIK: {part} is {given}; 1 to {highest} is allowed")

    @property
    def region(self) -> str:
        """The six digits of province, regency and district."""
        return f"{self.province:02d}{self.regency:02d}{self.district:02d}"

    @property
    def synthetic(self) -> bool:
        """Whether the number can belong to nobody."""
        return self.province in SYNTHETIC_PROVINCES

    @classmethod
    def parse(cls, text: str, *, reference_day: date = LAUNCH_DAY) -> Self:
        """Take a NIK apart.

        >>> Nik.parse("3273056010900009").birth_date
        datetime.date(1990, 10, 20)

        Args:
            text: 16 ASCII digits.
            reference_day: the holder was born on this day or in the 100 years before it.

        Raises:
            ValueError: the text is not 16 ASCII digits, holds no date, or a part is outside its range.
        """
        if not is_number(text):
            raise ValueError(f"NIK: {text!r} is not 16 digits; 0 to 9 are allowed, nothing else")
        part = [int(text[at : at + 2]) for at in range(0, 12, 2)]
        is_woman = part[3] > WOMEN_DAY_OFFSET
        day = part[3] - WOMEN_DAY_OFFSET if is_woman else part[3]
        return cls(
            province=part[0],
            regency=part[1],
            district=part[2],
            birth_date=_birth_date(text, (part[5], part[4], day), reference_day),
            gender=Gender.FEMALE if is_woman else Gender.MALE,
            serial=int(text[12:]),
        )

    def __str__(self) -> str:
        return f"{self.region}{birth_digits(self.birth_date, self.gender)}{self.serial:04d}"


def birth_digits(born: date, gender: Gender) -> str:
    """Give the six digits DDMMYY with which a NIK says birth date and gender."""
    day = born.day + (WOMEN_DAY_OFFSET if gender is Gender.FEMALE else 0)
    return f"{day:02d}{born:%m%y}"


def _birth_date(nik: str, digits: tuple[int, int, int], reference_day: date) -> date:
    """Read year, month and day as seen from the reference day."""
    short_year, month, day = digits
    year = reference_day.year - (reference_day.year - short_year) % _CENTURY_YEARS
    if (year, month, day) > (reference_day.year, reference_day.month, reference_day.day):
        year -= _CENTURY_YEARS
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(
            f"NIK: {nik[6:12]} in {nik} is no birth date;"
            " DDMMYY is allowed, with 40 added to DD for women"
        ) from None
