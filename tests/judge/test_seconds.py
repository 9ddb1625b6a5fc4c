"""Claims about the seconds of a run that count: phases, steady state, and those around a fault."""

from dataclasses import replace

import pytest

from siaga.judge.period import Period, Recovery
from siaga.judge.recorded import Recorded, recorded
from siaga.judge.seconds import NoPeriodError, Seconds, moments_s, planned, seconds_of
from siaga.record.fault_span import FaultSpan
from siaga.scenario.model import Phase, Ramp
from tests.judge.hand_made import Run


def facts_of(run: Run, *faults: FaultSpan) -> Recorded:
    """Read a run in which something harmed the site."""
    for fault in faults:
        run.folder.faults.parent.mkdir(exist_ok=True)
        fault.write(run.folder.faults)
    return recorded(run.folder, run.scenario)


def kill(from_s: float, until_s: float | None, kind: str = "kill") -> FaultSpan:
    """Make a fault."""
    return FaultSpan(kind=kind, target="site", from_s=from_s, until_s=until_s)


def stretches(kind: str, facts: Recorded, name: str = "") -> list[tuple[int, int]]:
    """Give where the stretches of a period begin and end."""
    found = seconds_of(Period(kind=kind, name=name), facts)
    return [(one.start, one.stop) for one in found.ranges]


def test_stretches_are_put_in_order_and_together() -> None:
    """Those that overlap or touch are one, empty ones none."""
    found = Seconds.of([range(7, 9), range(2), range(1, 3), range(3, 4), range(5, 5), range(7, 8)])
    assert found.ranges == (range(4), range(7, 9))
    assert (list(found), len(found)) == ([0, 1, 2, 3, 7, 8], 6)
    assert [second in found for second in (3, 4, 8, 9)] == [True, False, True, False]


def test_windows_lie_in_one_stretch_each() -> None:
    """Every second one begins, and none reaches over a gap."""
    found = Seconds.of([range(3), range(5, 8)]).windows(2)
    assert [one.ranges[0] for one in found] == [
        range(2), range(1, 3), range(5, 7), range(6, 8)
    ]  # fmt: skip
    assert list(Seconds.of([range(3)]).windows(4)) == []


def test_long_windows_begin_sixty_times_in_their_length() -> None:
    """A window of three minutes every three seconds; up to two minutes less one, every second."""
    starts = [one.ranges[0].start for one in Seconds.of([range(190)]).windows(180)]
    assert starts == [0, 3, 6, 9]
    assert len(list(Seconds.of([range(121)]).windows(119))) == 3


def test_a_phase_and_the_steady_state_are_those_of_the_scenario(good: Run) -> None:
    """A tenth of each phase is left out of the steady state, and ramps are."""
    facts = facts_of(good)
    assert stretches("phase", facts, "evening") == [(10, 20)]
    assert stretches("steady", facts) == [(1, 10), (11, 20)]
    assert planned(facts).ranges == (range(20),)
    ramp = Phase.model_validate(
        {"name": "ramp", "for": 15, "rate": Ramp.model_validate({"from": 0, "to": 9})}
    )
    traffic = good.scenario.traffic
    changed = traffic.model_copy(update={"phases": (ramp, *traffic.phases)})
    later = replace(facts, scenario=good.scenario.model_copy(update={"traffic": changed}))
    assert stretches("steady", later) == [(16, 25), (26, 35)]
    only = traffic.model_copy(update={"phases": (ramp,)})
    none = replace(facts, scenario=good.scenario.model_copy(update={"traffic": only}))
    with pytest.raises(NoPeriodError, match="the run has no second during steady state"):
        seconds_of(Period(kind="steady"), none)


def test_a_fault_parts_the_run_in_three(good: Run) -> None:
    """Before the first of its kind, while any lasts, and after the last; what it touches is its own."""
    facts = facts_of(good, kill(3.5, 5.2), kill(4.0, 7.0), kill(12.0, 13.5), kill(1, 19, "slow"))
    assert stretches("before", facts, "kill") == [(0, 3)]
    assert stretches("during", facts, "kill") == [(3, 7), (12, 14)]
    assert stretches("after", facts, "kill") == [(14, 20)]


def test_a_fault_that_was_never_healed_lasts_to_the_end(good: Run) -> None:
    """There is no time after it, and nothing to recover from."""
    facts = facts_of(good, kill(3.5, None))
    assert stretches("during", facts, "kill") == [(3, 20)]
    for ask in (
        lambda: seconds_of(Period(kind="after", name="kill"), facts),
        lambda: moments_s(Recovery(within_s=1, kind="fault", name="kill"), facts),
    ):
        with pytest.raises(NoPeriodError, match="the fault kill of site was never healed"):
            ask()


def test_a_fault_that_nobody_recorded_is_told_with_those_that_were(good: Run) -> None:
    """A typo is found at once."""
    with pytest.raises(NoPeriodError, match=r"no fault kil was recorded; faults that were: none$"):
        seconds_of(Period(kind="during", name="kil"), facts_of(good))
    facts = facts_of(good, kill(3, 4), kill(3, 4, "abort"))
    with pytest.raises(NoPeriodError, match=r"faults that were: abort, kill$"):
        seconds_of(Period(kind="during", name="kil"), facts)


def test_a_fault_at_the_very_beginning_has_no_time_before(good: Run) -> None:
    """The message says what is missing."""
    facts = facts_of(good, kill(0.5, 2))
    with pytest.raises(NoPeriodError, match="the run has no second before fault kill"):
        seconds_of(Period(kind="before", name="kill"), facts)


def test_recovery_begins_with_the_end_of_what_it_follows(good: Run) -> None:
    """A second, a phase, each fault of a kind."""
    facts = facts_of(good, kill(3, 5.5), kill(12, 13), kill(1, 2, "slow"))
    asked = [("second", "", 7.5), ("phase", "doors-open", 0.0), ("fault", "kill", 0.0)]
    found = [
        moments_s(Recovery(within_s=1, kind=kind, name=name, at_s=at_s), facts)
        for kind, name, at_s in asked
    ]
    assert found == [[7.5], [10.0], [5.5, 13.0]]


def test_what_happened_after_the_last_phase_is_after_a_fault(good: Run) -> None:
    """Visitors may still be inside."""
    good.folder.tallies(0).write_text(
        good.folder.tallies(0).read_text() + '{"second":24,"steps":{}}\n', encoding="utf-8"
    )
    assert stretches("after", facts_of(good, kill(12, 13)), "kill") == [(13, 25)]


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(kind="phase", name="evening"), "during evening"),
        (Period(kind="steady"), "during steady state"),
        (Period(kind="before", name="kill"), "before fault kill"),
    ],
)
def test_a_period_is_written_as_in_an_expression(period: Period, text: str) -> None:
    """Sentences name it so."""
    assert str(period) == text
