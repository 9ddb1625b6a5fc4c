"""Claims about the times of a fault, over histories made by hand: detected, recovered, or never."""

from dataclasses import replace

import pytest

from siaga.judge.expression import parse
from siaga.judge.fault_times import indicators
from siaga.judge.measured import Measurement
from siaga.judge.measurement import measure
from siaga.judge.objective import judge_objective
from siaga.judge.recorded import recorded
from siaga.judge.verdict import State
from siaga.record.fault_span import FaultSpan
from siaga.record.tally import StepCount
from siaga.scenario.load import loads
from siaga.scenario.model import Objective
from tests.judge.hand_made import SCENARIO, Run, whole_second

MET, BROKEN, UNKNOWN = State.MET, State.BROKEN, State.UNKNOWN
MINUTE = SCENARIO.replace("for: 10 s", "for: 60 s")
"""A day of two minutes."""

KEPT = "availability of join >= 95 %"


@pytest.fixture
def run(good: Run) -> Run:
    """A day of two minutes; every objective is one of the availability of joins."""
    good.scenario = loads(MINUTE, "scenario.yaml")
    return good.expecting(KEPT)


def played(run: Run, *stretches: tuple[int, int, int], step: str = "join") -> None:
    """Have seconds with so many good and failed joins, from one after the other on."""
    counts: dict[int, StepCount] = {}
    for from_s, good, failed in stretches:
        counts |= dict.fromkeys(range(from_s, 120), StepCount(good=good, failed=failed))
    run.tallies([whole_second(second, steps={step: counts[second]}) for second in range(120)])


def harmed(run: Run, *times_s: tuple[float, float | None], kind: str = "kill") -> None:
    """Have faults from then to then."""
    run.folder.faults.parent.mkdir(exist_ok=True)
    for from_s, until_s in times_s:
        FaultSpan(kind=kind, target="site", from_s=from_s, until_s=until_s).write(run.folder.faults)


def measured(run: Run, text: str) -> Measurement:
    """Measure an expression."""
    return measure(parse(text), recorded(run.folder, run.scenario))


def state(run: Run, text: str) -> State:
    """Judge an expression."""
    objective = Objective(id="back", expect=text)
    return judge_objective(objective, recorded(run.folder, run.scenario)).state


RECOVER = "time to recover after kill <= 10 s"


def test_recovery_is_the_first_of_six_good_windows_in_a_row(run: Run) -> None:
    """Healed at 30.5 s, bad until 37 s, and a tenth of a window's samples may not fail."""
    played(run, (0, 100, 0), (30, 50, 50), (37, 100, 0))
    harmed(run, (20.0, 30.5))
    assert measured(run, RECOVER) == Measurement(
        value=6.5,
        bound=6.5,
        made_of="every objective was kept in 6 windows of 5 s in a row from 37 s on",
    )
    assert state(run, RECOVER) is MET
    assert state(run, "time to recover after kill < 6.5 s") is BROKEN
    assert state(run, "time to recover after fault kill <= 6 s") is BROKEN


def test_windows_are_taken_from_any_second(run: Run) -> None:
    """A twentieth of a window may fail, hence a fifth of one second of five."""
    played(run, (0, 100, 0), (30, 80, 20), (36, 100, 0))
    harmed(run, (20.0, 30.0))
    # From 35 s on, 20 of 500 fail in the first window: 4 %.
    assert measured(run, RECOVER).value == 5.0


def test_a_relapse_within_the_row_is_no_recovery(run: Run) -> None:
    """From 30 s on five windows are good, and the sixth is not."""
    played(run, (0, 100, 0), (58, 50, 50), (60, 100, 0))
    harmed(run, (20.0, 30.0))
    assert measured(run, RECOVER).value == 30.0
    assert state(run, RECOVER) is BROKEN


def test_a_site_that_was_never_hurt_recovers_at_once(run: Run) -> None:
    """From the first whole second on."""
    played(run, (0, 100, 0))
    harmed(run, (20.0, 30.0))
    assert measured(run, RECOVER).value == 0.0
    harmed(run, (40.0, 50.25))
    assert measured(run, RECOVER) == Measurement(
        value=0.75,
        bound=0.75,
        made_of="every objective was kept in 6 windows of 5 s in a row from 51 s on, the slowest of 2",
    )


def test_what_never_recovers_is_censored_and_not_left_out(run: Run) -> None:
    """It is at least as long as there was a row to look for, from 30 s to 91 s."""
    played(run, (0, 100, 0), (20, 50, 50))
    harmed(run, (20.0, 30.0))
    assert measured(run, RECOVER) == Measurement(
        value=61.0,
        made_of="no 6 windows of 5 s in a row kept every objective before the end, so it is at least"
        " that",
    )
    assert state(run, "time to recover after kill <= 60 s") is BROKEN
    assert state(run, "time to recover after kill <= 61 s") is UNKNOWN


