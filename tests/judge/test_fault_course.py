"""Claims about the courses of faults: each by itself, by the very definitions that objectives use."""

import pytest

from siaga.judge.fault_course import FaultCourse, fault_courses
from siaga.judge.recorded import recorded
from siaga.record.fault_span import FaultSpan
from siaga.record.tally import StepCount
from siaga.scenario.load import loads
from siaga.scenario.model import Objective
from tests.judge.hand_made import SCENARIO, Run, whole_second

KEPT = "availability of join >= 95 %"


@pytest.fixture
def run(good: Run) -> Run:
    """Two minutes; joins fail from 20 s to 37 s."""
    good.scenario = loads(SCENARIO.replace("for: 10 s", "for: 60 s"), "scenario.yaml")
    bad, well = StepCount(good=50, failed=50), StepCount(good=100)
    steps = [{"join": bad if 20 <= second < 37 else well} for second in range(120)]
    good.tallies([whole_second(second, steps=one) for second, one in enumerate(steps)])
    return good.expecting(KEPT)


def courses(run: Run, *spans: FaultSpan) -> tuple[FaultCourse, ...]:
    """Record faults and give their courses."""
    run.folder.faults.parent.mkdir(exist_ok=True)
    for one in spans:
        one.write(run.folder.faults)
    return fault_courses(recorded(run.folder, run.scenario))


def kill(from_s: float, until_s: float | None) -> FaultSpan:
    """Give a fault."""
    return FaultSpan(kind="kill", target="site", from_s=from_s, until_s=until_s)


def test_each_fault_has_a_recovery_of_its_own(run: Run) -> None:
    """In the order in which they began: the later one hurt nobody any more."""
    found = courses(run, kill(60.0, 61.0), kill(20.0, 30.5))
    assert [one.span.from_s for one in found] == [20.0, 60.0]
    assert [(one.recovery.value, one.recovery.bound) for one in found] == [(6.5, 6.5), (0.0, 0.0)]


def test_a_fault_that_was_never_healed_has_no_recovery(run: Run) -> None:
    """It says so, and does not take away that of another."""
    never, healed = courses(run, kill(20.0, None), kill(60.0, 61.0))
    assert (never.recovery.value, never.recovery.made_of) == (None, "the fault was never healed")
    assert healed.recovery.value == 0.0


def test_without_an_objective_nobody_can_say_when_a_site_has_recovered(run: Run) -> None:
    """An unknown time is no short one."""
    run.scenario = run.scenario.model_copy(update={"objectives": ()})
    (found,) = courses(run, kill(20.0, 30.0))
    assert found.recovery.value is None
    assert found.recovery.made_of == "no objective says when the site has recovered"


def test_a_fault_is_detected_by_scrapes_where_nothing_else_is_asked(run: Run) -> None:
    """By the first that fails after the fault began."""
    run.scrapes([{"busy": 1.0} if second < 22 else None for second in range(40)])
    (found,) = courses(run, kill(20.5, 30.0))
    assert (found.series, found.detection.value, found.detection.bound) == ("up", 1.5, 1.5)


def test_a_fault_is_detected_by_the_series_that_objectives_name(run: Run) -> None:
    """By the first of them; one that never changed does not hide another."""
    texts = ("time to detect kill by up <= 9 s", "time to detect kill by busy <= 9 s", KEPT)
    objectives = tuple(Objective(id=f"o{at}", expect=text) for at, text in enumerate(texts))
    run.scenario = run.scenario.model_copy(update={"objectives": objectives})
    run.scrapes([{"busy": float(second >= 24)} for second in range(40)])
    (found,) = courses(run, kill(20.0, 30.0))
    assert (found.series, found.detection.value, found.detection.bound) == ("busy", 4.0, 4.0)


@pytest.mark.parametrize(
    ("asked", "series", "value", "bound"),
    [
        (("idle", "calm", "busy"), "busy", 4.0, 4.0),
        (("busy", "lazy", "calm"), "busy", 4.0, 4.0),
        (("lazy", "busy"), "busy", 4.0, 4.0),
        (("calm", "last"), "last", 19.0, 19.0),
        (("idle", "calm"), "calm", 19.0, None),
        (("calm", "up"), "calm", 19.0, None),
        (("idle", "none"), "idle", None, None),
    ],
)
def test_a_fault_is_detected_by_whatever_showed_it_first(
    run: Run, asked: tuple[str, ...], series: str, value: float | None, bound: float | None
) -> None:
    """One that changed at last before one that never did, and that before one that nobody showed."""
    texts = (f"time to detect kill by {name} <= 9 s" for name in asked)
    objectives = tuple(Objective(id=f"o{at}", expect=text) for at, text in enumerate(texts))
    run.scenario = run.scenario.model_copy(update={"objectives": objectives})
    begun = {"busy": 24, "lazy": 26, "last": 39, "calm": 40}
    run.scrapes([{one: float(at >= from_s) for one, from_s in begun.items()} for at in range(40)])
    (found,) = courses(run, kill(20.0, 30.0))
    assert (found.series, found.detection.value, found.detection.bound) == (series, value, bound)


def test_what_was_never_detected_took_at_least_as_long_as_was_looked(run: Run) -> None:
    """It has a value and no bound."""
    run.scrapes([{"busy": 1.0} for _second in range(40)])
    (found,) = courses(run, kill(20.0, 30.0))
    assert (found.detection.value, found.detection.bound) == (19.0, None)


def test_a_run_without_faults_has_no_course(run: Run) -> None:
    """Nothing is made up."""
    assert courses(run) == ()
