"""Claims about what is recorded: seconds of phases, plans, and files that are damaged."""

import json
from collections.abc import Callable

import pytest

from siaga.judge.recorded import recorded
from tests.judge.hand_made import Run

PHASES = """
traffic:
  phases:
    - {name: first, for: 0.1 s, rate: 100/s}
    - {name: second, for: 2.7 s, rate: 100/s}
    - {name: third, for: 0.2 s, rate: 100/s}
    - {name: last, for: 2 s, rate: 100/s}
  populations: [{name: visitors, journey: visitor}]
site: {}
objectives: [{id: errors, expect: error ratio <= 5 %}]
name: phases
description: Phases whose borders are no whole seconds.
seed: 1
locustfile: opening_day.py
"""


def test_every_second_belongs_to_the_phase_in_which_it_begins(make: Callable[..., Run]) -> None:
    """They begin after 0, 0.1, 2.8 and, though the sum is a trifle more in floating point, 3 seconds."""
    run = make(PHASES)
    run.record()
    facts = recorded(run.folder, run.scenario)
    names = ("first", "second", "third", "last")
    seconds = [facts.seconds(name) for name in names]
    assert seconds == [range(1), range(1, 3), range(3, 3), range(3, 5)]


def test_planned_arrivals_are_those_of_the_seconds_asked_for(good: Run) -> None:
    """Without a plan nothing was planned."""
    facts = recorded(good.folder, good.scenario)
    assert (facts.planned(), facts.planned(range(18, 30)), facts.planned(range(20, 30))) == (
        2000,
        200,
        0,
    )
    good.folder.plan.unlink()
    facts = recorded(good.folder, good.scenario)
    assert (facts.plan, facts.planned(), facts.planned(range(5)), facts.damage) == (None, 0, 0, ())


def test_a_whole_folder_has_no_damage(good: Run) -> None:
    """Everything that was written is there."""
    facts = recorded(good.folder, good.scenario)
    assert facts.damage == ()
    assert (facts.ledgers, facts.empty_ledgers, len(facts.counts.workers)) == (1, 0, 1)
    assert sorted(facts.readings) == ["before", "first", "second"]
    assert facts.series.attempts_s.tolist() == [float(second) for second in range(21)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("t0_s", "noon"),
        ("t0_s", float("nan")),
        ("duration_s", -1.0),
        ("duration_s", 1e15),
        ("duration_s", None),
        ("planned", [1, -1]),
        ("planned", [1, "2"]),
        ("planned", 7),
        ("schema", 2),
        ("surprise", 1),
    ],
)
def test_a_plan_that_cannot_be_is_damage(good: Run, key: str, value: object) -> None:
    """It counts as missing, and the sentence names it."""
    plan = json.loads(good.folder.plan.read_text())
    good.folder.plan.write_text(json.dumps(plan | {key: value}))
    facts = recorded(good.folder, good.scenario)
    assert facts.plan is None
    assert len(facts.damage) == 1
    assert facts.damage[0].startswith("plan: ")


@pytest.mark.parametrize(("key", "value"), [("workers", "two"), ("workers", None), ("stopped_by", 5)])
def test_a_run_record_that_cannot_be_is_an_error(good: Run, key: str, value: object) -> None:
    """Without it nobody knows what was to be recorded."""
    run = json.loads(good.folder.run.read_text())
    good.folder.run.write_text(json.dumps(run | {key: value}))
    with pytest.raises(ValueError, match=r"run\.json: its workers or its guard is none; it is damaged"):
        recorded(good.folder, good.scenario)
