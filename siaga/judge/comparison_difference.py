"""A Difference between two runs that is none of the site: it is told of, and may spoil measures."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from siaga.judge.amount import number, share
from siaga.judge.comparison_pair import Kind, Pair
from siaga.judge.generator_evidence import not_saturated, on_time, plan_offered, workers_complete
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import State
from siaga.record.loopback import is_loopback
from siaga.record.run_record import RunRecord

EVERYTHING: frozenset[Kind] = frozenset({"latency", "errors", "dropped", "goodput"})
OF_THE_MACHINE: frozenset[Kind] = frozenset({"latency", "dropped", "goodput"})
DROPPED: frozenset[Kind] = frozenset({"dropped"})
NOTHING: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs, or is wrong with one of the runs.

    Attributes:
        text: one sentence.
        spoils: kinds of measures that mean nothing by it.
    """

    text: str
    spoils: frozenset[Kind]


def differences(pair: Pair) -> list[Difference]:
    """Give everything that should be alike in two runs and is not, the gravest first."""
    before, after = pair.both
    return [
        *_unbelievable("baseline", before),
        *_unbelievable("run", after),
        *_of_others("baseline", before, pair.least.others),
        *_of_others("run", after, pair.least.others),
        *_of_the_day(before, after),
        *_of_the_place(before.run, after.run),
        *_of_the_making(before.run, after.run),
    ]


def _unbelievable(name: str, facts: Recorded) -> Iterator[Difference]:
    """Find what makes one of the runs prove nothing."""
    run = facts.run
    if not run.is_whole:
        yield Difference(text=f"The {name} was stopped before its end.", spoils=EVERYTHING)
    if run.replays:
        yield Difference(text=f"The {name} is a replay of a few visitors.", spoils=EVERYTHING)
    for damage in facts.damage:
        yield Difference(text=f"The {name} is damaged: {damage}.", spoils=EVERYTHING)
    for check in (workers_complete(facts), plan_offered(facts)):
        if check.state is not State.MET:
            yield Difference(text=f"Of the {name}: {check.text}", spoils=EVERYTHING)
    for check in (on_time(facts), not_saturated(facts)):
        if check.state is not State.MET:
            yield Difference(text=f"Of the {name}: {check.text}", spoils=OF_THE_MACHINE)


def _of_others(name: str, facts: Recorded, most: float) -> Iterator[Difference]:
    """Find whether somebody else worked on the machine: what is beside it is slower by that."""
    if facts.plan is None:
        return
    from_s, until_s = facts.plan.t0_s, facts.plan.t0_s + facts.planned_until_s
    seen = [one for one in facts.machine if from_s <= one.at_s < until_s]
    taken = sum(one.others_ratio for one in seen) / len(seen) if seen else 0.0
    if taken > most:
        who = defaultdict[str, float](float)
        for one in seen:
            who[one.most] += one.others_ratio
        text = (
            f"Others took {share(round(taken, 2))} of the machine of the {name}, most of it"
            f" {max(who, key=lambda one: who[one]) or 'unseen'}; baseline.others is {share(most)}."
        )
        yield Difference(text=text, spoils=OF_THE_MACHINE)


def _of_the_day(before: Recorded, after: Recorded) -> Iterator[Difference]:
    """Find what was played differently."""
    first, second = before.scenario, after.scenario
    scales = [("scale", EVERYTHING), ("time_scale", EVERYTHING), ("seed", NOTHING)]
    yield from _unlike([("scenario", EVERYTHING)], _shown(before.run), _shown(after.run))
    yield from _unlike(scales, _shown(before.run), _shown(after.run))
    if first.traffic != second.traffic:
        yield Difference(text="The traffic of the scenario differs.", spoils=EVERYTHING)
    turns = ("quota", "raises", "opens", "closes")
    if any(getattr(first.site, name) != getattr(second.site, name) for name in turns):
        text = "The seats of the scenario differ, or when joining opens or closes."
        yield Difference(text=text, spoils=EVERYTHING)
    if first.site.processes != second.site.processes:
        text = f"site.processes: {first.site.processes} in the baseline, {second.site.processes} now."
        yield Difference(text=text, spoils=NOTHING)


def _of_the_place(before: RunRecord, after: RunRecord) -> Iterator[Difference]:
    """Find what ran elsewhere, or on more or less."""
    first = {"site": _kind(before), "workers": str(before.workers), "cores": number(before.cores)}
    second = {"site": _kind(after), "workers": str(after.workers), "cores": number(after.cores)}
    yield from _unlike([("site", OF_THE_MACHINE), ("workers", DROPPED)], first, second)
    if before.cores and after.cores:
        yield from _unlike([("cores", OF_THE_MACHINE)], first, second)
    elsewhere = not before.owned_site and not after.owned_site
    if elsewhere and _host(before) != _host(after):
        text = f"The site was {_host(before)} in the baseline, and is {_host(after)} now."
        yield Difference(text=text, spoils=NOTHING)


def _of_the_making(before: RunRecord, after: RunRecord) -> Iterator[Difference]:
    """Find what was made otherwise; where that matters, the measures show it."""
    if before.site_arguments != after.site_arguments:
        first, second = (" ".join(one.site_arguments) or "none" for one in (before, after))
        text = f"Arguments of the built-in site: {first} in the baseline, {second} now."
        yield Difference(text=text, spoils=NOTHING)
    if before.locustfile_digest != after.locustfile_digest:
        yield Difference(text="The Locust file is another one.", spoils=NOTHING)
    every = [(name, NOTHING) for name in sorted({*before.versions, *after.versions})]
    yield from _unlike(every, before.versions, after.versions)


def _unlike(
    names: Iterable[tuple[str, frozenset[Kind]]], first: Mapping[str, str], second: Mapping[str, str]
) -> Iterator[Difference]:
    for name, spoils in names:
        one, other = first.get(name, "none"), second.get(name, "none")
        if one != other:
            text = f"{name.replace('_', ' ')}: {one} in the baseline, {other} now."
            yield Difference(text=text, spoils=spoils)


def _shown(run: RunRecord) -> dict[str, str]:
    return {
        "scenario": run.scenario,
        "scale": number(run.scale),
        "time_scale": number(run.time_scale),
        "seed": str(run.seed),
    }


def _kind(run: RunRecord) -> str:
    """Say where the site was, as far as that decides about its latencies."""
    if run.owned_site:
        return "the built-in one"
    return "on the generator's machine" if is_loopback(_host(run)) else "on another machine"


def _host(run: RunRecord) -> str:
    return urlsplit(run.host).hostname or run.host
