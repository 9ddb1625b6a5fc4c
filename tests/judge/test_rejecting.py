"""Claims about the rejecting of a run: answers and CPU time put together, or what is missing told."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from siaga.judge import rejecting
from siaga.judge.expression import parse
from siaga.judge.measurement import Measurement, measure
from siaga.judge.objective import judge_objective
from siaga.judge.recorded import recorded
from siaga.judge.reject_cost import Costs, Spans, costs
from siaga.judge.rejecting import CPU
from siaga.judge.verdict import State
from siaga.record.tally import Tally
from tests.judge.hand_made import Run

SECONDS = 80
SERVED_S, REJECTED_S, OTHER_S, IDLE_S = 0.010, 0.001, 0.002, 0.025

Second = tuple[int, int, int]
"""Answers that served, that rejected, and those of another step."""

ALIKE = (
    "0 % of the rise and fall of answers that {} is their own, 10 % is needed: a time with as many of"
    " the other answers and fewer of these"
)

DAY: tuple[Second, ...] = tuple(
    [(8 + 4 * (at // 4 % 3), 0, 5) for at in range(20)]
    + [(18 + at % 4, 10 + at % 7, 9) for at in range(20)]
    + [(18 + at % 5, 35 + at % 6, 20) for at in range(20)]
    + [(5 + at % 3, 0, 60 + at % 9) for at in range(20)]
)
"""A quiet time, one that is too much, one that is far too much, and one of people who only look."""


def _tally(second: int, answers: Second, *, is_old: bool) -> Tally:
    served, rejected, other = answers
    if is_old:
        return Tally(second=second)
    told = {"join": served + rejected, "home": other}
    return Tally(second=second, answers=told, rejects={"join": rejected}, closed=second == SECONDS - 1)


def lived(run: Run, day: Sequence[Second] = DAY, *, is_old: bool = False, offset_s: float = 0.0) -> Run:
    """Write a day, and the CPU time that the site took for it by each scrape, in two processes."""
    run.tallies(_tally(second, answers, is_old=is_old) for second, answers in enumerate(day))
    cpu_s, shown = offset_s, []
    for served, rejected, other in (*day, (0, 0, 0)):
        shown.append({f"{CPU}{{of=a}}": cpu_s / 2, f"{CPU}{{of=b}}": cpu_s / 2})
        cpu_s += SERVED_S * served + REJECTED_S * rejected + OTHER_S * other + IDLE_S
    run.scrapes(shown)
    return run


def measured(run: Run, text: str = "reject cost of join <= 20 %") -> Measurement:
    """Measure an expression in a run."""
    return measure(parse(text), recorded(run.folder, run.scenario))


def test_a_known_cost_is_found_among_other_answers(good: Run) -> None:
    """One millisecond by ten, whatever the home page and the idling take, and what was taken before."""
    found = measured(lived(good, offset_s=100.0))
    assert [found.value, found.bound] == pytest.approx([0.1, 0.1])
    assert not found.exact
    assert found.events == sum(rejected for _served, rejected, _other in DAY)
    assert found.made_of == (
        "an answer that served took 10 ms of CPU time, one that rejected 1 ms; 1,003 of 2,136 answers in"
        " 40 spans rejected"
    )


def test_the_objective_breaks_and_is_met(good: Run) -> None:
    """By the side of its limit on which the cost lies."""
    run = lived(good).expecting("reject cost of join <= 20 %", "reject cost of join <= 5 %")
    facts = recorded(run.folder, run.scenario)
    states = [judge_objective(one, facts, None).state for one in run.scenario.objectives]
    assert states == [State.MET, State.BROKEN]


def test_a_bound_lies_on_the_side_of_the_limit(good: Run) -> None:
    """Where spans differ by more than what was answered in them."""
    run = lived(
        good, [(served, rejected, other + at % 3) for at, (served, rejected, other) in enumerate(DAY)]
    )
    run.tallies(_tally(second, answers, is_old=False) for second, answers in enumerate(DAY))
    below, above = measured(run), measured(run, "reject cost of join >= 1 %")
    assert below.value == above.value
    assert below.bound is not None
    assert above.bound is not None
    assert below.bound > above.bound
    assert measured(run) == below


def test_what_another_step_rejects_is_none_of_the_step(good: Run) -> None:
    """It is among the other answers."""
    run = lived(good)
    run.tallies(
        replace(tally, rejects={**tally.rejects, "home": tally.second % 5})
        for tally in (_tally(second, answers, is_old=False) for second, answers in enumerate(DAY))
    )
    found = measured(run)
    assert found.value == pytest.approx(0.1)
    assert found.made_of.endswith("; 1,003 of 2,136 answers in 40 spans rejected")


def test_all_steps_together_have_a_cost_of_their_own(good: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no other step there are no other answers to tell apart."""
    columns = []

    def watched(spans: Spans, seed: int) -> Costs:
        """Count what the CPU time is explained by."""
        columns.append(spans.columns.shape[1])
        return costs(spans, seed)

    monkeypatch.setattr(rejecting, "costs", watched)
    run = lived(good, [(served, rejected, 0) for served, rejected, _other in DAY])
    assert measured(run, "reject cost <= 20 %").value == pytest.approx(0.1)
    assert measured(run).value == pytest.approx(0.1)
    assert columns == [3, 4]


