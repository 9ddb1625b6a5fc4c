"""Claims about windows: the worst and the best of a length, and the first that keeps the limit again."""

from pathlib import Path

import pytest

from siaga.judge.confidence import Share, ratio_bound
from siaga.judge.expression import parse
from siaga.judge.measurement import Measurement, measure
from siaga.judge.objective import judge_objective
from siaga.judge.recorded import recorded
from siaga.judge.verdict import State
from siaga.record.fault_span import FaultSpan
from siaga.record.tally import StepCount
from siaga.scenario.objective import Objective
from tests.judge.hand_made import Run

MET, BROKEN, UNKNOWN = State.MET, State.BROKEN, State.UNKNOWN


@pytest.fixture
def run(good: Run) -> Run:
    """100 joins a second for 20 s; from 6 s to 9 s half of them fail, from 15 s on there are ten."""
    well, badly, few = (StepCount(good=100), StepCount(good=50, failed=50), StepCount(good=10))
    good.day(steps=[{"join": one} for one in [well] * 6 + [badly] * 3 + [well] * 6 + [few]])
    FaultSpan(kind="kill", target="site", from_s=5.5, until_s=7.5).write(_faults(good))
    return good


def _faults(run: Run) -> Path:
    run.folder.faults.parent.mkdir(exist_ok=True)
    return run.folder.faults


def measured(run: Run, text: str, least: int = 0) -> Measurement:
    """Measure an expression in a run."""
    return measure(parse(text), recorded(run.folder, run.scenario), least=least)


def bound(hits: int, of: int, *, upper: bool) -> float | None:
    """Give the bound of a ratio."""
    return ratio_bound(Share(hits=hits, of=of), upper=upper)


def test_the_worst_window_counts(run: Run) -> None:
    """2 s from 6 s on, the first of those that are equally bad; those of few events are left aside."""
    assert measured(run, "error ratio of join <= 99 % over 2 s") == Measurement(
        value=0.5,
        bound=bound(100, 200, upper=True),
        events=200,
        made_of="100 of 200 samples of join failed, the worst of 15 windows of 2 s, from 6 s (4 with"
        " fewer than 100 events are left aside)",
    )
    assert measured(run, "availability of join >= 1 % over 2 s").value == 0.5


def test_the_best_window_counts(run: Run) -> None:
    """None failed in the first."""
    assert measured(run, "error ratio of join <= 50 % for 4 s") == Measurement(
        value=0.0,
        bound=bound(0, 400, upper=True),
        events=400,
        made_of="0 of 400 samples of join failed, the best of 15 windows of 4 s, from 0 s (2 with fewer"
        " than 100 events are left aside)",
    )
    assert measured(run, "availability of join >= 1 % for 4 s").value == 1.0


def test_the_objective_says_how_many_events_a_window_needs(run: Run) -> None:
    """With ten each counts, with more than there are none does."""
    few = measured(run, "error ratio of join <= 99 % over 2 s", least=10)
    assert few.made_of.endswith("the worst of 19 windows of 2 s, from 6 s")
    some = measured(run, "error ratio of join <= 99 % over 2 s", least=50)
    assert some.made_of.endswith(" (4 with fewer than 50 events are left aside)")
    none = measured(run, "error ratio of join <= 99 % over 2 s", least=201)
    assert none == Measurement(value=None, made_of="none of 19 windows of 2 s has 201 events")
    objective = {"id": "o", "expect": "error ratio of join <= 99 % over 2 s", "min-events": 50}
    facts = recorded(run.folder, run.scenario)
    judged = judge_objective(Objective.model_validate(objective), facts)
    assert judged.text.endswith(f": {some.made_of}.")


@pytest.mark.parametrize(
    ("text", "made_of"),
    [
        (
            "error ratio <= 1 % over 11 s during evening",
            "no window of 11 s fits into the time that counts",
        ),
        ("error ratio of a <= 1 % over 9 s", "none of 12 windows of 9 s has 100 events"),
    ],
)
def test_where_no_window_says_anything_nothing_was_measured(run: Run, text: str, made_of: str) -> None:
    """The sentence says why."""
    assert measured(run, text) == Measurement(value=None, made_of=made_of)


def test_a_series_has_windows_without_events(run: Run) -> None:
    """Every one counts, and its value is exact."""
    run.scrapes([{"queue": float(second)} for second in range(20)])
    worst = measured(run, "max(queue) <= 30 over 5 s")
    assert (worst.value, worst.exact, worst.bound, worst.events) == (19.0, True, None, None)
    best = measured(run, "max(queue) <= 30 for 5 s during evening")
    assert (best.value, best.exact) == (14.0, True)
    assert best.made_of == "5 of 5 scrapes of the site, the best of 6 windows of 5 s, from 10 s"


