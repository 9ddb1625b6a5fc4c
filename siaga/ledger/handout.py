"""The Handout: one row of a feed, handed to one visitor; nothing of what is in it."""

from dataclasses import asdict, dataclass
from typing import Any

HANDOUT = "handout"
"""What kind of record it is, in the ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """Who got which row.

    Attributes:
        feed: name of the feed.
        row: number of the row, 1 or more; None where no row was left.
        visitor: number of the visitor in the plan.
        at_s: when, run seconds.
    """

    feed: str
    row: int | None
    visitor: int
    at_s: float

    def __post_init__(self) -> None:
        """Refuse what nobody can have handed out."""
        if not self.feed:
            raise ValueError("handout: its feed has no name; it needs one")
        if self.row is not None and self.row < 1:
            raise ValueError(f"handout: row {self.row} of {self.feed}; 1 or more, or none, is allowed")
        if self.visitor < 0:
            raise ValueError(f"handout: visitor {self.visitor}; 0 or more is allowed")

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        return {**asdict(self), "person": "", "at_s": round(self.at_s, 6)}
