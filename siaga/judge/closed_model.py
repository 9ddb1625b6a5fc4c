"""The Closed Model in judgement: what a stock Locust file's run can show, and what it cannot."""

from collections.abc import Collection, Iterator

from siaga.judge.amount import count, share
from siaga.judge.checked import checked, unknown
from siaga.judge.expression import Expression
from siaga.judge.measures import (
    AuditCount,
    Completion,
    DroppedArrivals,
    Hysteresis,
    RetryAmplification,
    WaitEstimateError,
    subject,
)
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import CLOSED, EvidenceResult, Reason, Verdict
from siaga.scenario.closed import Closed

ALL = "all"
"""Stands for every request of a stock Locust file, as in `p95 of all <= 1 s`."""

CONDITION = Reason(
    gate="conditions",
    id="closed-model",
    text="Closed model: the visitors of a stock Locust file wait for the site. While it stalls nobody"
    " asks, so that a stall hides most of what it would do to people who come all the same; every"
    " latency is service time.",
)

UNSAID = (
    "the visitors of a stock Locust file wait for the site: a stall hides what it would do to people who"
    " come all the same, and every latency is service time."
)
"""What is said of such a run where its reasons do not: a NO GO has others."""

_NOT_OF_A_STOCK_FILE = {
    AuditCount: "is counted by the audit",
    Completion: "needs journeys that come to an end",
    DroppedArrivals: "needs planned arrivals",
    Hysteresis: "needs planned arrivals, to compare two equal loads",
    RetryAmplification: "needs journeys whose steps are tried again",
    WaitEstimateError: "needs journeys that note what a waiting room says",
}


def steps_named(name: str, facts: Recorded) -> str | Collection[str] | None:
    """Give the steps that an objective names.

    In a stock Locust file that is a request with its method ("GET /path"), every method of a name
    ("/path"), or every request.

    Returns:
        None for every step.
    """
    if not facts.scenario.traffic.is_closed:
        return name
    known = facts.counts.steps
    if name in known:
        return name
    if name == ALL:
        return None
    return [one for one in known if one.partition(" ")[2] == name] or name


def unsaid(verdict: Verdict) -> str:
    """Give what is left to say of a closed model; empty where a reason says it, and of an open one."""
    said = CONDITION.id in {one.id for one in verdict.reasons}
    return "" if said or verdict.load.model != CLOSED else UNSAID


def refused(expression: Expression) -> Iterator[tuple[str, str]]:
    """Give each part of an expression that no stock Locust file can show, and what is wrong with it."""
    for kind, why in _NOT_OF_A_STOCK_FILE.items():
        if isinstance(expression.measure, kind):
            yield "start", f"{why}, and a stock Locust file (traffic.closed) has none"
            return
    of = subject(expression.measure)
    if of is not None and of.kind != "step":
        text = 'a stock Locust file has requests alone; name one, such as "GET /", or all'
        yield "group" if "group" in expression.marks else "start", text


def visitors_there(facts: Recorded, closed: Closed) -> EvidenceResult:
    """Look at the phase in which most visitors were missing of those that should have been there."""
    limit = facts.scenario.evidence.offered
    shares = dict(_shares(facts, closed))
    if not shares:
        return unknown("plan-offered", limit, "No visitor of the Locust file was ever to be there.")
    worst = min(shares, key=lambda name: shares[name])
    most = facts.counts.most_active
    who = "the file's own shape" if closed.visitors is None else "the scenario"
    return checked(
        "plan-offered",
        kept=shares[worst] >= limit,
        value=shares[worst],
        limit=limit,
        text=f"{share(shares[worst])} of the visitors that {who} wants in {worst} were there, second by"
        f" second, the fewest of all phases; {share(limit)} are needed. At most {count(most)} were.",
    )


def _shares(facts: Recorded, closed: Closed) -> Iterator[tuple[str, float]]:
    for phase in facts.scenario.traffic.phases:
        seconds = facts.played(phase.name)
        wanted = [_wanted(facts, closed, second) for second in seconds]
        there = [facts.counts.active(second) for second in seconds]
        if sum(wanted):
            yield phase.name, sum(map(min, wanted, there)) / sum(wanted)


def _wanted(facts: Recorded, closed: Closed, second: int) -> int:
    planned = closed.planned(second)
    return facts.counts.number("wanted", (second,)) if planned is None else planned
