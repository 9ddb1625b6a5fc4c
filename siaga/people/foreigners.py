"""The Foreigners: everybody who may come in one run, where the scenario's people are of a country.

As with `People`, a person is a pure function of seed, epoch and index. Nobody of an epoch has
another's number; over the epochs the numbers of the country begin again when its rule has no more.
"""

from datetime import date

from siaga.people.dice import Dice
from siaga.people.foreigner import Foreigner
from siaga.people.id_rule import IdRule, PhoneRule
from siaga.people.identity import Gender
from siaga.people.locale_names import LocaleNames
from siaga.people.nik import LAUNCH_DAY
from siaga.people.numbering import born_between
from siaga.people.people import checked_index, first_of

_SECRET_BITS = 64
_NAME_BITS = 32
_GENDERS = tuple(Gender)


class Foreigners:
    """The people of one epoch.

    Args:
        seed: 0 and above.
        epoch: 0 to 999,999, a run's number.
        locale: of their names, as Faker calls it.
        rule: of their numbers.
        reference_day: everybody is 18 to 64 years old on it.

    Raises:
        ValueError: an argument is out of range, or there are no names of the locale.
    """

    __slots__ = ("_days", "_dice", "_first", "_first_day", "_names", "_numbers", "_phone", "_rule")

    def __init__(
        self, seed: int, epoch: int, *, locale: str, rule: IdRule, reference_day: date = LAUNCH_DAY
    ) -> None:
        self._first = first_of(epoch)
        first, last = born_between(reference_day)
        self._first_day, self._days = first.toordinal(), (last - first).days + 1
        self._rule = rule
        # Looked up once: asking whether a rule is one of phones takes as long as the rest of a person.
        self._phone = rule.phone if isinstance(rule, PhoneRule) else _no_phone
        # The rule gets scattered numbers, so that neighbours do not have neighbouring ones.
        self._numbers = next(Dice(seed, "id number").permutations(rule.capacity))
        self._names = {one: LocaleNames.of(locale, one, seed=seed) for one in Gender}
        self._dice = Dice(seed, "person")

    def identity(self, index: int) -> Foreigner:
        """Make a person.

        Args:
            index: number of the person, 0 to 9,999,999.

        Raises:
            ValueError: the index is out of range.
            TypeError: the index is no whole number.
        """
        index = checked_index(index)
        person = self._first + index
        word, secret = divmod(self._dice.word(person), 2**_SECRET_BITS)
        word, naming = divmod(word, 2**_NAME_BITS)
        days, side = divmod(word, len(_GENDERS))
        gender = _GENDERS[side]
        born = date.fromordinal(self._first_day + days % self._days)
        number = self._numbers.forward(person)
        name, letters = self._names[gender].pick(naming)
        return Foreigner(
            index=index,
            id_number=self._rule.id_number(number, born, gender),
            name=name,
            gender=gender,
            birth_date=born,
            email=f"{letters}.{person}@pendaftar.test",
            phone=self._phone(number),
            password=f"Pw1-{secret:016x}",
        )


def _no_phone(number: int) -> str:
    """Give no phone: none of the country is known to be nobody's."""
    del number
    return ""
