"""The judging of a Run: everything recorded, from facts to verdict."""

from dataclasses import dataclass, replace

from siaga.judge.audit import audit, unaudited
from siaga.judge.closed_model import CONDITION
from siaga.judge.comparison_baseline import held
from siaga.judge.controls import control_groups, control_objective
from siaga.judge.cut_short import undecided
from siaga.judge.decision import Judged, decide
from siaga.judge.evidence import evidence
from siaga.judge.finding import Audit
from siaga.judge.handouts import Handouts, read_handouts
from siaga.judge.ill_will import attempted, case_objective, ill_will
from siaga.judge.objective import judge_objective
from siaga.judge.recorded import DAMAGE, Recorded, recorded
from siaga.judge.timeline import Timeline, timeline
from siaga.judge.verdict import CLOSED, OPEN, Load, Reason, Verdict
from siaga.record.run_folder import RunFolder
from siaga.scenario.model import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What came of judging a run.

    Attributes:
        facts: what was recorded.
        verdict: what was decided.
        timeline: the run second by second.
    """

    facts: Recorded
    verdict: Verdict
    timeline: Timeline


def judge_run(folder: RunFolder, scenario: Scenario, *, strict: bool) -> Judgement:
    """Judge a run from its folder alone; the same folder gives the same verdict.

    Raises:
        OSError: run.json cannot be read.
        ValueError: run.json is no record of a run.
    """
    facts, audited = _audited(folder, recorded(folder, scenario))
    facts, handouts = _handed_out(folder, facts)
    seconds = timeline(facts)
    earlier, tried, control = held(folder, facts), ill_will(facts), control_groups(facts)
    judged = Judged(
        audit=audited,
        evidence=(*evidence(facts, audited, handouts), *([attempted(tried)] if tried else [])),
        objectives=[
            *(judge_objective(one, facts, audited) for one in scenario.objectives),
            *(undecided(case_objective(one), facts.run) for one in tried),
            *([undecided(control_objective(control), facts.run)] if control else []),
            *(undecided(one, facts.run) for one in earlier.objectives),
        ],
        load=_load(facts, seconds),
        conditions=(*_closed_model(facts), *earlier.conditions),
    )
    verdict = replace(
        decide(judged, strict=strict),
        comparison=earlier.comparison,
        ill_will=tried,
        control=control,
    )
    return Judgement(facts=facts, verdict=verdict, timeline=seconds)


def _closed_model(facts: Recorded) -> tuple[Reason, ...]:
    """Say what has to be lived with where a stock Locust file was played."""
    return (CONDITION,) if facts.scenario.traffic.is_closed else ()


def _audited(folder: RunFolder, facts: Recorded) -> tuple[Recorded, Audit]:
    """Audit the run; damaged books leave everything unknown, and are told of."""
    try:
        return facts, audit(folder, facts.scenario)
    except (OSError, ValueError) as error:
        reason = str(error).rstrip(".")
        return replace(facts, damage=(*facts.damage, reason)), unaudited(f"{reason}.")


def _handed_out(folder: RunFolder, facts: Recorded) -> tuple[Recorded, tuple[Handouts, ...]]:
    """Read who got which row: only here, as a run that goes on has its facts read every few seconds."""
    try:
        return facts, read_handouts(folder, facts.scenario, facts.run)
    except DAMAGE as error:
        reason = f"feeds: {str(error).rstrip('.')}"
        return replace(facts, damage=(*facts.damage, reason)), ()


def _load(facts: Recorded, seconds: Timeline) -> Load:
    counts = facts.counts
    return Load(
        model=CLOSED if facts.scenario.traffic.is_closed else OPEN,
        most_inside=counts.most_active,
        planned_arrivals=facts.planned(),
        arrived=counts.number("arrived"),
        dropped=counts.number("dropped"),
        requests=counts.number("sent"),
        peak_arrivals_per_s=float(max(seconds.arrived, default=0)),
    )
