"""The Pause: how long people waited before a step, over all the times that it was recorded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, median

SHORTEST_S = 0.3
"""What follows sooner was no person's doing."""

LONGEST_S = 300.0
"""Whoever waits longer has left the desk."""

FEW = 2
"""So many pauses have no spread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A log-normal pause.

    Attributes:
        median_s: in seconds, to a tenth.
        sigma: of its logarithm; None where too few pauses tell.
    """

    median_s: float
    sigma: float | None


def pause_of(pauses_s: Sequence[float]) -> Pause | None:
    """Fit a pause; None where nobody waited."""
    waited = [min(one, LONGEST_S) for one in pauses_s if one >= SHORTEST_S]
    if not waited or len(waited) * 2 < len(pauses_s):
        return None
    spread = (
        NormalDist.from_samples([math.log(one) for one in waited]).stdev if len(waited) > FEW else None
    )
    return Pause(
        median_s=round(median(waited), 1),
        sigma=None if spread is None else round(spread, 2),
    )
