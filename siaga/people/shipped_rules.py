"""The ShippedRules: numbers of two further countries that are documented as given to nobody."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from siaga.people.id_rule import IdRule
from siaga.people.identity import Gender


class UsSsn:
    """Numbers with the form of a social security number of the United States: 900-01-0001 and on.

    The Social Security Administration gives no number whose first three digits are 900 to 999. The tax
    numbers of those who have none begin with 9 as well, but have 50 to 99 in the middle (IRS); here it
    is 01 to 49. 999 is left out: some schools have made stopgaps of it.
    """

    _AREAS, _GROUPS, _SERIALS = 99, 49, 9_999

    @property
    def capacity(self) -> int:
        """How many there are."""
        return self._AREAS * self._GROUPS * self._SERIALS

    def id_number(self, number: int, born: date, gender: Gender) -> str:
        """Give the number of a person; it says nothing of birth and gender."""
        del born, gender
        rest, serial = divmod(number, self._SERIALS)
        area, group = divmod(rest, self._GROUPS)
        return f"{900 + area}-{group + 1:02d}-{serial + 1:04d}"


class UkNino:
    """Numbers with the form of a National Insurance number of the United Kingdom: BG 000000 A and on.

    HMRC does not use the prefixes BG, GB, KN, NK, NT, TN and ZZ (its manual, NIM39110). TN is left out:
    it once began temporary numbers of people.
    """

    _PREFIXES = ("BG", "GB", "KN", "NK", "NT", "ZZ")
    _SUFFIXES = "ABCD"
    _DIGITS = 1_000_000

    @property
    def capacity(self) -> int:
        """How many there are."""
        return len(self._PREFIXES) * len(self._SUFFIXES) * self._DIGITS

    def id_number(self, number: int, born: date, gender: Gender) -> str:
        """Give the number of a person; it says nothing of birth and gender."""
        del born, gender
        rest, digits = divmod(number, self._DIGITS)
        prefix, suffix = divmod(rest, len(self._SUFFIXES))
        return f"{self._PREFIXES[prefix]}{digits:06d}{self._SUFFIXES[suffix]}"


SHIPPED: Mapping[str, IdRule] = MappingProxyType({"us-ssn": UsSsn(), "uk-nino": UkNino()})
"""By the name that a scenario gives."""
