"""The People: everybody who may come in one run, each made when asked for.

A person is a pure function of seed, epoch and index, so that every worker, and the audit later, makes
the same one in whatever order, and nobody has to keep a list. NIKs and e-mails differ over all epochs
of a seed. Phones cannot: +6284 leaves 1e11 numbers for 1e13 people. They differ within an epoch and
between epochs less than 9,999 apart; the first 100,000 people of an epoch never share one with the
first 100,000 of any other.
"""

from datetime import date
from operator import index as whole

from siaga.people.dice import Dice
from siaga.people.identity import Gender, Identity
from siaga.people.names import Names
from siaga.people.nik import LAUNCH_DAY
from siaga.people.numbering import Numbering

PEOPLE_PER_EPOCH = 10_000_000
EPOCHS = 1_000_000

_HOUSEHOLDS, _MEMBERS = 5, 6
"""Six people in a row live in five households: 1.2 a KK."""

_HOUSEHOLDS_PER_EPOCH = PEOPLE_PER_EPOCH * _HOUSEHOLDS // _MEMBERS + 1
_PHONES = 10**11
_EPOCHS_OF_PHONES = _PHONES // PEOPLE_PER_EPOCH
_PHONES_SHIFT = _PHONES // EPOCHS
_SECRET_BITS = 64


def first_of(epoch: int) -> int:
    """Give the number of an epoch's first person among the people of all epochs.

    Raises:
        ValueError: the epoch is not in 0 to 999,999.
    """
    if not 0 <= epoch < EPOCHS:
        raise ValueError(f"epoch: {epoch} is out of range; 0 to {EPOCHS - 1} is allowed")
    return epoch * PEOPLE_PER_EPOCH


def checked_index(index: int) -> int:
    """Give a person's number in an epoch as a whole number of Python.

    Raises:
        ValueError: it is not in 0 to 9,999,999.
        TypeError: it is no whole number.
    """
    # Visitors are counted by numpy, whose integers would overflow where people of all epochs are.
    index = whole(index)
    if not 0 <= index < PEOPLE_PER_EPOCH:
        last = PEOPLE_PER_EPOCH - 1
        raise ValueError(f"index: {index} is out of range; 0 to {last} is allowed")
    return index


class People:
    """The people of one epoch.

    Building takes some tenths of a second and a few MB; one is enough for a process.

    Args:
        seed: 0 and above.
        epoch: 0 to 999,999, a run's number; nobody of one epoch is met in another.
        reference_day: everybody is 18 to 64 years old on it; in 1970 to 2100.

    Raises:
        ValueError: an argument is out of range.
    """

    __slots__ = ("_dice", "_epoch", "_first", "_names", "_numbering", "_phones")

    def __init__(self, seed: int, epoch: int, *, reference_day: date = LAUNCH_DAY) -> None:
        self._first = first_of(epoch)
        self._epoch = epoch
        self._numbering = Numbering(seed, reference_day)
        self._names = {gender: Names.of(gender, seed=seed) for gender in Gender}
        self._phones = next(Dice(seed, "phone").permutations(_PHONES))
        self._dice = Dice(seed, "person")

    def identity(self, index: int) -> Identity:
        """Make a person.

        Args:
            index: number of the person, 0 to 9,999,999.

        Raises:
            ValueError: the index is out of range.
            TypeError: the index is no whole number.
        """
        index = checked_index(index)
        number = self._first + index
        nik, birth_date, gender = self._numbering.nik(number)
        word, secret = divmod(self._dice.word(number), 2**_SECRET_BITS)
        name = self._names[gender].pick(word)
        return Identity(
            index=index,
            nik=nik,
            kk=self._kk(index),
            name=name,
            gender=gender,
            birth_date=birth_date,
            email=f"{name.lower().replace(' ', '.')}.{number}@pendaftar.test",
            phone=self._phone(number),
            password=f"Pw1-{secret:016x}",
        )

    def _kk(self, index: int) -> str:
        household = index * _HOUSEHOLDS // _MEMBERS
        return self._numbering.kk(self._epoch * _HOUSEHOLDS_PER_EPOCH + household)

    def _phone(self, number: int) -> str:
        """Give the person's own phone.

        Every 10,000 epochs the numbers begin again; they begin 100,000 further each time, so that the
        starts of all epochs lie 100,000 or more apart.
        """
        turn = self._epoch // _EPOCHS_OF_PHONES
        return f"+6284{self._phones.forward(number + turn * _PHONES_SHIFT):011d}"