def test_the_last_row_of_a_day_is_looked_at_and_none_that_reaches_beyond(run: Run) -> None:
    """From 90 s on there are six windows, from 91 s on no more."""
    harmed(run, (20.0, 30.0))
    for well_s, expected in ((90, (60.0, 60.0)), (91, (61.0, None))):
        played(run, (0, 100, 0), (30, 50, 50), (well_s, 100, 0))
        assert (measured(run, RECOVER).value, measured(run, RECOVER).bound) == expected


def test_bad_windows_among_some_with_too_few_events_are_no_recovery(run: Run) -> None:
    """Five bad seconds of every 25, and nearly nobody in the others: nothing was good."""
    harmed(run, (20.0, 30.0))
    played(run, *(one for at in range(0, 120, 25) for one in ((at, 0, 50), (at + 5, 1, 0))))
    found = measured(run, RECOVER)
    assert (found.value, found.bound) == (61.0, None)
    assert found.made_of.startswith("no 6 windows of 5 s in a row kept every objective before the end (")


def test_the_slowest_of_all_faults_of_a_kind_counts(run: Run) -> None:
    """One that came too late to tell hides none that was too slow, and is met with none."""
    played(run, (0, 100, 0), (30, 50, 50), (42, 100, 0))
    harmed(run, (20.0, 30.0), (50.0, 52.0))
    harmed(run, (60.0, 61.0), kind="stall")
    assert measured(run, RECOVER).value == 12.0
    assert measured(run, "time to recover after stall <= 10 s").value == 0.0
    harmed(run, (100.0, 110.0))
    assert state(run, RECOVER) is BROKEN
    late = measured(run, "time to recover after kill <= 20 s")
    assert late == Measurement(
        value=None, made_of="the run ended before there were 6 windows of 5 s in a row"
    )


def test_windows_with_too_few_events_are_neither_good_nor_bad(run: Run) -> None:
    """Until 40 s it was bad, until 50 s nobody knows, then good: 10 s at least and 20 s at most."""
    played(run, (0, 100, 0), (30, 50, 50), (40, 5, 0), (50, 100, 0))
    harmed(run, (20.0, 30.0))
    found = measured(run, RECOVER)
    assert (found.value, found.bound) == (10.0, 16.0)
    assert found.made_of == (
        "every objective was kept in 6 windows of 5 s in a row from 40 s on (6 windows have fewer than"
        " 30 events)"
    )
    assert state(run, "time to recover after kill <= 9 s") is BROKEN
    assert state(run, "time to recover after kill <= 15 s") is UNKNOWN
    assert state(run, "time to recover after kill <= 16 s") is MET


def test_with_too_few_events_throughout_nothing_is_measured(run: Run) -> None:
    """Five a second are 25 in a window; six are enough."""
    played(run, (0, 5, 0))
    harmed(run, (20.0, 30.0))
    assert measured(run, RECOVER) == Measurement(
        value=None, made_of="no 6 windows of 5 s in a row have 30 events each"
    )
    assert state(run, RECOVER) is UNKNOWN
    played(run, (0, 6, 0))
    assert state(run, RECOVER) is MET
    played(run, (0, 100, 0), (90, 5, 0))
    assert state(run, "time to recover after kill <= 1 h") is MET
    played(run, (0, 100, 0), (70, 50, 50), (72, 100, 0), (90, 5, 0))
    harmed(run, (60.0, 70.0), kind="stall")
    late = measured(run, "time to recover after stall <= 1 h")
    assert (late.value, late.bound) == (2.0, None)


def test_a_fault_is_not_recovered_from_while_it_lasts(run: Run) -> None:
    """Never healed, or never there, nothing was measured."""
    played(run, (0, 100, 0))
    harmed(run, (20.0, None))
    assert measured(run, RECOVER).made_of == "the fault kill of site was never healed"
    assert measured(run, "time to recover after stall <= 9 s").made_of == (
        "no fault stall was recorded; faults that were: kill"
    )


def test_every_indicator_has_to_keep_its_objective(run: Run) -> None:
    """Joins are good from 35 s on, quick from 40 s on."""
    run.expecting(KEPT, "p90 of join <= 1 s", "error ratio <= 9 %")
    played(run, (0, 100, 0), (30, 50, 50), (35, 100, 0))
    slow = {second: [3.0] * 100 for second in range(30, 40)}
    quick = {second: [0.1] * 100 for second in range(40, 120)}
    run.latencies("join", slow | quick)
    harmed(run, (20.0, 30.0))
    # From 40 s on no window has slow ones; any that begins earlier has a fifth of them at least.
    assert measured(run, RECOVER).value == 10.0


