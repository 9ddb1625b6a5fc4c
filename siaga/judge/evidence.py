"""The evidence of a run: whether it can be believed; each check alone can keep it from deciding."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from siaga.judge.amount import seconds, share
from siaga.judge.expression import SeriesValue, parse
from siaga.judge.finding import Audit
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import EvidenceResult, State
from siaga.record.tally import Tally
from siaga.roll.reading import BEFORE, FIRST, RESTARTED, SECOND

ALMOST_ALWAYS = 0.98
"""A worker may be late in one second of fifty: a machine has other things to do, too."""

_NO_PLAN = "There is no plan of the run: it never began, or evidence/plan.json is lost."


def evidence(facts: Recorded, audit: Audit) -> tuple[EvidenceResult, ...]:
    """Give every check that applies to the run, in the order in which a reader asks."""
    checks = [_uninterrupted(facts), _undamaged(facts), _workers(facts), _offered(facts)]
    checks += [_loop_lag(facts), _cpu(facts)]
    if facts.scenario.site.metrics is not None:
        checks.append(_telemetry(facts))
    if facts.scenario.site.roll is not None:
        checks += [
            _ledgers(facts, audit),
            _roll(facts),
            _acknowledged(facts, audit),
            _unknown(facts, audit),
        ]
        if facts.scenario.evidence.seen:
            checks.append(_seen(facts, audit))
    return tuple(checks)


def _uninterrupted(facts: Recorded) -> EvidenceResult:
    run = facts.run
    why = "Somebody" if run.interrupted else f"A guard ({run.stopped_by})"
    stopped = run.interrupted or bool(run.stopped_by)
    return _result(
        "run-to-its-end",
        kept=not stopped,
        value=float(stopped),
        limit=0.0,
        text=f"{why} stopped the run before its end."
        if stopped
        else "Nobody and no guard stopped the run.",
    )


def _undamaged(facts: Recorded) -> EvidenceResult:
    told = " ".join(f"{one}." for one in facts.damage)
    return _result(
        "files-whole",
        kept=not facts.damage,
        value=float(len(facts.damage)),
        limit=0.0,
        text=told or "Every file of the run could be read.",
    )


def _workers(facts: Recorded) -> EvidenceResult:
    closed = sum(worker.closed for worker in facts.counts.workers)
    workers = facts.run.workers
    return _result(
        "workers-complete",
        kept=closed == workers,
        value=float(closed),
        limit=float(workers),
        text=f"{closed} of {workers} workers wrote everything they had to write.",
    )


def _offered(facts: Recorded) -> EvidenceResult:
    """Look at the phase that fell short most: a quiet evening must not make up for the opening."""
    limit = facts.scenario.evidence.offered
    shares = {
        phase.name: facts.counts.number("arrived", facts.seconds(phase.name)) / planned
        for phase in facts.scenario.traffic.phases
        if (planned := facts.planned(facts.seconds(phase.name)))
    }
    if not shares:
        return _unknown_result("plan-offered", limit, _NO_PLAN)
    worst = min(shares, key=lambda name: shares[name])
    return _result(
        "plan-offered",
        kept=shares[worst] >= limit,
        value=shares[worst],
        limit=limit,
        text=f"{share(shares[worst])} of the arrivals planned in {worst} came, the fewest of all phases;"
        f" {share(limit)} are needed.",
    )


def _loop_lag(facts: Recorded) -> EvidenceResult:
    limit = facts.scenario.evidence.loop_lag_s
    return _generator(
        "generator-on-time",
        facts,
        limit,
        lambda tally: max(tally.loop_lag_s, tally.lateness_s),
        lambda worst: (
            f"In 98 of 100 seconds no worker was later than {seconds(worst)};"
            f" {seconds(limit)} are allowed."
        ),
    )


def _cpu(facts: Recorded) -> EvidenceResult:
    limit = facts.scenario.evidence.cpu
    return _generator(
        "generator-not-saturated",
        facts,
        limit,
        lambda tally: tally.cpu_ratio,
        lambda worst: (
            f"In 98 of 100 seconds no worker used more than {share(worst)} of a core;"
            f" {share(limit)} are allowed."
        ),
    )


def _generator(
    name: str,
    facts: Recorded,
    limit: float,
    look: Callable[[Tally], float],
    tell: Callable[[float], str],
) -> EvidenceResult:
    values = [
        float(
            np.quantile([look(tally) for tally in worker.tallies], ALMOST_ALWAYS, method="inverted_cdf")
        )
        for worker in facts.counts.workers
        if worker.tallies
    ]
    if not values:
        return _unknown_result(name, limit, "No worker told anything of itself.")
    worst = max(values)
    return _result(name, kept=worst <= limit, value=worst, limit=limit, text=tell(worst))


def _telemetry(facts: Recorded) -> EvidenceResult:
    limit_s = facts.scenario.evidence.telemetry_gap_s
    if facts.plan is None:
        return _unknown_result("telemetry-whole", limit_s, _NO_PLAN)
    end_s = facts.plan.duration_s
    seen = facts.series.attempts_s if _judges_up(facts) else facts.series.good_s
    inside = seen[(seen >= 0) & (seen <= end_s)]
    gap_s = float(np.diff(np.concatenate(([0.0], inside, [end_s]))).max())
    return _result(
        "telemetry-whole",
        kept=gap_s <= limit_s,
        value=gap_s,
        limit=limit_s,
        text=f"The site was not looked at for {seconds(gap_s)} at the longest; {seconds(limit_s)} are"
        " allowed.",
    )


def _judges_up(facts: Recorded) -> bool:
    """Tell whether an objective judges failed scrapes, which then are no gap but an answer."""
    measures = (parse(text).measure for one in facts.scenario.objectives for text in one.expressions)
    return any(isinstance(one, SeriesValue) and one.top.name == "up" for one in measures)


def _ledgers(facts: Recorded, audit: Audit) -> EvidenceResult:
    """Count an empty ledger only if the roll holds nothing that it should have told of."""
    workers = facts.run.workers
    left, empty = facts.ledgers, facts.empty_ledgers if audit.unexpected or audit.phantom else 0
    doubt = f" {empty} of them is empty, and the roll holds what nobody asked for." if empty else ""
    return _result(
        "ledger-complete",
        kept=left - empty == workers,
        value=float(left - empty),
        limit=float(workers),
        text=f"{left} of {workers} workers left a ledger.{doubt}",
    )


def _roll(facts: Recorded) -> EvidenceResult:
    needed = [BEFORE, FIRST, SECOND, *([RESTARTED] if facts.run.owned_site else [])]
    missing = list(_missing(facts, needed))
    return _result(
        "roll-read",
        kept=not missing,
        value=float(len(needed) - len(missing)),
        limit=float(len(needed)),
        text=" ".join(missing) or f"The roll was read {len(needed)} times: {', '.join(needed)}.",
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
    return _result(
        "enough-acknowledged",
        kept=audit.acknowledged >= limit,
        value=float(audit.acknowledged),
        limit=float(limit),
        text=f"{audit.acknowledged:,} operations were acknowledged; {limit:,} are needed.",
    )


def _unknown(facts: Recorded, audit: Audit) -> EvidenceResult:
    limit = facts.scenario.evidence.unknown
    if audit.attempted == 0:
        return _unknown_result("few-unknown", limit, "No operation was attempted.")
    ratio = audit.unknown / audit.attempted
    return _result(
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
    return _result(
        "moments-seen",
        kept=not missing,
        value=float(len(wanted) - len(missing)),
        limit=float(len(wanted)),
        text=f"The run never saw: {', '.join(missing)}; it proves nothing about that."
        if missing
        else f"The run saw what it had to: {', '.join(wanted)}.",
    )


def _result(name: str, *, kept: bool, value: float, limit: float, text: str) -> EvidenceResult:
    state = State.MET if kept else State.BROKEN
    return EvidenceResult(id=name, state=state, value=value, limit=limit, text=text)


def _unknown_result(name: str, limit: float, text: str) -> EvidenceResult:
    return EvidenceResult(id=name, state=State.UNKNOWN, value=None, limit=limit, text=text)
