"""The evidence of a run: whether it can be believed; each check alone can keep it from deciding."""

import math
import sys
from collections.abc import Iterator, Sequence

import numpy as np

from siaga.judge.agreement import counts_agree
from siaga.judge.amount import duration, seconds, share
from siaga.judge.checked import checked, unknown
from siaga.judge.equipment import equipped
from siaga.judge.expression import Expression, parse
from siaga.judge.fault_evidence import faults_proven
from siaga.judge.feed_evidence import feed_rows
from siaga.judge.finding import Audit
from siaga.judge.generator_evidence import (
    NO_PLAN,
    files_confirmed,
    ledger_complete,
    not_saturated,
    on_time,
    plan_offered,
    workers_complete,
)
from siaga.judge.handouts import Handouts
from siaga.judge.measures import SeriesValue
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import NoPeriodError, Seconds, moments_s, seconds_of
from siaga.judge.self_tested import self_tested
from siaga.judge.target_evidence import clocks_agree, target_unchanged
from siaga.judge.undecided import rules_decided
from siaga.judge.verdict import EvidenceResult, State
from siaga.observe.series import UP
from siaga.roll.reading import BEFORE, FIRST, NOTICES, NOTICES_BEFORE, RESTARTED, SECOND


def evidence(
    facts: Recorded, audit: Audit, handouts: Sequence[Handouts] = ()
) -> tuple[EvidenceResult, ...]:
    """Give every check that applies to the run, in the order in which a reader asks.

    Args:
        facts: of the run.
        audit: of it.
        handouts: of each feed of the scenario; none: nobody knows who got which row.
    """
    checks = [_uninterrupted(facts), _undamaged(facts), workers_complete(facts)]
    checks += [files_confirmed(facts), plan_offered(facts), on_time(facts), not_saturated(facts)]
    checks += [equipped(facts), clocks_agree(facts)]
    if facts.scenario.feeds:
        checks.append(feed_rows(handouts))
    if facts.scenario.site.metrics is not None:
        checks.append(_telemetry(facts))
    if facts.scenario.site.build is not None:
        checks.append(target_unchanged(facts, facts.scenario.site.build))
    if facts.faults or facts.scenario.faults:
        checks.append(faults_proven(facts))
    if facts.scenario.site.roll is not None:
        checks += _promises(facts, audit)
    if facts.scenario.evidence.self_test:
        checks.append(self_tested(facts))
    return tuple(checks)


def _promises(facts: Recorded, audit: Audit) -> Iterator[EvidenceResult]:
    """Give the checks of what the site has promised; those of a whole day not where that was cut."""
    books = [ledger_complete(facts, audit), _roll(facts)]
    yield from books
    aborted = bool(facts.run.aborted_for)
    # What could not be read leaves most rules unknown, and is told by its own check.
    if not aborted and all(one.state is State.MET for one in books):
        yield rules_decided(audit)
    if not aborted:
        yield _acknowledged(facts, audit)
        yield _unknown(facts, audit)
    if facts.scenario.site.counter is not None:
        yield counts_agree(audit)
    if facts.scenario.evidence.seen and not aborted:
        yield _seen(facts, audit)


def _uninterrupted(facts: Recorded) -> EvidenceResult:
    """A run that a key objective ended early proves what ended it; any other end proves nothing."""
    run = facts.run
    kept, text = True, "Nobody and no guard stopped the run."
    if run.interrupted or run.stopped_by:
        why = "Somebody" if run.interrupted else f"A guard ({run.stopped_by})"
        kept, text = False, f"{why} stopped the run before its end."
    elif run.aborted_for:
        kept = any(one.key and one.id == run.aborted_for for one in facts.scenario.objectives)
        text = f"{run.aborted_for} ended the run early, at {duration(run.aborted_at_s)}"
        left = "what only a whole run can show is not asked"
        text = f"{text}; {left if kept else 'it is no key objective, and the run decides nothing'}."
    return checked("run-to-its-end", kept=kept, value=0.0 if kept else 1.0, limit=0.0, text=text)


def _undamaged(facts: Recorded) -> EvidenceResult:
    told = " ".join(f"{one}." for one in facts.damage)
    return checked(
        "files-whole",
        kept=not facts.damage,
        value=float(len(facts.damage)),
        limit=0.0,
        text=told or "Every file of the run could be read.",
    )


