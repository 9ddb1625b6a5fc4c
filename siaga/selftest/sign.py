"""A Sign: what a verdict has to name, so that it was given for the right reason."""

from dataclasses import dataclass
from enum import Enum
from typing import Self


class Kind(Enum):
    """Where in a verdict a sign stands."""

    RULE = "rule"
    OBJECTIVE = "objective"
    CASE = "case"
    CHECK = "check"


@dataclass(frozen=True, slots=True, order=True)
class Sign:
    """One thing that a verdict can name as not as it should be.

    Attributes:
        kind: "rule", "objective", "case" or "check"; a check is one of the evidence.
        id: its id, "R6".
    """

    kind: str
    id: str

    def __post_init__(self) -> None:
        """Refuse what no verdict can name."""
        kinds = [one.value for one in Kind]
        if self.kind not in kinds:
            raise ValueError(f"kind: {self.kind!r} is none; {', '.join(kinds)} are known")
        if not self.id:
            raise ValueError("id: is empty; name what has to be seen")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it as it is written in a suite: "rule R6".

        Raises:
            ValueError: it is no two words, or its first word is no kind.
        """
        words = text.split()
        if len(words) != 2:  # noqa: PLR2004 - kind and id
            raise ValueError(f"{text!r} is no sign; write a kind and an id, as in 'rule R6'")
        return cls(*words)

    def __str__(self) -> str:
        """Give it as a suite has it."""
        return f"{self.kind} {self.id}"
