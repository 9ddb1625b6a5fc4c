"""Claims about latencies of which some are of nobody: who was dropped waits for ever."""

import math

import pytest

from siaga.judge.expression import parse
from siaga.judge.measurement import Measurement, measure
from siaga.judge.objective import judge_objective
from siaga.judge.recorded import recorded
from siaga.judge.verdict import ObjectiveResult, State
from siaga.record.latency import Interval, LatencyLog, never
from siaga.record.tally import PopulationCount, StepCount
from siaga.scenario.model import Objective
from tests.judge.hand_made import T0_S, Run
from tests.judge.histograms import recorded as histogram

MET, BROKEN, UNKNOWN = State.MET, State.BROKEN, State.UNKNOWN

SERVED, LOST = 95, 5
"""In each second of the opening; in the evening nobody comes."""


@pytest.fixture
def run(good: Run) -> Run:
    """1,000 visitors were to begin with home at the opening, of whom 50 were dropped."""
    people = {"visitors": PopulationCount(arrived=SERVED, dropped=LOST, good=SERVED)}
    good.day(
        arrived=[*[SERVED] * 10, 0],
        dropped=[*[LOST] * 10, 0],
        steps=[*[{"home": StepCount(good=SERVED)}] * 10, {}],
        populations=[*[people] * 10, {}],
    )
    log = LatencyLog(good.folder.latency(0), T0_S)
    for second in range(10):
        took = histogram((0.1,) * SERVED)
        for latencies, intended in ((took, True), (took, False), (never(LOST), True)):
            log.append(
                Interval(
                    second=second,
                    step="home",
                    intended=intended,
                    latencies=latencies,
                    population="visitors",
                )
            )
    log.close()
    good.collect()
    return good


def judged(run: Run, text: str) -> ObjectiveResult:
    """Judge an objective of one expression."""
    return judge_objective(Objective(id="it", expect=text), recorded(run.folder, run.scenario))


def measured(run: Run, text: str) -> Measurement:
    """Measure an expression in a run."""
    return measure(parse(text), recorded(run.folder, run.scenario))


@pytest.mark.parametrize(
    ("text", "state", "value"),
    [
        ("p50 of home <= 1 s", MET, "100 ms"),
        ("p90 of home <= 1 s", MET, "100 ms"),
        ("p94.5 of home <= 1 s", UNKNOWN, "100 ms"),
        ("p99 of home <= 1 s", UNKNOWN, "never"),
        ("p99 of home <= 3599 s", UNKNOWN, "never"),
        ("p99 of home > 1 s", UNKNOWN, "never"),
        ("p99 of population visitors <= 1 s", UNKNOWN, "never"),
        ("p99 of journey visitor <= 1 s during doors-open", UNKNOWN, "never"),
        ("p99 of home <= 1 s over 2 s", UNKNOWN, "never"),
        ("p99 of home <= 1 s during evening", UNKNOWN, "unknown"),
        ("p99 of home service time <= 1 s", MET, "100 ms"),
        ("dropped arrivals <= 1 %", BROKEN, "5 %"),
    ],
)
def test_a_quantile_falls_on_those_who_were_never_served(
    run: Run, text: str, state: State, value: str
) -> None:
    """Where their share is large enough; from the real start nobody of them ever began."""
    found = judged(run, text)
    assert found.state is state
    assert found.text.startswith(value) is (value != "unknown")


def test_what_is_never_is_told_with_how_many_were_not_served(run: Run) -> None:
    """Beside the samples of those who were."""
    found = judged(run, "p99 of home <= 1 s")
    assert (found.value, found.bound, found.events, found.never) == (math.inf, math.inf, 1_000, 50)
    assert found.text == (
        "never, 95 % bound never, at most 1 s is asked for: 950 samples of home and 50 visitors who were"
        " never served; without those who were never sent it is 100 ms, 95 % bound 100 ms: the generator"
        " fell short, which decides nothing of the site."
    )


def test_a_window_tells_how_many_of_it_were_never_served(run: Run) -> None:
    """Those of the window that is told of."""
    found = measured(run, "p99 of home <= 1 s over 2 s")
    assert (found.value, found.events, found.never) == (math.inf, 2 * (SERVED + LOST), 2 * LOST)


def test_a_bound_that_is_never_does_not_keep_a_limit(run: Run) -> None:
    """And says how many more visitors, of whom as many are served, would decide."""
    found = judged(run, "p94.5 of home <= 1 s")
    assert found.value == pytest.approx(0.1, rel=1e-3)
    assert (found.bound, found.more_events is not None) == (math.inf, True)
    assert ", 95 % bound never, at most" in found.text


def test_one_who_was_never_served_is_told_in_the_singular(run: Run) -> None:
    """From the real start nobody was."""
    run.day(populations=[{"visitors": PopulationCount(dropped=1)}, {}], dropped=[1, 0])
    log = LatencyLog(run.folder.latency(0), T0_S)
    log.append(Interval(second=0, step="home", intended=True, latencies=never(1)))
    log.close()
    assert measured(run, "p50 of home <= 1 s").made_of.startswith(
        "0 samples of home and 1 visitor who was never served, too few"
    )


def test_a_run_of_an_older_siaga_is_read_and_says_whom_it_leaves_out(run: Run) -> None:
    """Its workers told how many were dropped, and nothing of their wait."""
    run.day(dropped=[*[LOST] * 10, 0], populations=[{"visitors": PopulationCount(good=1)}])
    run.latencies("home", {second: [0.1] * SERVED for second in range(10)})
    found = measured(run, "p99 of home <= 1 s")
    assert found.value == pytest.approx(0.1, rel=1e-3)
    assert found.never == 0
    assert found.made_of == (
        "950 samples of home, without 50 dropped arrivals, of which an older siaga tells no more"
    )
    service = measured(run, "p99 of home service time <= 1 s")
    assert service.made_of == "950 samples of home (service time)"
