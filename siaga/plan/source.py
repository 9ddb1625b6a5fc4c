"""A Source of a plan: a measured run that is used for it, and why others are not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from siaga.judge.amount import share
from siaga.judge.generator_evidence import not_saturated, on_time, plan_offered, workers_complete
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import State
from siaga.scenario.model import Scenario
from siaga.scenario.series_name import parsed

MIX = 0.05
"""By how much the share of a population may differ between a run and the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One run.

    Attributes:
        name: as it was asked for.
        facts: what was recorded.
    """

    name: str
    facts: Recorded

    @property
    def processes(self) -> int:
        """How many processes the site had."""
        return self.facts.scenario.site.processes

    @property
    def setup(self) -> Mapping[str, str]:
        """What the site was, the number of its processes apart; runs are mixed where it is the same."""
        run, site = self.facts.run, self.facts.scenario.site
        capacity = "any" if site.capacity_per_s is None else f"{site.capacity_per_s:g}/s"
        return {
            "site": "built-in" if run.owned_site else run.host,
            "build": self._build(),
            "capacity": capacity,
            "connections": str(site.connections or "any"),
            "arguments": " ".join(run.site_arguments) or "none",
            "processor cores": str(run.cores or "unknown"),
            # By it the limits of the built-in site's neighbours follow the day.
            "scale of its neighbours": f"{run.scale / run.time_scale:g}" if run.owned_site else "none",
        }

    @property
    def identity(self) -> tuple[str, str]:
        """Which run it is, wherever its folder lies."""
        return self.facts.run.run_id, self.facts.run.started_at

    def _build(self) -> str:
        """Give what the site says that it is, its processes apart."""
        if self.facts.scenario.site.build is None:
            return "unknown"
        seen = self.facts.series.points(*parsed(self.facts.scenario.site.build))
        told = (
            ", ".join(
                f"{name} {value}" for name, value in sorted(one.labels.items()) if name != "processes"
            )
            for one in seen
        )
        return "; ".join(sorted(set(told))) or "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The runs of a plan.

    Attributes:
        used: those that are used; none where all have been left out.
        left_out: a sentence for each other one.
        warnings: a sentence for each thing that is to be known of those used.
    """

    used: tuple[Source, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]


def chosen(given: Sequence[Source], scenario: Scenario) -> Sources:
    """Choose the runs that say something of a day: those of the site that most were played on."""
    once: dict[tuple[str, str], Source] = {}
    again = []
    for one in given:
        first = once.setdefault(one.identity, one)
        if first is not one:
            again.append(f"{one.name}: is the same run as {first.name}, and counts once.")
    unfit = {one.name: why for one in once.values() if (why := _unfit(one, scenario))}
    fit = [one for one in once.values() if one.name not in unfit]
    groups = Counter(tuple(one.setup.items()) for one in fit)
    main = dict(groups.most_common(1)[0][0]) if groups else {}
    used = tuple(one for one in fit if one.setup == main)
    other = {one.name: _other(one.setup, main) for one in fit if one.setup != main}
    left_out = (f"{name}: {why}" for name, why in (unfit | other).items())
    return Sources(used=used, left_out=(*again, *left_out), warnings=tuple(_warnings(used, scenario)))


def _unfit(one: Source, scenario: Scenario) -> str:
    """Give why a run says nothing whatever the others are; empty where it may."""
    facts = one.facts
    if facts.run.scenario != scenario.name:
        return f"plays {facts.run.scenario}, and the day is {scenario.name}."
    if facts.run.replays or not facts.run.is_whole:
        return "is a replay, or was stopped before its end."
    if facts.damage:
        return f"is damaged: {facts.damage[0]}."
    checks = (workers_complete(facts), plan_offered(facts), not_saturated(facts))
    for check in checks:
        if check.state is not State.MET:
            return f"its generator is at fault, and may be what was measured: {check.text}"
    return ""


def _other(setup: Mapping[str, str], main: Mapping[str, str]) -> str:
    differs = (f"{key} {setup[key]}, not {main[key]}" for key in main if setup[key] != main[key])
    return f"is of another site than most runs: {'; '.join(differs)}."


def _warnings(used: Iterable[Source], scenario: Scenario) -> Iterator[str]:
    for one in used:
        late = on_time(one.facts)
        if late.state is not State.MET:
            yield f"{one.name}: the generator was late: {late.text}"
        if differing := list(_differing(one, scenario)):
            yield f"{one.name}: other people came than on the day: {', '.join(differing)}."


def _differing(one: Source, scenario: Scenario) -> Iterator[str]:
    """Give the populations that were a larger or smaller part of all."""
    plan = one.facts.plan
    if plan is None:
        return
    whole, there = scenario.traffic.visitors, sum(plan.populations.values())
    counted = {pop.name: pop.people for pop in scenario.traffic.populations}
    rest = whole - sum(people or 0 for people in counted.values())
    for name, people in counted.items():
        on_the_day = (rest if people is None else people) / max(whole, 1)
        measured = plan.populations.get(name, 0) / max(there, 1)
        if abs(on_the_day - measured) > MIX:
            yield f"{name} {share(measured)} of all, on the day {share(on_the_day)}"
