"""Claims about what is recorded: seconds of phases, plans, and files that are damaged."""

import json
from collections.abc import Callable

import pytest

from siaga.judge.recorded import _first_second, recorded
from siaga.record.fault_span import FaultSpan
from siaga.record.run_record import RunRecord
from siaga.scenario.quantity import LONGEST_S
from tests.judge.hand_made import T0_S, Run

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


@pytest.mark.parametrize("changed", [{"aborted_at_s": -1}, {"aborted_at_s": 1.5}, {"aborted_for": 3}])
def test_a_run_that_was_ended_by_nonsense_is_none(good: Run, changed: dict[str, object]) -> None:
    """Neither a second before the first nor half of one, and a name is text."""
    good.record(**changed)
    with pytest.raises(ValueError, match=r"run\.json: what ended it early is none; it is damaged"):
        recorded(good.folder, good.scenario)


def test_a_run_that_was_ended_early_is_judged_up_to_that_second(good: Run) -> None:
    """Its phases count as far as they were played; of a whole run everything does."""
    whole = recorded(good.folder, good.scenario)
    assert (whole.cut_s, whole.planned_until_s) == (None, 20.0)
    good.record(aborted_for="join-fast", aborted_at_s=12)
    ended = recorded(good.folder, good.scenario)
    assert (ended.cut_s, ended.planned_until_s) == (12, 12)
    good.record(aborted_for="join-fast", aborted_at_s=25)
    assert recorded(good.folder, good.scenario).planned_until_s == 20.0


def test_scrapes_that_are_damaged_count_as_none(good: Run) -> None:
    """There is nothing in them: no look, no failure, no series."""
    good.folder.scrapes.write_text('{"at": 1}\n{}\n', encoding="utf-8")
    series = recorded(good.folder, good.scenario).series
    assert (series.attempts_s.tolist(), series.up.tolist()) == ([], [])
    assert (series.failures, series.changes) == ((), {})


def test_what_is_wrong_with_a_file_is_told_behind_its_name(
    good: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the full stop of a sentence; what it would have told is missing, and nothing else."""

    def fail(*_given: object) -> None:
        """Say no."""
        raise ValueError(".it is torn after line X.")

    whole = recorded(good.folder, good.scenario)
    monkeypatch.setattr("siaga.judge.recorded.handovers", fail)
    facts = recorded(good.folder, good.scenario)
    assert facts.damage == ("collection: .it is torn after line X",)
    assert (facts.handovers, facts.plan, facts.readings) == (None, whole.plan, whole.readings)


def test_latencies_that_are_damaged_count_as_none(good: Run) -> None:
    """No step is known by them."""
    with good.folder.latency(0).open("a") as log:
        log.write("Tag=join.intended,1.000,1.000,0.1,garbage\n")
    facts = recorded(good.folder, good.scenario)
    assert [one.partition(": ")[0] for one in facts.damage] == ["latencies"]
    assert facts.latencies.steps == []


def test_without_a_plan_times_are_those_of_the_site(good: Run) -> None:
    """Nothing is taken off them, as nobody knows when the run began."""
    good.folder.plan.unlink()
    assert recorded(good.folder, good.scenario).series.attempts_s.tolist()[:2] == [T0_S, T0_S + 1]


def test_ledgers_that_hold_nothing_are_counted(good: Run) -> None:
    """Beside all that there are."""
    good.folder.ledger(1).touch()
    facts = recorded(good.folder, good.scenario)
    assert (facts.ledgers, facts.empty_ledgers) == (2, 1)


@pytest.mark.parametrize(
    ("file", "name", "fact", "missing"),
    [
        ("collection", "collection", "handovers", None),
        ("scrapes", "scrapes", "series", None),
        ("roll_reads", "readings of the roll", "readings", {}),
        ("clocks", "clocks", "clocks", ()),
        ("faults", "faults", "faults", ()),
    ],
)
def test_a_file_that_is_damaged_is_told_of_by_its_name(
    good: Run, file: str, name: str, fact: str, missing: object
) -> None:
    """Its facts count as missing, and those of every other file are as they were."""
    FaultSpan(kind="kill", target="site", from_s=1.0, until_s=2.0).write(good.folder.faults)
    whole = recorded(good.folder, good.scenario)
    getattr(good.folder, file).write_text("garbage\nmore\n", encoding="utf-8")
    facts = recorded(good.folder, good.scenario)
    assert [one.partition(": ")[0] for one in facts.damage] == [name]
    others = {"run", "plan", "handovers", "readings", "clocks", "faults", "lost"} - {fact}
    assert [getattr(facts, one) for one in others] == [getattr(whole, one) for one in others]
    assert fact == "series" or getattr(facts, fact) == missing
    assert getattr(whole, fact)


def test_tallies_that_are_damaged_count_as_none(good: Run) -> None:
    """Every worker counts as lost then; it wrote where it said."""
    good.folder.tallies(0).write_text("garbage\nmore\n", encoding="utf-8")
    facts = recorded(good.folder, good.scenario)
    assert [one.partition(": ")[0] for one in facts.damage] == ["tallies"]
    assert facts.counts.workers == ()
    assert [(one.rank, one.in_place) for one in facts.lost] == [(0, True)]
    good.folder.collection.unlink()
    assert [one.in_place for one in recorded(good.folder, good.scenario).lost] == [False]
    good.folder.plan.unlink()
    assert recorded(good.folder, good.scenario).lost == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [("duration_s", 0.0), ("duration_s", LONGEST_S), ("planned", [0, 1]), ("planned", [])],
)
def test_a_plan_at_its_limits_is_believed(good: Run, key: str, value: object) -> None:
    """A day without a second, the longest there may be, and seconds in which nobody was to come."""
    plan = json.loads(good.folder.plan.read_text())
    good.folder.plan.write_text(json.dumps(plan | {key: value}))
    facts = recorded(good.folder, good.scenario)
    assert (facts.plan is None, facts.damage) == (False, ())
    assert facts.run == RunRecord.read(good.folder.run)


def test_why_a_plan_is_not_believed_is_told(good: Run) -> None:
    """With the name of its file."""
    plan = json.loads(good.folder.plan.read_text())
    good.folder.plan.write_text(json.dumps(plan | {"duration_s": -0.5}))
    assert recorded(good.folder, good.scenario).damage == (
        "plan: plan.json: its times or numbers are none; it is damaged",
    )


def test_a_trifle_does_not_make_a_second() -> None:
    """Less than a microsecond is what sums of durations are off by; more is time."""
    assert [_first_second(at_s) for at_s in (2.0, 2.0000002, 2.000002, 2.9)] == [2, 2, 3, 3]
