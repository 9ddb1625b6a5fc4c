"""The Names: given and family names of Indonesian women and men, from Faker's `id_ID` lists.

The lists are read once, when a pool is built, and put in an order drawn by a seeded Faker; asking
Faker for every single name takes many times longer than the rest of an identity. The locale is given
by name, so that the language of the machine has no say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from siaga.people.identity import Gender

if TYPE_CHECKING:
    from faker import Faker

_LOCALE = "id_ID"
_PART_BITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names of one gender.

    Attributes:
        given: given names, ASCII letters only.
        family: family names, ASCII letters only.

    Raises:
        ValueError: a list is empty, or a name has something else than ASCII letters.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]

    def __post_init__(self) -> None:
        for kind, pool in (("given", self.given), ("family", self.family)):
            if not pool:
                raise ValueError(f"{kind} names: none given; at least one is needed")
            for name in pool:
                if not (name.isascii() and name.isalpha()):
                    raise ValueError(f"{kind} name: {name!r} is refused; ASCII letters are allowed")

    @classmethod
    def of(cls, gender: Gender, *, seed: int) -> Self:
        """Build the names of a gender; takes some tens of milliseconds."""
        from faker import Faker  # noqa: PLC0415 - a master and a mere look at a Locust file make nobody
        from faker.providers.person.id_ID import Provider  # noqa: PLC0415 - as above

        fake = Faker(_LOCALE)
        fake.seed_instance(seed)
        given = {Gender.FEMALE: Provider.first_names_female, Gender.MALE: Provider.first_names_male}
        family = {Gender.FEMALE: Provider.last_names_female, Gender.MALE: Provider.last_names_male}
        return cls(given=_ordered(fake, given[gender]), family=_ordered(fake, family[gender]))

    def pick(self, word: int) -> str:
        """Give the full name that 64 random bits point to."""
        family, given = divmod(word, 2**_PART_BITS)
        return f"{self.given[given % len(self.given)]} {self.family[family % len(self.family)]}"


def _ordered(fake: "Faker", names: Iterable[str]) -> tuple[str, ...]:
    """Put each name once, in a drawn order that does not hang on that of the list."""
    distinct = sorted({name for name in names if name.isascii() and name.isalpha()})
    return tuple(fake.random_sample(distinct, length=len(distinct)))