def test_what_was_scraped_after_the_last_second_does_not_count(good: Run) -> None:
    """Of 81 seconds there are 40 spans, though the site was looked at for longer."""
    run = lived(good, [*DAY, (9, 0, 5)] + [(0, 0, 0)] * 3)
    run.tallies(
        _tally(second, answers, is_old=False) for second, answers in enumerate([*DAY, (9, 0, 5)])
    )
    assert measured(run).made_of.endswith("in 40 spans rejected")


def test_a_phase_counts_alone(good: Run) -> None:
    """Its spans and its answers; too few of them are told."""
    text = "reject cost of join <= 20 % during doors-open"
    assert measured(lived(good), text).made_of == (
        "112 answers served and 0 rejected (429, 503); 100 of each are needed"
    )
    found = measured(lived(good, DAY[20:]), text)
    assert (found.events, found.made_of) == (124, "5 spans of 2 s are too few; 30 are needed")


@pytest.mark.parametrize(
    "day",
    [
        [(served, 5 * (at % 4 == 0), other) for at, (served, _rejected, other) in enumerate(DAY)],
        DAY[5:65],
    ],
    ids=["answers", "spans"],
)
def test_just_as_many_as_are_needed_are_enough(good: Run, day: Sequence[Second]) -> None:
    """A hundred rejected answers, or thirty spans."""
    assert measured(lived(good, day)).value == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("day", "events", "said"),
    [
        (
            [(served, 1, other) for served, _rejected, other in DAY],
            80,
            "1,133 answers served and 80 rejected (429, 503); 100 of each are needed",
        ),
        (DAY[:45], 442, "22 spans of 2 s are too few; 30 are needed"),
        (
            [(served, served, other) for served, _rejected, other in DAY],
            1_133,
            ALIKE.format("rejected"),
        ),
        (
            [(served, other, other) for served, _rejected, other in DAY],
            1_133,
            ALIKE.format("rejected"),
        ),
        (
            [(10, rejected, other) for _served, rejected, other in DAY],
            800,
            ALIKE.format("served"),
        ),
        (
            [(0, 20, 3)] * SECONDS,
            0,
            "0 answers served and 1,600 rejected (429, 503); 100 of each are needed",
        ),
    ],
    ids=["few-rejected", "short", "alike", "like-others", "steady", "nobody-served"],
)
def test_what_is_missing_is_told(good: Run, day: Sequence[Second], events: int, said: str) -> None:
    """And nothing is measured."""
    found = measured(lived(good, day))
    assert (found.value, found.bound, found.events, found.made_of) == (None, None, events, said)


def test_a_site_that_does_not_tell_its_cpu_time_has_no_cost(good: Run) -> None:
    """Other series are no help."""
    run = lived(good)
    run.scrapes([{"site_seats": 1.0}] * SECONDS)
    assert measured(run).made_of == f"the site shows no {CPU}"


def test_a_run_that_counted_no_answers_has_no_cost(good: Run) -> None:
    """As one that an older siaga made."""
    assert measured(lived(good, is_old=True)).made_of == (
        "0 answers served and 0 rejected (429, 503); 100 of each are needed"
    )


def test_a_site_that_serves_for_nothing_has_no_cost(good: Run) -> None:
    """Nothing can be told by nothing."""
    run = lived(good)
    run.scrapes([{CPU: 5.0}] * (SECONDS + 1))
    found = measured(run)
    assert (found.value, found.bound) == (None, None)
    assert found.made_of == "in 40 spans 1,133 served answers took no CPU time that could be seen"


def test_a_process_that_begins_anew_goes_on_counting(good: Run) -> None:
    """A counter that falls was reset, and what it shows then was added."""
    run = lived(good)
    cpu_s, shown = 0.0, []
    for at, (served, rejected, other) in enumerate((*DAY, (0, 0, 0))):
        shown.append({CPU: cpu_s})
        cpu_s = 0.0 if at == 39 else cpu_s
        cpu_s += SERVED_S * served + REJECTED_S * rejected + OTHER_S * other + IDLE_S
    run.scrapes(shown)
    assert measured(run).value == pytest.approx(0.1, rel=0.01)


def test_a_gap_in_the_scrapes_is_one_long_span(good: Run) -> None:
    """What was answered in it is held against all the CPU time of it."""
    run = lived(good)
    kept, cpu_s, shown = [*range(35), *range(45, SECONDS + 1)], 0.0, []
    for at, (served, rejected, other) in enumerate((*DAY, (0, 0, 0))):
        shown.append({CPU: cpu_s} if at in kept else None)
        cpu_s += SERVED_S * served + REJECTED_S * rejected + OTHER_S * other + IDLE_S
    run.scrapes(shown)
    assert measured(run).value == pytest.approx(0.1)


def test_a_counter_that_appears_with_its_first_event_began_at_nothing(good: Run) -> None:
    """What it shows at the second scrape was spent since the first."""
    run = lived(good)
    cpu_s, shown = 0.0, [{"site_seats": 1.0}]
    for served, rejected, other in DAY:
        cpu_s += SERVED_S * served + REJECTED_S * rejected + OTHER_S * other + IDLE_S
        shown.append({CPU: cpu_s})
    run.scrapes(shown)
    assert measured(run).value == pytest.approx(0.1)
