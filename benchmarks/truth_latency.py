"""The latency cases: a server that delays by a known distribution, and one that stalls."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from truth_behaviour import Behaviour
from truth_log import QUANTILES, quantiles_s
from truth_peers import fast, k6, k9, ordinary
from truth_play import Play
from truth_result import Result, late, ms, said
from truth_siaga import Siaga
from truth_told import Contender, Work

DELAYS = Work(rate_per_s=200, for_s=20, behaviour=Behaviour(median_s=0.03, sigma=0.8))
STALL = Work(
    rate_per_s=200,
    for_s=20,
    behaviour=Behaviour(median_s=0.005, stall_from_s=8.0, stall_for_s=5.0),
)
WITHIN_S, WITHIN_RATIO = 0.001, 0.01
"""A quantile may be off by the larger of both."""

Truth = Callable[[Play], Mapping[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencyCase:
    """A work whose quantiles are known.

    Attributes:
        title: of its table.
        told: what was done.
        work: what.
        contenders: who.
        truth: gives the true quantiles of a play.
    """

    title: str
    told: str
    work: Work
    contenders: Sequence[Contender]
    truth: Truth

    def result(self, plays: Sequence[Play]) -> Result:
        """Hold what was told against the truth: of each figure the median of the rounds."""
        rounds: dict[tuple[str, str], list[Play]] = defaultdict(list)
        for one in plays:
            for measure in one.told:
                rounds[one.contender, measure].append(one)
        rows, missed = [], list[str]()
        for (name, measure), of in rounds.items():
            rows.append(self._row(name, measure, of))
            if (name, measure) == ("siaga", ""):
                missed += self._missed(measure, of)
        quantiles = [f"p{q * 100:g} (off)" for q in QUANTILES]
        head = ["contender", "requests", "not sent", *quantiles]
        truth = [self.truth(one) for one in plays]
        true = [f"**{ms(median(one[q] for one in truth))}**" for q in QUANTILES]
        rows.insert(0, ["**true**, ms", f"**{self.work.arrivals:,}**", "**0**", *true])
        return Result(
            title=self.title, told=f"{self.told} {late(plays)}", head=head, rows=rows, missed=missed
        )

    def _row(self, name: str, measure: str, of: Sequence[Play]) -> list[str]:
        told = [one.told[measure] for one in of]
        figures = []
        for q in QUANTILES:
            reported_s = median(one.quantiles_s[q] for one in told)
            figures.append(f"{ms(reported_s)} ({ms(self._off_s(q, measure, of), signed=True)})")
        unsent = [one.not_sent for one in told if one.not_sent is not None]
        requests = median(one.requests for one in told)
        shown = f"{name}, {measure}" if measure else name
        return [shown, said(requests), said(median(unsent) if unsent else None), *figures]

    def _off_s(self, q: float, measure: str, of: Sequence[Play]) -> float:
        """Give by how much a quantile was off, in the median of the rounds."""
        return median(one.told[measure].quantiles_s[q] - self.truth(one)[q] for one in of)

    def _missed(self, measure: str, of: Sequence[Play]) -> list[str]:
        found = []
        for q in QUANTILES:
            off_s, true_s = self._off_s(q, measure, of), median(self.truth(one)[q] for one in of)
            allowed_s = max(WITHIN_S, WITHIN_RATIO * true_s)
            if abs(off_s) > allowed_s:
                told = f"p{q * 100:g} is off by {ms(off_s, signed=True)} ms"
                found.append(f"{told}; {ms(allowed_s)} ms are allowed.")
        return found


def imposed(play: Play) -> Mapping[float, float]:
    """Give the quantiles of what the server imposed on those who came."""
    return quantiles_s(play.log.imposed_s)


def meant(play: Play) -> Mapping[float, float]:
    """Give the quantiles of what the server imposes on everybody who is meant to come, each in time.

    Where everybody came, how late its answers left is in it: of a thousand at once one leaves after
    the other.
    """
    work = play.work
    at_s = np.arange(work.arrivals) / work.rate_per_s
    waits_s = np.array([work.behaviour.imposed_s(float(one)) for one in at_s])
    if len(play.log.kinds) >= work.arrivals:
        waits_s += play.log.late_s[: work.arrivals]
    return quantiles_s(waits_s)


CASES = {
    "delays": LatencyCase(
        title="Latency: a known distribution",
        told="200 arrivals a second for 20 s. Each answer is held for a time drawn from a"
        " log-normal distribution with a median of 30 ms (sigma 0.8). True is how long it held them.",
        work=DELAYS,
        contenders=[Siaga(), k6(50), k9(50), fast(100), ordinary(100)],
        truth=imposed,
    ),
    "stall": LatencyCase(
        title="Latency: a stall of 5 s",
        told="200 arrivals a second for 20 s. Each answer takes 5 ms; from 8 s to 13 s nobody gets one."
        " True is how long visitors wait who come when planned.",
        work=STALL,
        contenders=[Siaga(), k6(10), k6(1_200), k9(10), fast(10), fast(800), ordinary(10)],
        truth=meant,
    ),
}
