"""Claims about the unsent: what the generator dropped is shown, and decides nothing of the site."""

import math
from dataclasses import replace

import pytest

from siaga.judge.expression import parse
from siaga.judge.objective import judge_objective
from siaga.judge.prospect import Prospect, prospect
from siaga.judge.recorded import Recorded, recorded
from siaga.judge.verdict import ObjectiveResult, State
from siaga.record.latency import Interval, LatencyLog, never
from siaga.record.tally import PopulationCount, StepCount
from siaga.scenario.model import Objective
from tests.judge.hand_made import T0_S, Run
from tests.judge.histograms import recorded as histogram

MET, BROKEN, UNKNOWN = State.MET, State.BROKEN, State.UNKNOWN


def day(run: Run, quick: int, slow: int, lost: int) -> Recorded:
    """Give ten seconds of each of which so many had home in 100 ms, in 3 s, and were dropped."""
    people = {"visitors": PopulationCount(arrived=quick + slow, dropped=lost, good=quick + slow)}
    run.day(
        arrived=[*[quick + slow] * 10, 0],
        dropped=[*[lost] * 10, 0],
        steps=[*[{"home": StepCount(good=quick + slow)}] * 10, {}],
        populations=[*[people] * 10, {}],
    )
    log = LatencyLog(run.folder.latency(0), T0_S)
    for second in range(10):
        each = [histogram((0.1,) * quick + (3.0,) * slow), *([never(lost)] if lost else [])]
        for one in each:
            log.append(
                Interval(second=second, step="home", intended=True, latencies=one, population="visitors")
            )
    log.close()
    run.collect()
    return recorded(run.folder, run.scenario)


def judged(facts: Recorded, *texts: str, least: int = 0) -> ObjectiveResult:
    """Judge an objective of one expression, or of several."""
    keys: dict[str, object] = {"expect": texts[0]} if len(texts) == 1 else {"all": texts}
    if least:
        keys["min-events"] = least
    return judge_objective(Objective.model_validate({"id": "it", **keys}), facts)


@pytest.mark.parametrize(
    ("text", "quick", "slow", "lost", "state", "unsent"),
    [
        ("p99 of home <= 1 s", 992, 0, 8, MET, False),
        ("p99 of home <= 1 s", 95, 0, 5, UNKNOWN, True),
        ("p99 of home <= 1 s", 85, 10, 5, BROKEN, False),
        # 0.85 % were slow: the bound of those who were served decides neither.
        ("p99 of home <= 1 s", 943, 8, 49, UNKNOWN, True),
        ("p99 of home > 1 s", 95, 0, 5, UNKNOWN, True),
        ("p99 of home > 1 s", 85, 10, 5, MET, False),
        ("p99 of home <= 1 s over 5 s", 95, 0, 5, UNKNOWN, True),
        ("p99 of home <= 1 s within 3 s after 0 s", 950, 0, 50, UNKNOWN, True),
        ("goodput ratio >= 99 % during doors-open", 95, 0, 5, UNKNOWN, True),
        ("dropped arrivals <= 1 %", 95, 0, 5, BROKEN, True),
        ("dropped arrivals <= 10 %", 95, 0, 5, MET, False),
        ("error ratio <= 1 %", 95, 0, 5, MET, False),
        ("goodput of home >= 980/s during doors-open", 960, 0, 40, UNKNOWN, True),
        ("goodput of home >= 900/s during doors-open", 960, 0, 40, MET, False),
        ("goodput of home >= 1010/s during doors-open", 960, 0, 40, BROKEN, False),
        ("goodput of home <= 900/s during doors-open", 960, 0, 40, BROKEN, False),
        ("goodput of population visitors >= 980/s during doors-open", 960, 0, 40, UNKNOWN, True),
    ],
)
def test_only_what_holds_with_and_without_the_unsent_is_decided(
    good: Run, *, text: str, quick: int, slow: int, lost: int, state: State, unsent: bool
) -> None:
    """A site that was slow for those who were served is broken by them."""
    found = judged(day(good, quick, slow, lost), text)
    assert (found.state, found.unsent) == (state, unsent)
    assert found.is_open is (unsent or state is UNKNOWN)
    assert (found.more_events, found.longer_s) == (None, None)
    assert found.text.endswith(": the generator fell short, which decides nothing of the site.") is (
        unsent and "dropped" not in text
    )


def test_where_nobody_was_sent_nothing_is_decided(good: Run) -> None:
    """It is shown as what it is, never."""
    found = judged(day(good, 0, 0, 40), "p50 of home <= 1 s")
    assert (found.state, found.value, found.unsent) == (UNKNOWN, math.inf, True)
    assert found.text.endswith(
        "; without those who were never sent nothing is measured: the generator fell short, which"
        " decides nothing of the site."
    )