def test_the_worst_window_has_no_bound_where_one_of_them_has_none(run: Run) -> None:
    """The bound of a p99 takes 299 samples: the best window may have them, every one has not."""
    run.folder.latency(0).unlink()
    run.latencies("join", {second: [0.1] * (200 if second < 9 else 120) for second in range(20)})
    worst = measured(run, "p99 of join <= 1 s over 2 s")
    assert (worst.bound, worst.events) == (None, 400)
    best = measured(run, "p99 of join <= 1 s for 2 s")
    assert best.bound == pytest.approx(0.1, rel=1e-2)


@pytest.mark.parametrize(
    ("text", "value", "bound_s"),
    [
        ("error ratio of join <= 2 % for 2 s within 3 s after fault kill", 1.5, 1.5),
        ("error ratio of join <= 1 % for 2 s within 3 s after fault kill", 1.5, None),
        ("error ratio of join <= 60 % for 1 s within 3 s after fault kill", 0.5, 0.5),
        ("error ratio of join <= 10 % for 4 s within 3 s after 6 s", 3.0, 3.0),
        ("availability of join >= 98 % for 2 s within 3 s after 5.5 s", 3.5, 3.5),
        ("error ratio of join <= 2 % for 2 s within 3 s after doors-open", 0.0, 0.0),
    ],
)
def test_the_time_to_the_first_window_that_keeps_the_limit_counts(
    run: Run, text: str, value: float, bound_s: float | None
) -> None:
    """By its value, and surely by its bound: two seconds are too few for one in a hundred."""
    found = measured(run, text)
    assert (found.value, found.bound, found.exact) == (value, bound_s, False)


def test_what_follows_a_fault_is_told_whole(run: Run) -> None:
    """From when on the limit is kept, and by windows of which length."""
    found = measured(run, "error ratio of join <= 2 % for 2 s within 3 s after fault kill")
    assert found.made_of == (
        "the first window of 2 s with at most 2 % begins at 9 s (4 with fewer than 100 events are left"
        " aside)"
    )


def judged(run: Run, text: str) -> State:
    """Judge an expression."""
    objective = Objective(id="it", expect=text)
    return judge_objective(objective, recorded(run.folder, run.scenario)).state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("error ratio of join <= 60 % over 2 s", MET),
        ("error ratio of join <= 52 % over 2 s", UNKNOWN),
        ("error ratio of join <= 40 % over 2 s", BROKEN),
        ("error ratio of join <= 2 % over 2 s during fault kill", BROKEN),
        ("error ratio of join <= 2 % over 2 s before fault kill", MET),
        ("error ratio of join <= 2 % for 2 s after fault kill", MET),
        ("error ratio of join <= 0.1 % for 2 s", UNKNOWN),
        ("error ratio of join <= 2 % for 2 s within 3 s after fault kill", MET),
        ("error ratio of join <= 2 % for 2 s within 1 s after fault kill", BROKEN),
        ("error ratio of join <= 1 % for 2 s within 3 s after fault kill", UNKNOWN),
        ("error ratio of join <= 2 % for 2 s within 3 s after fault kil", UNKNOWN),
        ("error ratio of join >= 60 % for 2 s within 3 s after 5 s", BROKEN),
        ("error ratio of join >= 60 % for 2 s within 30 s after 5 s", UNKNOWN),
    ],
)
def test_an_objective_in_windows_is_met_broken_and_unknown(run: Run, text: str, state: State) -> None:
    """As one of the whole run is."""
    assert judged(run, text) is state


def test_each_fault_of_a_kind_has_to_be_recovered_from(run: Run) -> None:
    """The slowest counts, and one whose end nobody saw leaves it open unless another is too late."""
    text = "error ratio of join <= 2 % for 2 s within 3 s after fault kill"
    FaultSpan(kind="kill", target="store", from_s=10, until_s=10.5).write(run.folder.faults)
    assert measured(run, text).value == 1.5
    FaultSpan(kind="kill", target="cache", from_s=7, until_s=7.5).write(run.folder.faults)
    assert measured(run, text).value == 1.5
    FaultSpan(kind="kill", target="door", from_s=17, until_s=18.5).write(run.folder.faults)
    unseen = measured(run, text)
    assert unseen == Measurement(
        value=None,
        made_of="the run ended before there was a window of 2 s with at most 2 %",
    )
    assert judged(run, text) is UNKNOWN
    assert judged(run, text.replace("3 s", "1 s")) is BROKEN


