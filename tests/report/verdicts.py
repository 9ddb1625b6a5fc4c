"""The verdicts that the rehearsals end with, of a day that went well or badly and of an empty one."""

from dataclasses import replace

from siaga.judge.finding import Audit, Finding, HeadCount, RuleResult
from siaga.judge.verdict import Decision, EvidenceResult, Load, ObjectiveResult, Reason, State, Verdict

LOST = "9971014107900001"
_THEN = {"person": LOST, "phase": "doors-open", "faults": "kill of site"}
TIMELINE = (
    {"at_s": 71.2, "event": "asked", **_THEN, "op": "0-4411", "step": "join", "visitor": 6210},
    {"at_s": 71.204, "event": "answered", **_THEN, "op": "0-4411", "outcome": "ok", "status": 201},
    {"at_s": 182.5, "event": "roll read", **_THEN, "phase": "", "reading": "first", "entries": 0},
)
"""What the run knows of somebody who was lost."""


def go_verdict(arrivals: tuple[int, ...]) -> Verdict:
    """Give the verdict of a day on which everything held, from its arrivals by second."""
    arrived = sum(arrivals)
    kept = Reason(gate="score", id="score", text="Every promise was kept and every objective is met.")
    return Verdict(
        decision=Decision.GO,
        exit_code=0,
        reasons=(kept,),
        would_turn="A single lost registration would make it NO_GO.",
        score=100.0,
        audit=_audit(),
        objectives=_objectives(),
        evidence=_evidence(),
        load=Load(
            planned_arrivals=arrived,
            arrived=arrived,
            dropped=0,
            requests=arrived * 3,
            peak_arrivals_per_s=float(max(arrivals)),
        ),
    )


def no_go_verdict(went_well: Verdict) -> Verdict:
    """Give the verdict of the same day, had three acknowledged joins been lost."""
    text = "3 of 1,640 acknowledged registrations are lost (R1)."
    told = {"op": "0-4411", "acknowledged_at_s": 71.204, "seat": None}
    witness = {"person": LOST, **told, "timeline": TIMELINE}
    found = Finding(rule="R1", text=text, count=3, of=1640, witnesses=(witness,) * 3)
    audit = went_well.audit
    rules = (replace(audit.rules[0], state="broken", text=text), *audit.rules[1:])
    return replace(
        went_well,
        decision=Decision.NO_GO,
        exit_code=3,
        reasons=(Reason(gate="integrity", id="R1", text=text),),
        would_turn="No acknowledged registration may be lost: keep these 3.",
        audit=replace(audit, on_roll=1639, lost=3, findings=(found,), rules=rules),
    )


def warned_verdict(went_well: Verdict) -> Verdict:
    """Give the verdict of the same day, had 2 seats been left over while people were sent away."""
    text = "2 of 41 people who were told that no seat is left could have had one of those that are free."
    witness = {"person": "9971014107900002", "at_s": 80.5, "seat": None, "seats_free": 2}
    left_over = Finding(rule="R7", text=text, count=2, of=41, witnesses=(witness,))
    audit = went_well.audit
    rules = (*audit.rules[:-1], replace(audit.rules[-1], state="warned", text=text))
    return replace(
        went_well,
        decision=Decision.GO_WITH_CONDITIONS,
        reasons=(Reason(gate="conditions", id="R7", text=f"{text} (R7)"),),
        would_turn="No violation of R7: that would make it GO.",
        audit=replace(audit, warnings=(left_over,), rules=rules),
    )


def counted_verdict(went_well: Verdict, state: str) -> Verdict:
    """Give the verdict of the same day, with people counted three ways."""
    text = "The ledger (1,640 to 1,643 people), the site's counter (1,642) and the roll (1,642) agree."
    counts = HeadCount(
        acknowledged=1640, unknown=3, counter=1642.0, on_roll=1642, state=state, text=text
    )
    return replace(went_well, audit=replace(went_well.audit, counts=counts))


