"""The Outlook of a full run: what it would send, told from the plan and from one walk of each journey.

A visitor sends what the walk sent, as far as the funnel lets it come, at the times at which the walk
would have sent it with every pause. What visitors do when the site does not do what they want comes on
top; a chance that the walk took is taken by everybody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from siaga.record.walk_fact import Fact
from siaga.scenario.abuse import intrusions
from siaga.scenario.arrivals import Arrivals, plan
from siaga.scenario.caps import Caps
from siaga.scenario.model import Population, Scenario
from siaga.stage.average import Average, Series, average, nobody

ROLL_READINGS, ENTRY_BYTES = 3, 300
WORKER_BYTES_PER_S, METRICS_BYTES_PER_S, REPORT_BYTES = 7_000, 5_000, 1_000_000
"""What runs have written so far: an entry of the roll, a second of one worker's tallies and histograms,
one of the site's metrics, the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A population of the run.

    Attributes:
        name: its name.
        journey: that it walks.
        visitors: how many there are.
        by_phase: how many come in each phase.
        stages: how many reach each stage.
        requests: that they send, all together.
        promises: that they ask for.
        whole: whether its walk came to its end; what comes after is missing where it did not.
        walked: whether anybody walked for it.
    """

    name: str
    journey: str
    visitors: int
    by_phase: Mapping[str, int]
    stages: Mapping[str, int]
    requests: int
    promises: int
    whole: bool
    walked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a run would send.

    Attributes:
        groups: by population.
        visitors: who come.
        abusers: who come beside them and mean harm; nobody has walked for them.
        duration_s: from the first phase to the end of the last.
        patience_s: that comes on top, at most.
        peak_arrivals_per_s: in the fullest second.
        requests: in all.
        peak_requests_per_s: in the fullest second.
        peak_at_s: when that second is, in run seconds.
        beside: of the requests, those to something beside the site: letters, codes.
        sent_bytes: with all of them.
        received_bytes: with their answers.
        promises: that are asked for.
        identities: of whom the site is told who they are.
        inside: visitors who are there at once, at most.
        folder_bytes: what the run folder takes, roughly.
        stops: a sentence for each cap that would end the run.
    """

    groups: tuple[Group, ...]
    visitors: int
    abusers: int
    duration_s: float
    patience_s: float
    peak_arrivals_per_s: int
    requests: int
    peak_requests_per_s: int
    peak_at_s: int
    beside: int
    sent_bytes: int
    received_bytes: int
    promises: int
    identities: int
    inside: int
    folder_bytes: int
    stops: tuple[str, ...] = ()


def outlook(scenario: Scenario, walks: Mapping[str, Sequence[Fact]], workers: int) -> Outlook:
    """Tell what a run would send.

    Args:
        scenario: the resolved scenario.
        walks: facts of the walk of each population that was walked for.
        workers: generator processes.
    """
    traffic, everybody = scenario.traffic, plan(scenario.traffic, scenario.seed)
    seconds = int(np.ceil(traffic.curve.duration_s))
    crowds = list(_crowds(scenario, everybody, walks))
    sent = _sum(np.convolve(one.coming, one.average.requests) for one in crowds)
    inside = _sum(np.convolve(one.coming, one.average.inside) for one in crowds)
    promises = sum(one.times(one.average.promises) for one in crowds)
    found = Outlook(
        groups=tuple(_group(one, scenario) for one in crowds),
        visitors=traffic.visitors,
        abusers=len(intrusions(scenario.abuse, traffic)),
        duration_s=traffic.curve.duration_s,
        patience_s=traffic.patience_s,
        peak_arrivals_per_s=int(everybody.per_second(seconds).max(initial=0)),
        requests=round(float(sent.sum())),
        peak_requests_per_s=int(np.ceil(sent.max(initial=0.0))),
        peak_at_s=int(sent.argmax()),
        beside=sum(one.times(one.average.beside) for one in crowds),
        sent_bytes=sum(one.times(one.average.sent_bytes) for one in crowds),
        received_bytes=sum(one.times(one.average.received_bytes) for one in crowds),
        promises=promises,
        identities=sum(one.times(one.average.identities) for one in crowds),
        inside=int(np.ceil(inside.max(initial=0.0))),
        folder_bytes=sum(one.times(one.average.ledger_bytes) for one in crowds)
        + ROLL_READINGS * ENTRY_BYTES * min(promises, scenario.site.quota or promises)
        + round(traffic.curve.duration_s * (workers * WORKER_BYTES_PER_S + METRICS_BYTES_PER_S))
        + REPORT_BYTES,
    )
    return replace(found, stops=tuple(_stops(found, scenario.caps)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crowd:
    """The visitors of a population, and what each of them does on average."""

    population: Population
    arrivals: Arrivals
    coming: Series
    average: Average
    walked: bool

    def times(self, of_one: float) -> int:
        """Give how much it is for all of them."""
        return round(len(self.arrivals.index) * of_one)


def _crowds(
    scenario: Scenario, everybody: Arrivals, walks: Mapping[str, Sequence[Fact]]
) -> Iterator[_Crowd]:
    seconds = int(np.ceil(scenario.traffic.curve.duration_s))
    for number, one in enumerate(scenario.traffic.populations):
        mine = everybody.of(number)
        facts = walks.get(one.name)
        yield _Crowd(
            population=one,
            arrivals=mine,
            coming=mine.per_second(seconds).astype(float),
            average=nobody() if facts is None else average(facts),
            walked=facts is not None,
        )


def _group(crowd: _Crowd, scenario: Scenario) -> Group:
    average = crowd.average
    starts = scenario.traffic.phase_starts_s()
    # A visitor comes in the last phase that has begun.
    place = np.searchsorted(list(starts.values()), crowd.arrivals.at_s, side="right") - 1
    numbers = np.bincount(place, minlength=len(starts)).tolist()
    return Group(
        name=crowd.population.name,
        journey=crowd.population.journey,
        visitors=len(crowd.arrivals.index),
        by_phase=dict(zip(starts, numbers, strict=True)),
        stages={name: crowd.times(share) for name, share in average.stages.items()},
        requests=crowd.times(float(average.requests.sum())),
        promises=crowd.times(average.promises),
        whole=average.whole,
        walked=crowd.walked,
    )


def _sum(series: Iterable[Series]) -> Series:
    """Add series up of which one may be longer than the other."""
    every = list(series)
    total = np.zeros(max(map(len, every), default=1))
    for one in every:
        total[: len(one)] += one
    return total


def _stops(found: Outlook, caps: Caps) -> Iterator[str]:
    """Say which cap would end the run."""
    for key, what, most, cap in (
        ("requests", "go out in the fullest second", found.peak_requests_per_s, caps.requests_per_s),
        ("connections", "are open at once", found.inside, caps.connections),
        ("bytes", "go over the wire", found.sent_bytes + found.received_bytes, caps.traffic_bytes),
    ):
        if cap is not None and most > cap:
            yield f"caps.{key}: {most:,} {what}; {cap:,g} are allowed, and the run would be ended"
