"""Claims about what a level shows: promises first, then the generator, then what was expected."""

import math
from dataclasses import replace

import pytest

from siaga.capacity.headroom import Headroom
from siaga.capacity.level import Outcome
from siaga.capacity.showing import Showing, showing
from siaga.judge.verdict import EvidenceResult, ObjectiveResult, State, Verdict
from tests.report.verdicts import go_verdict, no_go_verdict

LEFT = Headroom(cpu_ratio=0.2, cpu_limit=0.8, late_s=0.01, late_limit_s=0.1)
CPU = EvidenceResult(id="generator-not-saturated", state=State.MET, value=0.2, limit=0.8, text="Well.")
LATE = EvidenceResult(id="generator-on-time", state=State.MET, value=0.01, limit=0.1, text="Well.")


def expected(
    id_: str, state: State, expression: str = "error ratio <= 5 %", longer_s: float | None = None
) -> ObjectiveResult:
    """Give the result of an objective."""
    return ObjectiveResult(
        id=id_,
        expression=expression,
        state=state,
        value=0.1,
        bound=None,
        limit=0.05,
        unit="ratio",
        key=True,
        weight=1.0,
        text=f"{id_} is {state.value}.",
        longer_s=longer_s,
    )


def verdict(*objectives: ObjectiveResult, evidence: tuple[EvidenceResult, ...] = (CPU, LATE)) -> Verdict:
    """Give a verdict with these results."""
    return replace(go_verdict((10,)), objectives=objectives, evidence=evidence)


def test_a_level_holds_where_all_is_met() -> None:
    """What the generator had left is told."""
    assert showing(verdict(expected("errors", State.MET))) == Showing(
        outcome=Outcome.HELD, headroom=LEFT
    )


def test_a_broken_promise_breaks_a_level_whatever_else_is_met() -> None:
    """Named by its rule."""
    shown = showing(no_go_verdict(verdict(expected("errors", State.MET))))
    assert (shown.outcome, shown.by) == (Outcome.BROKEN, ("R1",))


def test_a_broken_objective_breaks_a_level_although_the_site_could_not_be_looked_at() -> None:
    """A site that is overloaded does not answer who looks at it either."""
    gap = EvidenceResult(id="telemetry-whole", state=State.BROKEN, value=9.0, limit=5.0, text="A gap.")
    shown = showing(verdict(expected("errors", State.BROKEN), evidence=(CPU, LATE, gap)))
    assert shown == Showing(
        outcome=Outcome.BROKEN, by=("errors",), text="errors is broken.", headroom=LEFT
    )


@pytest.mark.parametrize("id_", ["generator-not-saturated", "plan-offered", "workers-complete"])
def test_a_generator_that_is_to_blame_keeps_a_level_from_deciding(id_: str) -> None:
    """Also where an objective was missed: the generator may be why."""
    late = EvidenceResult(id=id_, state=State.BROKEN, value=1.0, limit=0.8, text="Too much.")
    shown = showing(verdict(expected("errors", State.BROKEN), evidence=(late,)))
    assert (shown.outcome, shown.by, shown.text) == (Outcome.LIMITED, (id_,), "Too much.")


def test_arrivals_that_were_dropped_are_the_generators() -> None:
    """No site can keep somebody from coming."""
    dropped = expected("dropped", State.BROKEN, "dropped arrivals <= 0.5 %")
    shown = showing(verdict(replace(dropped, unsent=True)))
    assert (shown.outcome, shown.by) == (Outcome.LIMITED, ("dropped",))


def test_a_latency_of_who_was_never_served_is_the_generators() -> None:
    """Nobody was sent who could have been slow; where that is all that is broken."""
    slow = replace(expected("slow", State.UNKNOWN, "p99 of join <= 1 s"), value=math.inf, never=3)
    unsent, errors = replace(slow, unsent=True), expected("errors", State.BROKEN)
    for others in ((unsent,), (unsent, replace(slow, id="few"))):
        shown = showing(verdict(*others))
        assert (shown.outcome, shown.by) == (Outcome.LIMITED, ("slow",))
    # A site that hangs lets the generator run out of room, and breaks more than that.
    assert showing(verdict(unsent, errors)).outcome is Outcome.BROKEN
    assert showing(verdict(slow)).outcome is Outcome.OPEN


def test_a_level_is_open_where_too_little_was_seen() -> None:
    """It says how much longer it would have to be, where everything that is missing tells."""
    short = showing(verdict(expected("errors", State.UNKNOWN, longer_s=12.0)))
    assert (short.outcome, short.by, short.longer_s) == (Outcome.OPEN, ("errors",), 12.0)
    two = [expected("errors", State.UNKNOWN, longer_s=12.0), expected("other", State.UNKNOWN)]
    assert showing(verdict(*two)).longer_s is None


def test_unknown_outcomes_count_only_where_promises_were_asked_for() -> None:
    """A level of which nobody joins has none."""
    few = EvidenceResult(id="few-unknown", state=State.UNKNOWN, value=None, limit=0.05, text="None.")
    asked = verdict(expected("errors", State.MET), evidence=(CPU, LATE, few))
    nobody = replace(asked, audit=replace(asked.audit, attempted=0))
    assert (showing(asked).outcome, showing(nobody).outcome) == (Outcome.OPEN, Outcome.HELD)


def test_without_evidence_of_the_generator_nothing_is_said_of_its_headroom() -> None:
    """Neither by half of it."""
    assert showing(verdict(expected("errors", State.MET), evidence=(CPU,))).headroom is None
