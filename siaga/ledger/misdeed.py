"""The Misdeed: one attempt of somebody who means harm, and how it ended; or that there was none."""

import math
from dataclasses import asdict, dataclass
from typing import Any

MISDEED, SETBACK = "misdeed", "setback"
"""What kind of record each is, in the ledger."""

HUNG = "timeout"
"""Why there is no answer where the site gave none in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misdeed:
    """One attempt.

    Attributes:
        case: what is tried.
        abuser: number of who tries it, among all of the run.
        probe: which of the case's attempts it is.
        person: as whom, as the roll names people; empty: as nobody.
        began_s: when it began, run seconds.
        ended_s: when it had ended; not before it began.
        status: of the whole answer; None where there is none.
        why: why there is no answer: "timeout", "reset", "closed"; empty where there is one.
        gained: what was got that nobody may get, in words; empty for nothing.
    """

    case: str
    abuser: int
    probe: str
    person: str = ""
    began_s: float
    ended_s: float
    status: int | None = None
    why: str = ""
    gained: str = ""

    def __post_init__(self) -> None:
        """Refuse what nobody can have tried."""
        if not (self.case and self.probe):
            raise ValueError(f"misdeed: case {self.case!r}, probe {self.probe!r}; both have names")
        if self.abuser < 0:
            raise ValueError(f"misdeed: abuser {self.abuser}; 0 or more is allowed")
        if not (math.isfinite(self.began_s) and self.began_s <= self.ended_s < math.inf):
            raise ValueError(
                f"misdeed: from {self.began_s} s to {self.ended_s} s; it ends after it began"
            )
        if (self.status is None) == (not self.why):
            raise ValueError(f"misdeed: status {self.status}, why {self.why!r}; exactly one is there")

    @property
    def hung(self) -> bool:
        """Whether no answer came in time."""
        return self.status is None and self.why == HUNG

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object; `at_s` is when it ended, as for every record."""
        fact = asdict(self)
        began_s, ended_s = fact.pop("began_s"), fact.pop("ended_s")
        return {**fact, "began_s": round(began_s, 6), "at_s": round(ended_s, 6)}

    @classmethod
    def from_json(cls, fact: dict[str, Any]) -> "Misdeed":
        """Read one back.

        Raises:
            KeyError: a part of it is missing.
            TypeError: a part of it is something else.
            ValueError: nobody can have tried it.
        """
        status = fact["status"]
        return cls(
            case=str(fact["case"]),
            abuser=int(fact["abuser"]),
            probe=str(fact["probe"]),
            person=str(fact["person"]),
            began_s=float(fact["began_s"]),
            ended_s=float(fact["at_s"]),
            status=None if status is None else int(status),
            why=str(fact["why"]),
            gained=str(fact["gained"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """That an abuser could not try, or not to the end.

    Attributes:
        case: what was to be tried.
        abuser: number of who was to try it.
        at_s: when that was clear, run seconds.
        why: what stood in the way, in a few words.
    """

    case: str
    abuser: int
    at_s: float
    why: str

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        return {**asdict(self), "person": "", "at_s": round(self.at_s, 6)}

    @classmethod
    def from_json(cls, fact: dict[str, Any]) -> "Setback":
        """Read one back.

        Raises:
            KeyError: a part of it is missing.
            TypeError: a part of it is something else.
            ValueError: a number is none.
        """
        return cls(
            case=str(fact["case"]),
            abuser=int(fact["abuser"]),
            at_s=float(fact["at_s"]),
            why=str(fact["why"]),
        )
