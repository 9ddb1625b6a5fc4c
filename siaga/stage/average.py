"""The average visitor of a population, told from one walk: what it sends, and when after its arrival."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from siaga.record.walk_fact import Asked, Ended, Fact, Paused, Reached, Saw, Vowed

Series = NDArray[np.float64]

VOW_BYTES, SIGHT_BYTES = 560, 190
"""What a promise and a sighting take in a ledger, as runs have written them."""


@dataclass(slots=True)
class Average:
    """What one visitor sends, on average.

    Attributes:
        requests: in each second after the arrival.
        inside: share of the visitors that is there, in each second after the arrival.
        beside: of the requests, those to something beside the site.
        sent_bytes: with all of them.
        received_bytes: with their answers.
        promises: that are asked for.
        stages: share of the visitors that reaches each stage.
        identities: share of the visitors of whom the journey asks who they are.
        ledger_bytes: that are written.
        whole: whether the walk came to its end.
    """

    requests: Series
    inside: Series
    beside: float = 0.0
    sent_bytes: float = 0.0
    received_bytes: float = 0.0
    promises: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    identities: float = 0.0
    ledger_bytes: float = 0.0
    whole: bool = True


def nobody() -> Average:
    """Give the average of a population for which nobody has walked."""
    return Average(requests=np.zeros(1), inside=np.zeros(1), whole=False)


def average(facts: Sequence[Fact]) -> Average:
    """Tell from a walk what a visitor sends on average.

    Args:
        facts: of the walk, in order.
    """
    end = next((one for one in facts if isinstance(one, Ended)), Ended(how="broke"))
    seconds = int(max(end.offset_s, 0.0)) + 1
    found = Average(requests=np.zeros(seconds), inside=np.ones(seconds))
    found.identities, found.whole = float(end.person), end.how == "whole"
    share, since = 1.0, 0
    for one in _without_repeats(facts):
        if isinstance(one, Reached) and one.stage not in found.stages:
            share *= one.ratio
            found.stages[one.stage] = share
            found.inside[since:] = share
        elif isinstance(one, Asked) and one.requests:
            since = min(int(one.offset_s) + 1, seconds)
            _count(found, one, share)
        elif isinstance(one, Vowed):
            found.promises += share
            found.ledger_bytes += share * VOW_BYTES
        elif isinstance(one, Saw):
            found.ledger_bytes += share * SIGHT_BYTES
    return found


def _without_repeats(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Leave out what was asked again after a pause that a run would have made before."""
    for one, following in zip_longest(facts, facts[1:]):
        if not (isinstance(following, Paused) and following.why == "soon"):
            yield one


def _count(found: Average, asked: Asked, share: float) -> None:
    at_s = min(int(asked.offset_s), len(found.requests) - 1)
    found.requests[at_s] += share * asked.requests
    found.sent_bytes += share * asked.sent_bytes
    found.received_bytes += share * asked.received_bytes
    if asked.beside:
        found.beside += share * asked.requests
