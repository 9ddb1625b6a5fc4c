"""A milestone: a moment with a name, drawn as a line across a chart."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One moment.

    Attributes:
        at_s: run seconds.
        name: stands beside it.
        tone: name of its colour in the style sheet.
        open: whether it may also have been later, which its dashes say.
    """

    at_s: float
    name: str
    tone: str
    open: bool = False
