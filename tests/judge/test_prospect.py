"""Claims about the prospect of an expression that stands broken: what the rest of a plan could mend."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from siaga.judge.expression import parse
from siaga.judge.prospect import Prospect, is_settled, prospect
from siaga.judge.recorded import Recorded, recorded
from siaga.record.fault_span import FaultSpan
from siaga.record.run_record import PlanRecord
from siaga.record.tally import PopulationCount, StepCount
from siaga.scenario.traffic import Ramp
from tests.judge.hand_made import Run

OPEN, LOST, UNKNOWN = Prospect.OPEN, Prospect.LOST, Prospect.UNKNOWN


def facts(run: Run, cut_s: int = 10) -> Recorded:
    """Give what is known of a run after so many seconds."""
    return replace(recorded(run.folder, run.scenario), cut_s=cut_s)


def joins(run: Run, failed: int, active: Sequence[int] = (0,)) -> Recorded:
    """Give the first half of a day on which so many of a hundred joins a second failed."""
    count = StepCount(good=100 - failed, failed=failed)
    run.day(steps=[{"join": count}], active=active)
    return facts(run)


@pytest.mark.parametrize(
    ("text", "failed", "expected"),
    [
        # 1,000 of 2,000 came in half the day; two samples each are left to the other 1,000.
        ("availability of join >= 97 %", 4, OPEN),
        ("availability of join >= 99 %", 4, LOST),
        ("error ratio <= 3 %", 4, OPEN),
        ("goodput ratio >= 97 %", 4, OPEN),
        ("goodput ratio >= 99 %", 4, LOST),
        ("error ratio of join <= 1 %", 4, LOST),
        ("error ratio of join <= 1.75 %", 4, OPEN),
        ("error ratio of join <= 1.7 %", 4, LOST),
        # All that is left failing would bring this ratio up to (and over) its lower limit.
        ("error ratio of join >= 50 %", 4, OPEN),
        ("error ratio of join >= 70 %", 4, LOST),
        # 960 so far and 2,000 more are 148 a second in the 20 s of the day; 960 alone are 48.
        ("goodput of join >= 140/s", 4, OPEN),
        ("goodput of join >= 150/s", 4, LOST),
        ("goodput of join <= 60/s", 4, OPEN),
        ("goodput of join <= 50/s", 4, LOST),
    ],
)
def test_what_is_left_of_the_plan_can_mend_so_much(
    good: Run, text: str, failed: int, expected: Prospect
) -> None:
    """Everything to come going well, its bound has to come back."""
    assert prospect(parse(text), joins(good, failed)) is expected


def test_who_is_inside_may_mend_as_much_as_who_is_to_come(good: Run) -> None:
    """Looked up in the last three seconds, of which a worker may tell late."""
    text = parse("error ratio of join <= 1.7 %")
    good.day(steps=[{"join": StepCount(good=96, failed=4)}], active=[0] * 7 + [90, 0])
    assert prospect(text, facts(good)) is OPEN
    assert prospect(text, facts(good, cut_s=11)) is LOST
    assert prospect(text, joins(good, 4, active=[0] * 6 + [90, 0])) is LOST


def test_a_step_that_nobody_reached_yet_is_given_one_sample_a_visitor(good: Run) -> None:
    """At the beginning of a day nobody has joined, and all are still to come."""
    good.day(steps=[{"home": StepCount(good=100)}])
    assert prospect(parse("goodput of join >= 49/s"), facts(good, cut_s=1)) is OPEN
    assert prospect(parse("goodput of join >= 96/s"), facts(good, cut_s=1)) is LOST


@pytest.mark.parametrize(
    ("text", "slow", "expected"),
    [
        ("p90 of join <= 1 s", 20, OPEN),
        ("p99 of join <= 1 s", 20, LOST),
        ("p90 of join <= 1 s", 30, LOST),
        ("p90 of join service time <= 1 s", 20, OPEN),
        # The p50 of them is 0.1 s; if all that is left were slow it would be 2 s, the p10 not.
        ("p50 of join >= 1 s", 20, OPEN),
        ("p10 of join >= 1 s", 20, LOST),
    ],
)
def test_a_quantile_is_lost_where_too_many_are_slow_already(
    good: Run, text: str, slow: int, expected: Prospect
) -> None:
    """A fifth of a thousand against two thousand that could be quick."""
    latencies = [0.1] * (100 - slow) + [2.5] * slow
    good.latencies("join", dict.fromkeys(range(10), latencies))
    assert prospect(parse(text), facts(good)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p90 of join <= 1 ms", OPEN),
        ("p90 of join < 1 ms", LOST),
        ("p10 of join >= 1 ms", OPEN),
        ("p10 of join > 1 ms", LOST),
    ],
)
def test_a_quantile_at_its_limit_is_judged_by_the_sign(good: Run, text: str, expected: Prospect) -> None:
    """A thousand joins of just as long."""
    good.folder.latency(0).unlink()
    good.latencies("join", dict.fromkeys(range(10), [0.001] * 100))
    assert prospect(parse(text), facts(good)) is expected


@pytest.mark.parametrize(
    ("text", "slow", "expected"),
    [
        ("p90 of join <= 1 s", 272, OPEN),
        ("p90 of join <= 1 s", 273, LOST),
        ("p10 of join >= 1 s", 728, OPEN),
        ("p10 of join >= 1 s", 727, LOST),
    ],
)
def test_one_sample_more_decides_of_a_quantile(
    good: Run, text: str, slow: int, expected: Prospect
) -> None:
    """Of 3,000 in the end, the bound of a p90 is the 2,728th, and that of a p10 the 273rd."""
    good.folder.latency(0).unlink()
    good.latencies("join", {5: [0.1] * (1000 - slow) + [2.5] * slow})
    assert prospect(parse(text), facts(good)) is expected


def test_of_a_phase_only_its_own_events_count(good: Run) -> None:
    """However the doors opened: in the evening nothing failed and nobody waited."""
    bad, fine = ({"join": StepCount(good=100 - failed, failed=failed)} for failed in (10, 0))
    good.day(steps=[*[bad] * 10, fine])
    good.latencies("join", {at: [2.5 if at < 10 else 0.1] * 900 for at in range(15)})
    known = facts(good, cut_s=15)
    for text in ("error ratio of join <= 3 %", "p50 of join <= 1 s"):
        assert prospect(parse(text), known) is LOST
        assert prospect(parse(f"{text} during evening"), known) is OPEN


def test_before_the_first_second_nothing_is_lost(good: Run) -> None:
    """Whatever comes then."""
    assert prospect(parse("goodput of join <= 1/s"), facts(good, cut_s=1)) is LOST
    assert prospect(parse("goodput of join <= 1/s"), facts(good, cut_s=0)) is OPEN


def test_the_steady_state_ends_before_a_ramp_that_comes_last(good: Run) -> None:
    """With the last phase of one rate."""
    traffic = good.scenario.traffic
    first, last = traffic.phases
    ramp = last.model_copy(update={"rate": Ramp.model_validate({"from": "100/s", "to": "10/s"})})
    run = good.judged_with(traffic=traffic.model_copy(update={"phases": (first, ramp)}))
    text = parse("last(seats) <= 0 during steady state")
    assert [is_settled(text, facts(run, cut_s)) for cut_s in (9, 10)] == [False, True]


def test_of_arrivals_and_journeys_the_plan_says_how_many_are_left(good: Run) -> None:
    """Exactly so many, where samples are reckoned generously."""
    people = {"visitors": PopulationCount(arrived=100, ended=100, completed=90)}
    good.day(dropped=[2], arrived=[98], populations=[people])
    known = facts(good)
    assert prospect(parse("completion of visitor >= 94 %"), known) is OPEN
    assert prospect(parse("completion of visitor >= 95 %"), known) is LOST
    assert prospect(parse("completion of population visitors >= 95 %"), known) is LOST
    assert prospect(parse("dropped arrivals <= 1.5 %"), known) is OPEN
    assert prospect(parse("dropped arrivals <= 1 %"), known) is LOST
    assert prospect(parse("dropped arrivals <= 1 % during doors-open"), facts(good, 5)) is LOST
    assert prospect(parse("dropped arrivals <= 1.9 % during doors-open"), facts(good, 3)) is OPEN
    good.folder.plan.unlink()
    assert prospect(parse("completion of visitor >= 94 %"), facts(good)) is LOST


def test_who_did_not_come_in_an_earlier_phase_is_not_left_to_this_one(good: Run) -> None:
    """Ten a second were late when the doors opened: of the evening 500 are to come, not 600."""
    good.day(arrived=[*[90] * 10, 98], dropped=[*[0] * 10, 2])
    assert prospect(parse("dropped arrivals <= 1.6 % during evening"), facts(good, 15)) is LOST
    assert prospect(parse("dropped arrivals <= 1.7 % during evening"), facts(good, 15)) is OPEN


def test_who_did_not_come_in_the_first_second_is_still_to_come(good: Run) -> None:
    """Of the whole day 1,100 are left, and not 1,000."""
    good.day(arrived=[0, 98], dropped=[0, 2])
    assert prospect(parse("dropped arrivals <= 1.35 %"), facts(good)) is OPEN
    assert prospect(parse("dropped arrivals <= 1.3 %"), facts(good)) is LOST


def test_of_journeys_that_no_plan_tells_of_nobody_is_left(good: Run) -> None:
    """So nothing is measured, and nothing is lost."""
    good.day(populations=[{}])
    PlanRecord(t0_s=0.0, workers=1, duration_s=20.0, planned=(), populations={}).write(good.folder.plan)
    text = parse("completion of visitor >= 99 %")
    assert prospect(text, facts(good)) is OPEN
    good.folder.plan.unlink()
    assert prospect(text, facts(good)) is OPEN


def test_where_every_journey_has_ended_none_is_left(good: Run) -> None:
    """Of 2,000 then 1,900 came to their end, which is 94.1359 % with its error; not 1,901."""
    good.day(populations=[{"visitors": PopulationCount(arrived=100, ended=200, completed=190)}])
    assert prospect(parse("completion of visitor >= 94.135 %"), facts(good)) is OPEN
    assert prospect(parse("completion of visitor >= 94.137 %"), facts(good)) is LOST


def test_a_phase_has_only_its_own_visitors_left(good: Run) -> None:
    """In the last second of one no more than those of that second; after it nobody."""
    good.day(steps=[{"join": StepCount(good=96, failed=4)}])
    text = parse("error ratio of join <= 3 % during doors-open")
    assert prospect(text, facts(good, cut_s=5)) is OPEN
    assert prospect(text, facts(good, cut_s=9)) is LOST
    ratio = parse("goodput of join >= 100/s during doors-open")
    assert prospect(ratio, facts(good, cut_s=5)) is OPEN
    assert prospect(ratio, facts(good, cut_s=10)) is LOST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("max(queue) <= 3", LOST),
        ("max(queue) >= 3", OPEN),
        ("min(up) >= 1", LOST),
        ("min(queue) <= 3", OPEN),
        ("increase(restarts) <= 0", LOST),
        ("increase(restarts) >= 2", OPEN),
        ("last(seats) <= 0", OPEN),
        ("rate(requests) >= 100", UNKNOWN),
        ("quantile(0.99, lag) <= 0.25 s", UNKNOWN),
        ("increase(errors) / increase(requests) <= 1 %", UNKNOWN),
        ("fast burn of join at 99 % <= 14.4", LOST),
        ("slow burn of join at 99 % >= 14.4", OPEN),
        ("budget of join at 99 % <= 10 %", UNKNOWN),
        ("retry amplification <= 1.2", UNKNOWN),
        ("p95 of wait estimate error <= 50 %", UNKNOWN),
        ("time to recover after kill <= 30 s", LOST),
        ("time to detect kill <= 5 s", LOST),
        ("audit lost <= 0", LOST),
        ("audit unknown <= 0", OPEN),
        ("audit acknowledged >= 10", OPEN),
        ('promql "up" >= 1', LOST),
        ("plateau of join >= 80 % during evening", LOST),
        ("plateau of join <= 80 % during evening", OPEN),
        ("hysteresis of join since doors-open >= 95 % during evening", UNKNOWN),
        ("error ratio <= 1 % over 10 s", LOST),
        ("error ratio <= 1 % for 10 s", OPEN),
        ("error ratio <= 1 % within 5 s after 10 s", LOST),
        ("error ratio <= 1 % for 5 s within 5 s after doors-open", LOST),
    ],
)
def test_what_cannot_be_undone_is_lost_at_once(good: Run, text: str, expected: Prospect) -> None:
    """A highest value, what only grows, a window, a recovery; of the rest nobody can tell."""
    assert prospect(parse(text), facts(good, cut_s=5)) is expected


@pytest.mark.parametrize(
    ("text", "from_s"),
    [
        ("last(seats) <= 0 during doors-open", 10),
        ("last(seats) <= 0 during steady state", 20),
        ("last(seats) <= 0 before fault kill", 0),
        ("last(seats) <= 0", None),
        ("last(seats) <= 0 during fault kill", None),
        ("last(seats) <= 0 after fault kill", None),
        ("last(seats) <= 0 before fault pause", None),
        ("error ratio <= 1 % for 2 s within 3 s after doors-open", None),
    ],
)
def test_a_time_that_is_over_is_settled(good: Run, text: str, from_s: int | None) -> None:
    """A fault of the kind may come again, and what is played after the phases counts for the run."""
    good.folder.faults.parent.mkdir(exist_ok=True)
    FaultSpan(kind="kill", target="site", from_s=5.5, until_s=7.5).write(good.folder.faults)
    known = facts(good)
    settled = [second for second in range(25) if is_settled(parse(text), replace(known, cut_s=second))]
    assert settled == ([] if from_s is None else list(range(from_s, 25)))
    assert is_settled(parse(text), replace(known, cut_s=None))


def test_a_time_that_has_not_begun_can_only_go_well(good: Run) -> None:
    """No window of it is known."""
    known = facts(good, cut_s=5)
    assert prospect(parse("error ratio <= 1 % during evening"), known) is OPEN
    assert prospect(parse("error ratio <= 1 % during fault kill"), known) is OPEN


def test_a_step_without_events_is_not_lost(good: Run) -> None:
    """Of nothing there is no bound; of some, to which none will be added, no quantile ever."""
    PlanRecord(t0_s=0.0, workers=1, duration_s=20.0, planned=(), populations={}).write(good.folder.plan)
    assert prospect(parse("availability of leave >= 99 %"), facts(good)) is OPEN
    good.folder.latency(0).unlink()
    good.latencies("join", {0: [0.1] * 5})
    assert prospect(parse("p99 of join <= 1 s"), facts(good)) is LOST
