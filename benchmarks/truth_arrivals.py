"""The arrivals case: how evenly they come, as the server sees it."""

from collections.abc import Sequence

import numpy as np
from truth_behaviour import Behaviour
from truth_log import slot_shares
from truth_peers import fast, fast_at_random, k6, k9, ordinary
from truth_play import Play
from truth_result import Result, percent
from truth_siaga import Siaga
from truth_told import Contender, Work

TITLE = "Arrivals: the fullest tenth of a second"
WORK = Work(rate_per_s=200, for_s=12, behaviour=Behaviour())
EVEN = Siaga()
POISSON = Siaga(arrivals="poisson", name="siaga, poisson")
CONTENDERS: Sequence[Contender] = [
    EVEN, POISSON, k6(10), k9(10), fast(10), fast(800), fast_at_random(100), ordinary(800),
]  # fmt: skip
WITHIN = 0.01
"""So much more than is planned may be seen: two arrivals of a second's 200."""


def result(plays: Sequence[Play]) -> Result:
    """Show the share of a second's arrivals that its fullest 100 ms had."""
    rows, missed = [], list[str]()
    for one in plays:
        mean, worst = one.log.fullest(WORK.rate_per_s)
        planned = _planned(one.contender)
        shown = [percent(share) for share in (planned, mean, worst)]
        rows.append([one.contender, f"{len(one.log.kinds):,}", *shown])
        if planned is not None and mean > planned + WITHIN:
            missed.append(
                f"{one.contender} is seen with {percent(mean)}; {percent(planned)} is planned."
            )
    return Result(
        title=TITLE,
        told="200 arrivals a second for 12 s, at a server that answers at once. Shown is how many of a"
        " second's arrivals came in its fullest 100 ms, by the server's stamps; 10 % is perfectly even.",
        head=["contender", "seen", "planned", "on average", "worst second"],
        rows=rows,
        missed=missed,
    )


def _planned(contender: str) -> float | None:
    """Give what siaga's own plan has; None of contenders that have none."""
    for one in (EVEN, POISSON):
        if one.name == contender:
            return float(np.mean(slot_shares(one.planned_s(WORK) + 0.5 / WORK.rate_per_s)[1:]))
    return None
