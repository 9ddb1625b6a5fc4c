"""The Absence of a visitor: how long it is away, and what it does when it is back."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from siaga.crowd.visitor import Visitor

Journey = Callable[["Visitor"], "Absence | None"]
"""What a visitor does; it ends there, or goes on after an absence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """What a journey gives whose visitor goes on later, and takes no greenlet until then.

    Attributes:
        pause_s: how long it is away, in seconds of the clock, 0 or more.
        then: what it does afterwards.
        asked: whether the site has asked for the pause.

    Raises:
        ValueError: nobody can be away so long.
    """

    pause_s: float
    then: Journey
    asked: bool = False

    def __post_init__(self) -> None:
        """Refuse a pause that is none."""
        if not (math.isfinite(self.pause_s) and self.pause_s >= 0):
            raise ValueError(f"pause_s: is {self.pause_s!r}; 0 or more is allowed")
