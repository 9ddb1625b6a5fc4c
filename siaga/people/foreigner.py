"""The Foreigner: a synthetic person of a country that siaga knows by a locale and an id rule alone."""

from dataclasses import dataclass, field
from typing import NoReturn

from siaga.people.identity import Identity

_ABSENT = ("nik", "kk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreigner(Identity):
    """One synthetic person, who has no NIK and no KK: asking for either is an AttributeError.

    Attributes:
        id_number: number of the person, by the id rule.

    Raises:
        ValueError: the index is below 0, or there is no number.
    """

    nik: str = field(init=False, repr=False, compare=False)
    kk: str = field(init=False, repr=False, compare=False)
    id_number: str = field()

    def __post_init__(self) -> None:
        if self.index < 0:
            raise ValueError(f"index: {self.index} is below 0; 0 and above is allowed")
        if not self.id_number:
            raise ValueError("id_number: is empty; a text is needed")

    def __getattr__(self, name: str) -> NoReturn:
        """Say what is asked for in vain; slots that are never filled come here."""
        if name in _ABSENT:
            raise AttributeError(
                f"{name}: a person of the scenario's `people` has none; `id_number` is allowed"
            )
        raise AttributeError(f"person: has no {name}")
