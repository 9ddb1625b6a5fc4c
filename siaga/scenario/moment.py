"""A Moment of a day: so many seconds after its first phase begins, or after a named phase does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Self

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from siaga.scenario.quantity import LONGEST_S, duration_s

_PHASE = r"[a-z][a-z0-9-]*"
_NUMBER = r"[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?\s*(?:ms|s|min|h)"
_FORM = re.compile(rf"(?:({_PHASE})(?:\s*\+\s*({_NUMBER}))?|({_NUMBER}))")
_PLACES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something happens.

    Attributes:
        phase: whose beginning is counted from; empty: that of the first.
        after_s: seconds after it, 0 to a week.
    """

    phase: str = ""
    after_s: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what lies before its phase, or beyond any run."""
        if not 0 <= self.after_s <= LONGEST_S:
            raise ValueError(
                f"moment: {self.after_s} s after its phase; 0 to {LONGEST_S:,.0f} is allowed"
            )

    @classmethod
    def read(cls, text: object) -> Self:
        """Read `20 s`, `rush` or `rush + 5 s`.

        Raises:
            ValueError: the text is no moment.
        """
        match = _FORM.fullmatch(str(text).strip())
        if match is None:
            raise ValueError(f"{text!r} is no moment; write 20 s, the name of a phase, or rush + 5 s")
        after = match[2] or match[3]
        return cls(phase=match[1] or "", after_s=duration_s(after) if after else 0.0)

    def __str__(self) -> str:
        after = f"{self.after_s:.{_PLACES}f}".rstrip("0").rstrip(".")
        if not self.phase:
            return f"{after} s"
        return f"{self.phase} + {after} s" if self.after_s else self.phase

    def scaled(self, time_scale: float) -> Self:
        """Give the moment of the day that is played in `time_scale` of its time."""
        return replace(self, after_s=round(self.after_s * time_scale, _PLACES))

    def at_s(self, starts_s: Mapping[str, float]) -> float:
        """Give it in seconds since the first phase began.

        Args:
            starts_s: when each phase begins.

        Raises:
            KeyError: its phase is none of them.
        """
        return self.after_s + (starts_s[self.phase] if self.phase else 0.0)


def _read(given: object) -> Moment:
    return given if isinstance(given, Moment) else Moment.read(given)


When = Annotated[
    Moment,
    BeforeValidator(_read),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": rf"^\s*{_FORM.pattern}\s*$", "examples": ["rush + 5 s"]}
    ),
]
"""A moment as it is written in a scenario."""