def test_dropped_arrivals_are_broken_and_said_to_be_the_generators(good: Run) -> None:
    """They are what was asked for."""
    assert judged(day(good, 95, 0, 5), "dropped arrivals <= 1 %").text.endswith(
        "50 of 1,000 arrivals dropped; the generator fell short, which decides nothing of the site."
    )


def test_too_few_events_come_first(good: Run) -> None:
    """More of them are needed anyhow."""
    found = judged(day(good, 95, 0, 5), "p99 of home <= 1 s", least=2_000)
    assert (found.state, found.unsent, found.more_events) == (UNKNOWN, False, 1_000)


@pytest.mark.parametrize(
    ("texts", "state", "unsent"),
    [
        (("p99 of home <= 1 s", "error ratio <= 5 %"), UNKNOWN, True),
        (("dropped arrivals <= 1 %", "p99 of home <= 1 s"), BROKEN, True),
        (("dropped arrivals <= 1 %", "p50 of home <= 50 ms"), BROKEN, False),
        (("p50 of home <= 1 s", "error ratio <= 5 %"), MET, False),
    ],
)
def test_several_expressions_are_the_generators_where_nothing_else_breaks_them(
    good: Run, *, texts: tuple[str, ...], state: State, unsent: bool
) -> None:
    """One that the site broke is the site's."""
    found = judged(day(good, 95, 0, 5), *texts)
    assert (found.state, found.unsent) == (state, unsent)


def test_no_run_is_ended_early_for_what_was_not_sent(good: Run) -> None:
    """What is lost with them may be mended without them."""
    good.day(arrived=[50] * 19, dropped=[50] * 19, steps=[{"home": StepCount(good=50)}] * 19)
    log = LatencyLog(good.folder.latency(0), T0_S)
    for second in range(19):
        for one in (histogram((0.1,) * 49 + (3.0,)), never(50)):
            log.append(Interval(second=second, step="home", intended=True, latencies=one))
    log.close()
    good.collect()
    known = replace(recorded(good.folder, good.scenario), cut_s=19)
    assert prospect(parse("p90 of home <= 1 s"), known) is Prospect.OPEN
    assert prospect(parse("p99 of home <= 1 s"), known) is Prospect.LOST


def evening(run: Run, made: int = 1) -> Recorded:
    """Give a day with 80 of 100 a second in its evening, 15 dropped; each made so many good samples."""
    came, lost = [100] * 10 + [80] * 10, [0] * 10 + [15] * 10
    run.day(arrived=came, dropped=lost, steps=[{"home": StepCount(good=made * one)} for one in came])
    run.collect()
    return recorded(run.folder, run.scenario)


@pytest.mark.parametrize(
    ("text", "state", "unsent"),
    [
        ("plateau of home >= 90 % during evening", UNKNOWN, True),
        ("plateau of home >= 75 % during evening", MET, False),
        ("plateau of home >= 99 % during evening", BROKEN, False),
        ("plateau of home <= 75 % during evening", BROKEN, False),
    ],
)
def test_a_plateau_is_broken_only_where_the_dropped_would_not_have_kept_it(
    good: Run, *, text: str, state: State, unsent: bool
) -> None:
    """Its windows are looked at once more with the dropped of each counted as good."""
    found = judged(evening(good), text)
    assert (found.state, found.unsent) == (state, unsent)


def test_whoever_was_dropped_would_have_made_as_many_good_samples_as_one_who_came(good: Run) -> None:
    """Three each: 80 a second made 240, and 95 would have made 285."""
    found = judged(evening(good, 3), "goodput of home >= 270/s during evening")
    assert (found.state, found.unsent, found.value) == (UNKNOWN, True, 240.0)
    assert found.text.endswith(
        "; with those served who were never sent it is 285/s, 95 % bound 276/s:"
        " the generator fell short, which decides nothing of the site."
    )
    assert judged(evening(good, 3), "goodput of home >= 290/s during evening").state is BROKEN


def test_no_run_is_ended_early_for_a_goodput_that_the_dropped_would_have_kept(good: Run) -> None:
    """What is left of the day cannot make up for the first half, but they could have."""
    good.day(arrived=[60] * 19, dropped=[40] * 19, steps=[{"home": StepCount(good=60)}] * 19)
    good.collect()
    known = replace(recorded(good.folder, good.scenario), cut_s=19)
    assert prospect(parse("goodput of home >= 90/s"), known) is Prospect.OPEN
    assert prospect(parse("goodput of home >= 110/s"), known) is Prospect.LOST