def inconclusive_verdict(went_well: Verdict) -> Verdict:
    """Give the verdict of the same day, had a worker been lost."""
    text = "Worker 1 of 2 never closed its tallies: it was lost after 95 s."
    lost = EvidenceResult(id="workers-complete", state=State.BROKEN, value=1.0, limit=2.0, text=text)
    return replace(
        went_well,
        decision=Decision.INCONCLUSIVE,
        exit_code=4,
        reasons=(Reason(gate="evidence", id="workers-complete", text=text),),
        would_turn="Run again with both workers alive to the end.",
        evidence=(lost, *went_well.evidence[1:]),
    )


def empty_verdict() -> Verdict:
    """Give the verdict of a run in which nobody arrived."""
    unknown = replace(
        objective(id="errors", expression="error ratio <= 0.5 %", value=None, limit=0.005, unit="ratio"),
        state=State.UNKNOWN,
        key=False,
        text="No sample, so nothing is known.",
    )
    return Verdict(
        decision=Decision.INCONCLUSIVE,
        exit_code=4,
        reasons=(Reason(gate="evidence", id="plan-offered", text="None of 10,000 visitors arrived."),),
        would_turn="Run again until the plan is offered.",
        score=None,
        audit=Audit(applicable=False),
        objectives=(unknown,),
        evidence=(),
        load=Load(planned_arrivals=10_000, arrived=0, dropped=0, requests=0, peak_arrivals_per_s=0.0),
    )


def objective(**given: object) -> ObjectiveResult:
    """Give a key objective that is met, with some parts of it as given."""
    standard = {"state": State.MET, "bound": None, "key": True, "weight": 1.0}
    text = f"Measured {given['value']}; the limit is {given['limit']}."
    return ObjectiveResult(**{**standard, "text": text, **given})  # type: ignore[arg-type]


def _objectives() -> tuple[ObjectiveResult, ...]:
    available = objective(
        id="join-availability",
        expression="availability of join >= 99.5 %",
        value=0.9998,
        bound=0.9961,
        limit=0.995,
        unit="ratio",
    )
    quick = objective(
        id="join-latency",
        expression="p99 of join <= 1.5 s",
        value=0.412,
        bound=0.498,
        limit=1.5,
        unit="s",
    )
    return (available, quick, _stable())


def _stable() -> ObjectiveResult:
    errors = 'increase(site_http_requests_total{status="5xx"}) / increase(site_http_requests_total)'
    expressions = (
        ("min(up) >= 1", 1.0, 1.0, "count"),
        ("max(site_http_requests_in_flight) <= 500", 95.0, 500.0, "count"),
        ("quantile(0.99, site_event_loop_lag_seconds) <= 0.25 s", 0.0139, 0.25, "s"),
        (f"{errors} <= 0.1 %", 0.00079, 0.001, "ratio"),
        ("increase(site_process_start_time_seconds) <= 0", 0.0, 0.0, "count"),
    )
    parts = tuple(
        objective(id="stable", expression=expression, value=value, limit=limit, unit=unit)
        for expression, value, limit, unit in expressions
    )
    text = "All of its 5 expressions are met."
    return replace(parts[0], expression="all of 5", value=None, parts=parts, text=text)


def _evidence() -> tuple[EvidenceResult, ...]:
    closed, offered = "Both workers closed.", "All arrivals were sent."
    return (
        EvidenceResult(id="workers-complete", state=State.MET, value=2.0, limit=2.0, text=closed),
        EvidenceResult(id="plan-offered", state=State.MET, value=1.0, limit=0.95, text=offered),
    )


def _audit() -> Audit:
    kept = "0 of 1,640 acknowledged lost, 95 % upper bound 0.18 %."
    once = "0 of 1,642 entries stand twice."
    none_of_them = "0 of 1,642 entries."
    none = "The site has none."
    return Audit(
        applicable=True,
        attempted=1741,
        acknowledged=1640,
        refused=98,
        unknown=3,
        on_roll=1642,
        recovered=2,
        rules=(
            RuleResult(rule="R1", title="nothing is lost", state="met", text=kept),
            RuleResult(rule="R2", title="nothing stands twice", state="met", text=once),
            RuleResult(rule="R3", title="nothing refused is done", state="met", text=none_of_them),
            RuleResult(rule="R4", title="nothing unasked is done", state="met", text=none_of_them),
            RuleResult(rule="R6", title="no seat beyond the quota", state="met", text=none_of_them),
            RuleResult(rule="R7", title="waiting room", state="not_applicable", text=none),
        ),
    )
