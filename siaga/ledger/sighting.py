"""The Sighting: what a site showed a visitor of its own state, to be held against what it held.

A sighting promises nothing. It has a beginning and an end, since nobody knows at which moment in
between the site looked.
"""

import math
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

MOST = 2**63 - 1
"""What a column of whole numbers holds; a site that shows more is no source of numbers."""

What = Literal["remaining", "holding", "estimate", "admitted", "commitment", "seed", "drawn"]
"""What can be seen: how many seats are left, what the person holds, how long it will have to wait by the
waiting room's own estimate, that the waiting room let it in, the digest of the seed by which lots will
be drawn, that seed, and what the person's lot has come to."""

NUMBERED = ("remaining", "estimate")
"""Those that are nothing without a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One look.

    Attributes:
        what: of what.
        person: who looked, as the roll names people.
        visitor: number of the visitor in the plan; -1 for none.
        text: what was shown: the receipt of a holding, empty for none; the mark of an admission's token;
            a digest or a seed; the seat that was drawn, empty for none.
        number: seats remaining, below 0 where a site says so; the place in the queue, or the estimate of
            a wait in milliseconds, 0 or more; None where there is none.
        began_s: when the look began, run seconds.
        ended_s: when the answer was whole, run seconds; not before it began.
    """

    what: What
    person: str
    visitor: int = -1
    text: str = ""
    number: int | None = None
    began_s: float
    ended_s: float

    def __post_init__(self) -> None:
        """Refuse what nobody can have seen."""
        if self.what not in get_args(What):
            raise ValueError(f"sighting: of {self.what!r}; {', '.join(get_args(What))} can be seen")
        if self.what in NUMBERED and self.number is None:
            named = "seats remaining" if self.what == "remaining" else "an estimate"
            raise ValueError(f"sighting: of {named} without a number; it needs one")
        if self.what != "remaining" and self.number is not None and self.number < 0:
            of = "of a wait" if self.what == "estimate" else "in a queue"
            named = "estimate" if self.what == "estimate" else "place"
            raise ValueError(f"sighting: {named} {self.number} {of}; 0 or more is one")
        if self.number is not None and not (isinstance(self.number, int) and abs(self.number) <= MOST):
            raise ValueError(f"sighting: the number {self.number}; whole ones up to {MOST} are allowed")
        if not (math.isfinite(self.began_s) and self.began_s <= self.ended_s < math.inf):
            raise ValueError(
                f"sighting: from {self.began_s} s to {self.ended_s} s; it ends after it began"
            )

    def as_json(self) -> dict[str, Any]:
        """Give the sighting as a JSON object; `at_s` is when it ended, as for every record."""
        fact = asdict(self)
        began_s, ended_s = fact.pop("began_s"), fact.pop("ended_s")
        return {**fact, "began_s": round(began_s, 6), "at_s": round(ended_s, 6)}
