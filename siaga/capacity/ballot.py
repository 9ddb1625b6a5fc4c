"""A Ballot: what all plays of one load say together; most of them decide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from siaga.capacity.level import Level, Outcome

SETTLED = 3
"""By how many plays one result has to lead before the end of an interval counts as confirmed."""

TORN = 2
"""Plays of either result after which chance decides at a load, and nothing is said of it."""


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
    def is_torn(self) -> bool:
        """Whether plays contradict each other so often that it is no end of an interval."""
        return min(self.held, self.failed) >= TORN

    @property
    def is_settled(self) -> bool:
        """Whether one result leads by enough plays."""
        return not self.is_torn and abs(self.held - self.failed) >= SETTLED

    @property
    def is_of_one_mind(self) -> bool:
        """Whether no play contradicts another."""
        return not (self.held and self.failed)


def ballots(levels: Sequence[Level]) -> tuple[Ballot, ...]:
    """Count the votes on each load, in order of load."""
    votes: dict[float, list[bool]] = {}
    for one in _voters(levels):
        votes.setdefault(one.rate_per_s, []).append(one.held)
    return tuple(
        Ballot(rate_per_s=rate, held=sum(said), failed=len(said) - sum(said))
        for rate, said in sorted(votes.items())
    )


def unheard(levels: Sequence[Level]) -> tuple[float, ...]:
    """Give the loads, in order, at which too few people came to say anything of them."""
    heard = {one.rate_per_s for one in _voters(levels)}
    return tuple(sorted({one.rate_per_s for one in levels if one.is_short} - heard))


def _voters(levels: Sequence[Level]) -> Iterator[Level]:
    """Give the levels that have a vote.

    Of one at which too few came nothing follows, unless fewer were enough to say that a lower load
    holds: then it is the load. Until something is broken it is not even that, and steps go on up.
    """
    broken = any(one.outcome is Outcome.BROKEN for one in levels)
    lowest_per_s = min(
        (one.rate_per_s for one in levels if one.votes and one.held), default=float("inf")
    )
    for one in levels:
        if one.votes or (one.is_short and broken and one.rate_per_s > lowest_per_s):
            yield one
