"""Claims about clocks and target: times of workers can be compared, and one build was rehearsed."""

from collections.abc import Sequence

import pytest

from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, EvidenceResult, State
from siaga.record.clock_reading import ClockReading
from siaga.scenario.model import Evidence, Site
from tests.judge.asked import set_clock
from tests.judge.hand_made import DURATION_S, Run

ASKED = "100 ms are allowed."
FAR = "off the master's by at least 400 ms, the furthest of all; 100 ms are allowed."

Readings = Sequence[tuple[float, float]]


def clock(offset_s: float, error_s: float, worker: int = 0) -> ClockReading:
    """Give a reading of a worker's clock."""
    return ClockReading(worker=worker, at_s=1.0, offset_s=offset_s, error_s=error_s)


def check(run: Run, name: str) -> EvidenceResult:
    """Give what one check says of a run."""
    found = judge_run(run.folder, run.scenario, strict=False).verdict.evidence
    return next(one for one in found if one.id == name)


@pytest.mark.parametrize(
    ("readings", "state", "value", "text"),
    [
        (
            [(0.0, 0.001)],
            State.MET,
            0.001,
            f"of worker 0 was off the master's by at most 1 ms, the furthest of all; {ASKED}",
        ),
        ([(0.02, 0.9), (-0.03, 0.01)], State.MET, 0.04, "by at most 40 ms"),
        ([(0.1, 0.0)], State.MET, 0.1, "by at most 100 ms"),
        ([(0.5, 0.1)], State.BROKEN, 0.4, FAR),
        ([(-0.5, 0.1)], State.BROKEN, 0.4, FAR),
        ([(0.0, 0.001), (0.5, 0.1), (0.0, 0.001)], State.BROKEN, 0.4, FAR),
        ([(0.5, 0.41)], State.UNKNOWN, None, "may be 910 ms off the master's; 100 ms are allowed."),
        ([(0.0, 0.2), (0.0, 0.3)], State.UNKNOWN, None, "may be 200 ms off the master's"),
        ([], State.UNKNOWN, None, "Nobody has compared the master's clock with that of worker 0."),
    ],
    ids=[
        "right",
        "best-answer",
        "at-the-limit",
        "ahead",
        "behind",
        "once",
        "slow-and-perhaps-off",
        "slow",
        "silent",
    ],
)
def test_a_clock_is_off_if_it_was_so_once_and_right_if_one_answer_proves_it(
    good: Run, readings: Readings, state: State, value: float | None, text: str
) -> None:
    """An answer that took long proves neither."""
    good.clocks(*(clock(*one) for one in readings))
    found = check(good, "clocks-agree")
    assert (found.state, found.limit) == (state, 0.1)
    assert found.value == (None if value is None else pytest.approx(value))
    assert text in found.text


@pytest.mark.parametrize(
    ("by_s", "text"),
    [
        ([-20.0], "machine was put back by 20 s during the run, at 3 s; 100 ms are allowed."),
        ([0.05, 3_600.0], "machine was put forward by 3,600 s during the run, at 4 s"),
    ],
)
def test_a_clock_that_is_set_in_the_run_makes_it_inconclusive(
    good: Run, by_s: list[float], text: str
) -> None:
    """However well the clocks of the workers agree, which may be the same; the largest is told."""
    good.clocks(clock(0.0, 0.001))
    set_clock(good, *by_s)
    found = check(good, "clocks-agree")
    assert (found.state, found.value, found.limit) == (State.BROKEN, abs(by_s[-1]), 0.1)
    assert text in found.text
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert verdict.decision is Decision.INCONCLUSIVE
    assert "set the clocks of all workers by the same server, and before the run" in verdict.would_turn


def test_a_clock_that_is_set_by_a_trifle_is_as_good_as_one_that_is_not(good: Run) -> None:
    """No more than the clock of a worker may be off."""
    good.clocks(clock(0.0, 0.001))
    set_clock(good, 0.1)
    assert check(good, "clocks-agree").state is State.MET


def test_the_worst_of_the_workers_counts(good: Run) -> None:
    """In either way, and one that was never asked makes all unknown."""
    good.record(workers=3)
    good.clocks(clock(0.0, 0.01), clock(0.02, 0.01, 1), clock(-0.04, 0.01, 2), clock(0.0, 0.001))
    assert "worker 2 was off the master's by at most 50 ms" in check(good, "clocks-agree").text
    good.clocks(clock(0.0, 0.01), clock(0.3, 0.01, 1), clock(-0.4, 0.01, 2))
    assert "worker 2 was off the master's by at least 390 ms" in check(good, "clocks-agree").text
    good.clocks(clock(9.0, 0.01))
    assert "with that of worker 1, 2." in check(good, "clocks-agree").text


def test_a_scenario_says_how_far_a_clock_may_be_off(good: Run) -> None:
    """Where a day is long, a second may be little."""
    good.clocks(clock(0.9, 0.0))
    good.judged_with(evidence=Evidence.model_validate({"acknowledged": 3, "clock-offset": "1 s"}))
    assert check(good, "clocks-agree").state is State.MET


def deploy(run: Run, *shown: str) -> None:
    """Have the site show a build at each scrape, the last for those after it."""
    builds = [*shown, *[shown[-1]] * (DURATION_S + 1 - len(shown))]
    run.scrapes([{f"build_info{{version={one}}}": 1.0} if one else {"a": 1.0} for one in builds])
    site = run.scenario.site.model_dump(by_alias=True) | {"build": "build_info"}
    run.judged_with(site=Site.model_validate(site))


@pytest.mark.parametrize(
    ("shown", "state", "value", "text"),
    [
        (["1"], State.MET, 1.0, "The site was version 1 throughout."),
        (["1", "1", "2"], State.BROKEN, 2.0, "The site was version 1, and from 2.0 s on version 2."),
        (
            ["2", "1", "2", "3"],
            State.BROKEN,
            3.0,
            "The site was version 2, and from 1.0 s on version 1 and from 3.0 s on version 3.",
        ),
        ([""], State.UNKNOWN, None, "The site never showed build_info."),
    ],
    ids=["one", "two", "back-and-forth", "none"],
)
def test_another_build_during_the_run_leaves_nobody_to_judge(
    good: Run, shown: Sequence[str], state: State, value: float | None, text: str
) -> None:
    """This alone turns a GO into INCONCLUSIVE."""
    deploy(good, *shown)
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    found = check(good, "target-unchanged")
    assert (found.state, found.value, found.limit, found.text) == (state, value, 1.0, text)
    stopped = state is not State.MET
    assert verdict.decision is (Decision.INCONCLUSIVE if stopped else Decision.GO)
    assert [one.id for one in verdict.reasons if one.gate == "evidence"] == [
        "target-unchanged"
    ] * stopped


def test_a_site_whose_build_nobody_names_is_not_held_to_it(good: Run) -> None:
    """There is no such check."""
    found = judge_run(good.folder, good.scenario, strict=False).verdict.evidence
    assert "target-unchanged" not in {one.id for one in found}


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("build_info{version=1,preset=production}", "preset production, version 1"),
        ("build_info", "without labels"),
    ],
)
def test_a_build_is_told_by_all_its_labels(good: Run, shown: str, told: str) -> None:
    """In the order of their names."""
    deploy(good, "1")
    good.scrapes([{shown: 1.0}] * (DURATION_S + 1))
    assert check(good, "target-unchanged").text == f"The site was {told} throughout."
