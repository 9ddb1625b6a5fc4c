"""A Ballot: what all plays of one load say together; most of them decide."""

from collections.abc import Iterable
from dataclasses import dataclass

from siaga.capacity.level import Level

SETTLED = 3
"""Plays that have to agree before the end of an interval counts as confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """The votes on one load.

    Attributes:
        rate_per_s: the load.
        held: plays in which everything held.
        failed: plays in which it did not, or could not be shown to.
    """

    rate_per_s: float
    held: int
    failed: int

    @property
    def is_split(self) -> bool:
        """Whether as many speak for it as against it."""
        return self.held == self.failed

    @property
    def is_held(self) -> bool:
        """Whether most plays held."""
        return self.held > self.failed

    @property
    def is_settled(self) -> bool:
        """Whether enough plays agree."""
        return not self.is_split and max(self.held, self.failed) >= SETTLED

    @property
    def is_of_one_mind(self) -> bool:
        """Whether no play contradicts another."""
        return not (self.held and self.failed)


def ballots(levels: Iterable[Level]) -> tuple[Ballot, ...]:
    """Count the votes on each load, in order of load."""
    votes: dict[float, list[bool]] = {}
    for one in levels:
        if one.votes:
            votes.setdefault(one.rate_per_s, []).append(one.held)
    return tuple(
        Ballot(rate_per_s=rate, held=sum(said), failed=len(said) - sum(said))
        for rate, said in sorted(votes.items())
    )
