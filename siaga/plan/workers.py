"""The Workers of a day: how many generator processes send it, by the CPU that requests took."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from siaga.judge.recorded import Recorded
from siaga.plan.fit import BEYOND, SEED
from siaga.plan.interval import Interval
from siaga.scenario.curve import Floats

DRAWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """What the generator has to be.

    Attributes:
        request_cpu_s: CPU time of a worker for one request; beside it an idle worker takes some, too.
        sent_per_visitor: requests that went out for each visitor, of all steps, retries included.
        peak_per_s: requests that have to go out in the worst second.
        each_per_s: requests a second that one worker is counted with.
        seen_per_s: the most that one was seen sending.
        needed: how many workers.
    """

    request_cpu_s: Interval
    sent_per_visitor: float
    peak_per_s: float
    each_per_s: Interval
    seen_per_s: float
    needed: Interval

    @property
    def is_capped(self) -> bool:
        """Whether a worker could send more by its CPU, of which nothing was seen."""
        return self.each_per_s.value >= BEYOND * self.seen_per_s


def workers(runs: Sequence[Recorded], visitors_per_s: float, limit: float) -> Workers | None:
    """Give what the generator has to be; None where its workers told nothing of themselves.

    Args:
        runs: what was recorded.
        visitors_per_s: the rate of the worst moment of the day.
        limit: share of a core that a worker may use, above 0 to 1.
    """
    tallies = [tally for run in runs for one in run.counts.workers for tally in one.tallies]
    sent = np.array([one.sent for one in tallies], dtype=float)
    busy = np.array([one.cpu_ratio for one in tallies])
    came = sum(run.counts.number("arrived") for run in runs)
    if not (came and sent.any() and busy.any()):
        return None
    seen = float(np.quantile(sent[sent > 0], 0.95))
    costs = _costs(sent, busy)
    each = np.array([_each(idle, request_s, limit, seen) for idle, request_s in costs])
    each_per_s = Interval.of(float(each[0]), each)
    peak_per_s = visitors_per_s * float(sent.sum()) / came
    return Workers(
        request_cpu_s=Interval.of(float(costs[0, 1]), costs[:, 1]),
        sent_per_visitor=float(sent.sum()) / came,
        peak_per_s=peak_per_s,
        each_per_s=each_per_s,
        seen_per_s=seen,
        needed=Interval(
            value=math.ceil(peak_per_s / each_per_s.value),
            low=math.ceil(peak_per_s / each_per_s.high),
            high=math.ceil(peak_per_s / each_per_s.low),
        ),
    )


def _costs(sent: Floats, busy: Floats) -> Floats:
    """Give share of a core when idle and CPU seconds of a request, of all seconds and of draws."""
    dice = np.random.default_rng(SEED)
    whole = np.arange(sent.size)
    drawn = [whole, *(dice.integers(0, sent.size, size=(DRAWS, sent.size)))]
    return np.array([_cost(sent[one], busy[one]) for one in drawn])


def _cost(sent: Floats, busy: Floats) -> Floats:
    cost: Floats = optimize.nnls(np.stack([np.ones_like(sent), sent]).T, busy)[0]
    return cost


def _each(idle: float, request_s: float, limit: float, seen_per_s: float) -> float:
    """Give what one worker can send: by its CPU, and at most twice what was seen."""
    most = BEYOND * seen_per_s
    free = max(limit - idle, 0.05 * limit)
    return min(free / request_s, most) if request_s > 0 else most
