"""A Reading: how much of something that a site can run out of was used at a level."""

from dataclasses import dataclass

AT_LIMIT = 0.95
"""Share of a limit from which on it counts as reached: a mean over seconds hides the moments at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number.

    Attributes:
        name: of what can run out: "CPU", "registry".
        value: what was used.
        limit: all there is, above 0; None where nobody knows how much that is.
        text: both as a clause with their units: "0.42 of 1 core".
    """

    name: str
    value: float
    limit: float | None
    text: str

    def __post_init__(self) -> None:
        """Refuse what has no limit."""
        if self.limit is not None and not self.limit > 0:
            raise ValueError(f"{self.name}: a limit of {self.limit}; above 0 is allowed")

    @property
    def used(self) -> float | None:
        """The share of the limit that was used, 0 or more; None where the limit is not known."""
        return None if self.limit is None else self.value / self.limit

    @property
    def is_at_limit(self) -> bool:
        """Whether there was nothing left, as far as anybody knows."""
        return self.used is not None and self.used >= AT_LIMIT