def test_where_the_limit_is_never_kept_again_the_time_that_was_seen_counts(run: Run) -> None:
    """It is more than was asked for."""
    found = measured(run, "error ratio of join >= 60 % for 2 s within 3 s after 5 s")
    assert (found.value, found.bound) == (14.0, None)
    assert found.made_of == (
        "no window of 2 s with at least 60 % (4 with fewer than 100 events are left aside) came before"
        " the end of the run"
    )


def test_every_recovery_has_to_be_sure(run: Run) -> None:
    """One that is slower and sure does not decide for one that is quick and in doubt."""
    FaultSpan(kind="stall", target="site", from_s=0, until_s=0).write(run.folder.faults)
    text = "error ratio of join <= 1 % for {} s within 9 s after fault stall"
    assert (measured(run, text.format(2)).value, measured(run, text.format(2)).bound) == (0.0, None)
    assert measured(run, text.format(4)).bound == 0.0
    seconds = [(150, 0)] * 6 + [(0, 150)] * 3 + [(400, 0)] * 6 + [(150, 0)]
    run.day(steps=[{"join": StepCount(good=good, failed=failed)} for good, failed in seconds])
    FaultSpan(kind="stall", target="site", from_s=6, until_s=6.5).write(run.folder.faults)
    both = measured(run, text.format(1))
    assert (both.value, both.bound) == (2.5, 9.0)
    sure = measured(run, "error ratio of join <= 3 % for 1 s within 9 s after fault stall")
    assert (sure.value, sure.bound) == (2.5, 2.5)
    FaultSpan(kind="stall", target="site", from_s=15, until_s=15.5).write(run.folder.faults)
    doubt = measured(run, text.format(1))
    assert (doubt.value, doubt.bound) == (2.5, None)


def test_windows_of_a_recovery_have_as_many_events_as_the_objective_asks_for(run: Run) -> None:
    """With ten each of the few joins of the end counts."""
    text = "error ratio of join <= 30 % for 1 s within 3 s after 16 s"
    few = measured(run, text, least=10)
    assert (few.value, few.bound) == (0.0, 0.0)
    assert few.made_of == "the first window of 1 s with at most 30 % begins at 16 s"
    none = measured(run, text, least=20)
    assert none.value == 4.0
    assert none.made_of.startswith(
        "no window of 1 s with at most 30 % (4 with fewer than 20 events are left aside) came before"
    )


def test_a_recovery_is_too_late_only_after_its_time(run: Run) -> None:
    """The end of the run says nothing of the very time that was asked for; one second less does."""
    text = "error ratio of join >= 60 % for 2 s within {} s after 5 s"
    assert (judged(run, text.format(14)), judged(run, text.format(13))) == (UNKNOWN, BROKEN)
    assert (measured(run, text.format(14)).value, measured(run, text.format(13)).value) == (None, 14.0)
    for until_s in (7.5, 18.5):
        FaultSpan(kind="stall", target="s", from_s=until_s - 1, until_s=until_s).write(run.folder.faults)
    slow = "error ratio of join <= 2 % for 2 s within {} s after fault stall"
    assert (judged(run, slow.format("1.5")), judged(run, slow.format("1.4"))) == (UNKNOWN, BROKEN)


def test_a_series_is_well_again_without_a_bound(run: Run) -> None:
    """Its value is what it is."""
    run.scrapes([{"queue": 9.0 if second < 12 else 1.0} for second in range(20)])
    found = measured(run, "max(queue) <= 5 for 2 s within 9 s after 5 s")
    assert (found.value, found.bound) == (7.0, 7.0)


def test_an_objective_may_ask_for_more_events_than_any_window_has(run: Run) -> None:
    """Then nothing was measured."""
    asked = {"id": "it", "expect": "error ratio of join <= 99 % over 2 s", "min-events": 201}
    found = judge_objective(Objective.model_validate(asked), recorded(run.folder, run.scenario))
    assert found.text == "Nothing was measured: none of 19 windows of 2 s has 201 events."


def test_two_recoveries_may_take_equally_long(run: Run) -> None:
    """Each of them is the slowest."""
    for until_s in (10.5, 12.5):
        FaultSpan(kind="stall", target="s", from_s=until_s - 1, until_s=until_s).write(run.folder.faults)
    text = "error ratio of join <= 2 % for 2 s within 3 s after fault stall"
    assert measured(run, text).value == 0.5
