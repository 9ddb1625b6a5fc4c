"""The ControlGroup: honest people who do what abusers do, and whom no site may block."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlGroup:
    """One population of honest people.

    Attributes:
        population: its name.
        traits: what its people do that abusers do, too; each in a few words.
        people: how many of them came.
        requests: that they sent to the site.
        blocked: those of them that it answered 403, 408 or 429, unless the step expects that, or whose
            connection it refused or closed.
        state: "met", "broken" or "unknown".
        text: what was found, in a sentence.
    """

    population: str
    traits: tuple[str, ...]
    people: int
    requests: int
    blocked: int
    state: str
    text: str

    @property
    def blocked_ratio(self) -> float:
        """Blocked requests by all of them; 0 where there are none."""
        return self.blocked / self.requests if self.requests else 0.0