def _telemetry(facts: Recorded) -> EvidenceResult:
    limit_s = facts.scenario.evidence.telemetry_gap_s
    if facts.plan is None:
        return unknown("telemetry-whole", limit_s, NO_PLAN)
    end_s = min(facts.plan.duration_s, facts.planned_until_s)
    judged = _up_is_judged(facts)
    known = [
        bool(up) or math.floor(at_s) in judged
        for at_s, up in zip(facts.series.attempts_s, facts.series.up, strict=True)
    ]
    inside = np.clip(facts.series.attempts_s[known], 0.0, end_s)
    gap_s = float(np.diff(np.concatenate(([0.0], inside, [end_s]))).max())
    return checked(
        "telemetry-whole",
        kept=gap_s <= limit_s,
        value=gap_s,
        limit=limit_s,
        text=f"The site was not looked at for {seconds(gap_s)} at the longest; {seconds(limit_s)} are"
        " allowed.",
    )


def _up_is_judged(facts: Recorded) -> Seconds:
    """Give the seconds in which a key objective judges failed scrapes: there they are an answer."""
    keys = (one for one in facts.scenario.objectives if one.key)
    expressions = (parse(text) for one in keys for text in one.expressions)
    stretches = (
        stretch
        for one in expressions
        if isinstance(one.measure, SeriesValue) and one.measure.top.name == UP
        for stretch in _judged(one, facts)
    )
    return Seconds.of(stretches)


def _judged(expression: Expression, facts: Recorded) -> Sequence[range]:
    """Give the stretches in which an expression has to hold."""
    try:
        if expression.recovery is not None:
            soon_s = math.ceil(expression.recovery.within_s) + expression.window_s
            moments = moments_s(expression.recovery, facts)
            return [range(math.floor(at_s), math.ceil(at_s) + soon_s) for at_s in moments]
        if expression.during is not None:
            return seconds_of(expression.during, facts).ranges
    except NoPeriodError:
        return []
    return [range(sys.maxsize)]


def _roll(facts: Recorded) -> EvidenceResult:
    needed = [BEFORE, FIRST, SECOND, *([RESTARTED] if facts.run.owned_site else [])]
    notices = [] if facts.scenario.site.notices is None else [NOTICES_BEFORE, NOTICES]
    missing = list(_missing(facts, [*needed, *notices]))
    told = f"The roll was read {len(needed)} times: {', '.join(needed)}."
    return checked(
        "roll-read",
        kept=not missing,
        value=float(len(needed) + len(notices) - len(missing)),
        limit=float(len(needed) + len(notices)),
        text=" ".join(missing) or f"{told}{' The notices were read before and after.' * bool(notices)}",
    )


def _missing(facts: Recorded, needed: Sequence[str]) -> Iterator[str]:
    for name in needed:
        reading = facts.readings.get(name)
        if reading is None:
            yield f"Reading {name!r} was not taken."
        elif reading.error:
            yield f"Reading {name!r} failed: {reading.error}."


def _acknowledged(facts: Recorded, audit: Audit) -> EvidenceResult:
    limit = facts.scenario.evidence.acknowledged
    return checked(
        "enough-acknowledged",
        kept=audit.acknowledged >= limit,
        value=float(audit.acknowledged),
        limit=float(limit),
        text=f"{audit.acknowledged:,} operations were acknowledged; {limit:,} are needed.",
    )


def _unknown(facts: Recorded, audit: Audit) -> EvidenceResult:
    limit = facts.scenario.evidence.unknown
    if audit.attempted == 0:
        return unknown("few-unknown", limit, "No operation was attempted.")
    ratio = audit.unknown / audit.attempted
    return checked(
        "few-unknown",
        kept=ratio <= limit,
        value=ratio,
        limit=limit,
        text=f"{audit.unknown:,} of {audit.attempted:,} operations have an unknown outcome"
        f" ({share(ratio)}); {share(limit)} are allowed.",
    )


def _seen(facts: Recorded, audit: Audit) -> EvidenceResult:
    wanted = facts.scenario.evidence.seen
    missing = [name for name in wanted if name not in audit.seen]
    return checked(
        "moments-seen",
        kept=not missing,
        value=float(len(wanted) - len(missing)),
        limit=float(len(wanted)),
        text=f"The run never saw: {', '.join(missing)}; it proves nothing about that."
        if missing
        else f"The run saw what it had to: {', '.join(wanted)}.",
    )
