"""The Numbering: which NIK and which KK the n-th person and the n-th household get.

A place in the number space is written in mixed radix, region * days * genders * serials; a drawn
affine permutation gives every number its own place, so no two people share a NIK. Each digit is then
looked up in a drawn order of its own, which hides the even stride of the permutation. The stride is
one that moves the digits of region and day whatever is carried from below: neighbours never share
either.

The space of NIKs has 29,403 regions, 47 years of birth dates, 2 genders and 9,999 serials: 1.009e13
places, enough for the 1e13 people of a million epochs.
"""

from datetime import date, timedelta

from siaga.people.dice import Dice
from siaga.people.identity import Gender
from siaga.people.nik import LAUNCH_DAY, SYNTHETIC_PROVINCES, birth_digits
from siaga.people.permutation import Permutation

YOUNGEST_YEARS = 18
OLDEST_YEARS = 64

_CARD_YEARS = 15
_CODES = range(1, 100)
_SERIALS = 9999
_GENDERS = (Gender.MALE, Gender.FEMALE)
_FIRST_YEAR, _LAST_YEAR = 1970, 2100


def born_between(reference_day: date) -> tuple[date, date]:
    """Give the first and the last birth date of those who are 18 to 64 years old on a day."""
    first = _years_before(reference_day, OLDEST_YEARS + 1) + timedelta(days=1)
    return first, _years_before(reference_day, YOUNGEST_YEARS)


class Numbering:
    """The numbers of one seed.

    Args:
        seed: 0 and above.
        reference_day: everybody is 18 to 64 years old on it; in 1970 to 2100.

    Raises:
        ValueError: the seed is below 0, or the reference day is out of range.
    """

    __slots__ = (
        "_born",
        "_born_digits",
        "_card_days",
        "_cards",
        "_places",
        "_regions",
        "_serials",
    )

    def __init__(self, seed: int, reference_day: date = LAUNCH_DAY) -> None:
        if not _FIRST_YEAR <= reference_day.year <= _LAST_YEAR:
            raise ValueError(
                f"reference day: {reference_day} is out of range;"
                f" a day in {_FIRST_YEAR} to {_LAST_YEAR} is allowed"
            )
        days = _days(*born_between(reference_day))
        cards = _days(_years_before(reference_day, _CARD_YEARS), reference_day)
        regions = _regions()
        self._regions = [regions[i] for i in Dice(seed, "regions").shuffled(len(regions))]
        self._born = [days[i] for i in Dice(seed, "days").shuffled(len(days))]
        # Written once here: writing them for each person would cost half as much again.
        self._born_digits = {
            gender: [birth_digits(born, gender) for born in self._born] for gender in Gender
        }
        self._serials = [i + 1 for i in Dice(seed, "serials").shuffled(_SERIALS)]
        self._card_days = [
            birth_digits(cards[i], Gender.MALE) for i in Dice(seed, "card days").shuffled(len(cards))
        ]
        self._places = _scattering(Dice(seed, "nik"), len(days), len(_GENDERS) * _SERIALS)
        self._cards = _scattering(Dice(seed, "kk"), len(cards), _SERIALS)

    @property
    def niks(self) -> Permutation:
        """The permutation that gives every person a place in the space of NIKs."""
        return self._places

    def nik(self, number: int) -> tuple[str, date, Gender]:
        """Give NIK, birth date and gender of a person.

        Different numbers have different NIKs.

        Args:
            number: 0 to `niks.size` - 1, which is above 1e13.
        """
        rest, low = divmod(self._places.forward(number), _SERIALS)
        rest, side = divmod(rest, len(_GENDERS))
        high, middle = divmod(rest, len(self._born))
        serial = self._serials[low]
        # The side alone would come in long or regular turns: it is a digit with an even stride.
        gender = _GENDERS[(side + serial) % len(_GENDERS)]
        nik = f"{self._regions[high]}{self._born_digits[gender][middle]}{serial:04d}"
        return nik, self._born[middle], gender

    def kk(self, household: int) -> str:
        """Give the KK of a household: region of issue, date of recording, serial.

        The date lies in the 15 years up to the reference day. There are 1.6e12 KKs, so households
        whose numbers differ by less have different ones.
        """
        rest, low = divmod(self._cards.forward(household), _SERIALS)
        high, middle = divmod(rest, len(self._card_days))
        return f"{self._regions[high]}{self._card_days[middle]}{self._serials[low]:04d}"


def _scattering(dice: Dice, days: int, below: int) -> Permutation:
    """Draw a permutation whose stride moves the digits of region and day, with or without carry."""
    regions = len(_regions())
    for drawn in dice.permutations(regions * days * below):
        region, day = divmod(drawn.step // below, days)
        if 1 <= region <= regions - 2 and 1 <= day <= days - 2:
            break
    return drawn


def _regions() -> list[str]:
    """Give every synthetic region: six digits, provinces 97 to 99."""
    return [
        f"{province}{regency:02d}{district:02d}"
        for province in SYNTHETIC_PROVINCES
        for regency in _CODES
        for district in _CODES
    ]


def _days(first: date, last: date) -> list[date]:
    """Give every day from first to last."""
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def _years_before(day: date, years: int) -> date:
    """Give the same day so many years earlier; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
