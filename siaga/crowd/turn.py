"""The Turn of a visitor in a waiting room: what the page says about it."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a page of a waiting room says.

    Attributes:
        admitted: whether the visitor is let in.
        token: what it is let in with; empty where it names nothing.
        place: in the queue, 0 or more; None where it names none.
        wait_s: how long the visitor still has to wait, as the page has it; None where it does not say.

    Raises:
        ValueError: the place or the time is none.
    """

    admitted: bool
    token: str = ""
    place: int | None = None
    wait_s: float | None = None

    def __post_init__(self) -> None:
        """Refuse what no page can mean."""
        if self.place is not None and self.place < 0:
            raise ValueError(f"place: is {self.place!r}; 0 or more is allowed")
        if self.wait_s is not None and not (math.isfinite(self.wait_s) and self.wait_s >= 0):
            raise ValueError(f"wait_s: is {self.wait_s!r}; 0 or more is allowed")
