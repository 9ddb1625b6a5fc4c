"""The Showing of a level: whether it held, was broken, or says nothing, by its run's verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from siaga.capacity.headroom import Headroom
from siaga.capacity.level import Outcome
from siaga.judge.verdict import EvidenceResult, ObjectiveResult, State, Verdict

GENERATORS = frozenset(
    {
        "run-to-its-end",
        "workers-complete",
        "files-confirmed",
        "plan-offered",
        "generator-on-time",
        "generator-not-saturated",
        "generator-equipped",
        "clocks-agree",
    }
)
"""Evidence that speaks of the generator and not of the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What a run shows of its load.

    Attributes:
        outcome: which of the four.
        by: ids of what was broken or is missing; empty where it held.
        text: the same in a sentence.
        longer_s: how much longer it would have to be to decide; None where nobody can tell.
        headroom: what the generator had left; None where nobody told.
    """

    outcome: Outcome
    by: tuple[str, ...] = ()
    text: str = ""
    longer_s: float | None = None
    headroom: Headroom | None = None


def showing(verdict: Verdict) -> Showing:
    """Say what a verdict shows: a broken promise first, then the generator, then the objectives.

    What nothing but dropped arrivals keeps from being decided is the generator's.
    An objective that was missed while the site could not be looked at is missed all the same.
    """
    missing = [one for one in verdict.evidence if one.state is not State.MET and _counts(one, verdict)]
    broken = [one for one in verdict.deciding if one.state is State.BROKEN and not one.is_open]
    own = [one for one in missing if one.id in GENERATORS]
    unsent = [one for one in verdict.deciding if one.unsent]
    open_ = [one for one in verdict.deciding if one.is_open]
    left = _headroom(verdict.evidence)
    if verdict.audit.findings:
        rules = tuple(one.rule for one in verdict.audit.findings)
        text = verdict.audit.findings[0].text
        return Showing(outcome=Outcome.BROKEN, by=rules, text=text, headroom=left)
    if own:
        return _of(Outcome.LIMITED, own, left)
    if broken:
        return _of(Outcome.BROKEN, broken, left)
    if unsent:
        return _of(Outcome.LIMITED, unsent, left)
    if missing or open_:
        return _of(Outcome.OPEN, [*missing, *open_], left)
    return Showing(outcome=Outcome.HELD, headroom=left)


def _counts(one: EvidenceResult, verdict: Verdict) -> bool:
    """Tell whether a check says something: of promises that nobody asked for it does not.

    Nor does a rule of which a level had no case say anything of how much the site can do.
    """
    if one.id == "rules-decided":
        return False
    return one.id != "few-unknown" or verdict.audit.attempted > 0


def _of(
    outcome: Outcome, found: Sequence[EvidenceResult | ObjectiveResult], left: Headroom | None
) -> Showing:
    longer = [one.longer_s for one in found if isinstance(one, ObjectiveResult)]
    known = [one for one in longer if one is not None]
    return Showing(
        outcome=outcome,
        by=tuple(one.id for one in found),
        text=found[0].text,
        longer_s=max(known) if known and len(known) == len(found) else None,
        headroom=left,
    )


def _headroom(evidence: Sequence[EvidenceResult]) -> Headroom | None:
    told = {one.id: one for one in evidence if one.value is not None}
    cpu, late = told.get("generator-not-saturated"), told.get("generator-on-time")
    if cpu is None or late is None or cpu.value is None or late.value is None:
        return None
    return Headroom(cpu_ratio=cpu.value, cpu_limit=cpu.limit, late_s=late.value, late_limit_s=late.limit)