def test_the_indicators_are_what_has_to_hold_in_the_whole_run(run: Run) -> None:
    """No phase, no window, no dry run, and nothing but latencies, availabilities and error ratios."""
    asked = ("p99 of join <= 1 s", KEPT, "error ratio <= 5 %")
    not_asked = (
        "p99 of join <= 1 s during evening", "error ratio <= 5 % over 10 s", "dropped arrivals <= 1 %",
        "error ratio <= 5 % within 10 s after evening", "min(up) >= 1", "goodput of join >= 1/s",
    )  # fmt: skip
    run.expecting(*not_asked)
    assert indicators(run.scenario) == []
    harmed(run, (20.0, 30.0))
    assert measured(run, RECOVER).made_of == "no objective says when the site has recovered"
    run.judged_with(
        objectives=(
            Objective(id="all", all=asked[1:]),
            Objective(id="one", expect=asked[0]),
            Objective.model_validate({"id": "dry", "expect": "error ratio <= 1 %", "dry-run": True}),
        )
    )
    assert [one.text for one in indicators(run.scenario)] == [*asked[1:], asked[0]]


DETECT = "time to detect kill <= 5 s"


def test_detection_is_the_first_scrape_that_fails(run: Run) -> None:
    """The fault began at 20.5 s, and from 24 s on the site could not be read."""
    run.scrapes([{"ready": 1.0}] * 24 + [None] * 4 + [{"ready": 1.0}] * 92)
    harmed(run, (20.5, 30.0))
    assert measured(run, DETECT) == Measurement(
        value=3.5, bound=3.5, made_of="up changed at 24.0 s, the fault began at 20.5 s"
    )
    assert state(run, DETECT) is MET
    assert state(run, "time to detect kill <= 3 s") is BROKEN


def test_a_series_of_the_site_may_tell_of_it(run: Run) -> None:
    """The first change of any that has the labels, also that it is there at all."""
    before = {"open{to=registry}": 0.0, "open{to=store}": 0.0}
    run.scrapes(
        [before] * 23 + [{**before, "open{to=registry}": 1.0}] * 4 + [{**before, "alarm": 1.0}] * 90
    )
    harmed(run, (20.0, 30.0))
    assert measured(run, "time to detect kill by open <= 5 s").value == 3.0
    by_store = 'time to detect kill by open{to="store"} <= 5 s'
    assert measured(run, by_store) == Measurement(
        value=96.0, made_of='open{to="store"} never changed before the end, so it is at least that'
    )
    assert state(run, by_store) is BROKEN
    assert state(run, 'time to detect kill by open{to="store"} <= 2 min') is UNKNOWN
    assert measured(run, "time to detect kill by alarm <= 9 s").value == 7.0
    assert measured(run, 'time to detect kill by shut{to="store"} <= 9 s') == Measurement(
        value=None, made_of='the site showed no series shut{to="store"}'
    )
    found = measured(run, 'time to detect kill by shut{to="store",at="1"} <= 9 s').made_of
    assert found == 'the site showed no series shut{at="1", to="store"}'


def test_what_changed_before_the_fault_says_nothing_of_it(run: Run) -> None:
    """At the very second of the fault it does."""
    run.scrapes([{"ready": 1.0}] * 10 + [{"ready": 0.0}] * 10 + [{"ready": 1.0}] * 100)
    harmed(run, (20.0, 30.0))
    assert measured(run, "time to detect kill by ready <= 5 s").value == 0.0
    assert measured(run, DETECT).value == 99.0
    run.scrapes([{"ready": 1.0}] * 19 + [{"ready": 0.0}] * 101)
    assert measured(run, "time to detect kill by ready <= 5 s").bound is None


def test_the_last_scrape_of_a_day_is_looked_at(run: Run) -> None:
    """What changes then is detected; a fault that begins with it was not looked at afterwards."""
    run.scrapes([{"ready": 1.0}] * 119 + [{"ready": 0.0}])
    harmed(run, (20.0, 30.0))
    assert measured(run, "time to detect kill by ready <= 5 s").bound == 99.0
    harmed(run, (119.0, 119.5), kind="stall")
    assert measured(run, "time to detect stall <= 5 s").value is None


def test_what_changes_after_a_run_was_ended_detects_nothing(run: Run) -> None:
    """It is looked for until the end or the last scrape, whichever came first."""
    run.scrapes([{"ready": 1.0}] * 100 + [None] * 19 + [{"ready": 1.0}])
    harmed(run, (20.0, 30.0))
    asked, whole = (DETECT, "time to detect kill by ready <= 5 s"), recorded(run.folder, run.scenario)
    for cut_s, expected in ((60, [40.0, 40.0]), (200, [80.0, 99.0])):
        known = replace(whole, cut_s=cut_s)
        assert [measure(parse(one), known).value for one in asked] == expected


def test_the_slowest_detection_of_a_kind_counts(run: Run) -> None:
    """A fault after the last scrape was not looked at."""
    run.scrapes([{"ready": 1.0}] * 24 + [None] * 6 + [{"ready": 1.0}] * 20 + [None] * 9)
    harmed(run, (20.0, 30.0), (48.0, 49.0))
    assert measured(run, DETECT).value == 4.0
    harmed(run, (90.0, 91.0))
    assert measured(run, DETECT).made_of == "the site was not looked at after the fault began"
    assert state(run, DETECT) is UNKNOWN
    assert state(run, "time to detect kill <= 3 s") is BROKEN
