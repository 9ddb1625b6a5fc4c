"""Claims about the recorder: whatever happened in a second is in its tally and its histograms."""

from pathlib import Path

import pytest

from siaga.crowd.recorder import Recorder
from siaga.crowd.sample import Sample
from siaga.crowd.second import KINDS_OF_ERROR, calls_of
from siaga.record.json_lines import JsonLines, whole_lines
from siaga.record.latency import LatencyLog
from siaga.record.split import Split
from siaga.record.tally import PopulationCount, StepCount, Tally
from tests.record.whole_interval import intervals


def _sample(
    step: str, intended_s: float, started_s: float, ended_s: float, why: str = "", whose: str = ""
) -> Sample:
    return Sample(
        step=step,
        method="GET",
        intended_s=intended_s,
        started_s=started_s,
        ended_s=ended_s,
        reason=why,
        received_bytes=10,
        population=whose,
    )


@pytest.fixture
def told() -> list[Sample]:
    """What the recorder echoed."""
    return []


@pytest.fixture
def recorder(tmp_path: Path, told: list[Sample]) -> Recorder:
    """A recorder that writes below tmp_path."""
    return Recorder(
        JsonLines(tmp_path / "tallies.jsonl"),
        LatencyLog(tmp_path / "latency.hlog", 1_000.0),
        told.extend,
    )


PEOPLE = {
    "registrants": PopulationCount(arrived=1, dropped=1, good=1, failed=1),
    "visitors": PopulationCount(arrived=1, ended=1, completed=1, good=1),
}


def test_a_second_is_folded_whole(tmp_path: Path, recorder: Recorder, told: list[Sample]) -> None:
    """Counts, worst lateness, steps, errors and stages are those of the second."""
    recorder.arrived("registrants", 0.002)
    recorder.arrived("visitors", 0.5)
    recorder.dropped("registrants", "registrant")
    recorder.finished("visitors", completed=True)
    recorder.sent(3)
    recorder.reached("registrants joined")
    samples = (
        _sample("home", 1.0, 1.1, 1.2, whose="visitors"),
        _sample("join", 1.0, 1.0, 1.5, "status 503", whose="registrants"),
        _sample("join", 1.0, 1.0, 1.4, whose="registrants"),
    )
    for sample in samples:
        recorder.sample(sample)
    expected = Tally(
        second=1,
        arrived=2,
        dropped=1,
        finished=1,
        active=1,
        lateness_s=0.5,
        loop_lag_s=0.01,
        cpu_ratio=0.25,
        unsynced_s=0.125,
        sent=3,
        asked=1,
        idle_missed=0,
        steps={"home": StepCount(good=1), "join": StepCount(good=1, failed=1)},
        calls=calls_of(samples, {"join status 503"}),
        errors={"join status 503": 1},
        reached={"registrants joined": 1},
        populations=PEOPLE,
    )
    folded = recorder.fold(1, loop_lag_s=0.01, cpu_ratio=0.25, closed=False, unsynced_s=0.125)
    assert folded == expected
    recorder.close()
    assert [Tally.from_json(line) for line in whole_lines(tmp_path / "tallies.jsonl")] == [expected]
    assert len(told) == 3


def test_latency_counts_from_the_intended_start_and_from_the_real_one(
    tmp_path: Path, recorder: Recorder
) -> None:
    """A step due at 1.0 s, begun at 1.1 s and ended at 1.2 s took 0.2 s for the visitor."""
    recorder.sample(_sample("home", 1.0, 1.1, 1.2))
    recorder.fold(1, loop_lag_s=0, cpu_ratio=0, closed=False)
    recorder.close()
    kept = {
        one.intended: one.latencies.get_max_value() / 1e6
        for one in intervals([tmp_path / "latency.hlog"])
    }
    assert kept[True] == pytest.approx(0.2, rel=0.002)
    assert kept[False] == pytest.approx(0.1, rel=0.002)


def test_the_next_second_begins_at_zero_but_those_inside_stay(recorder: Recorder) -> None:
    """Counts belong to one second; the visitors inside carry over."""
    recorder.arrived("visitors", 0.1)
    recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    after = recorder.fold(1, loop_lag_s=0, cpu_ratio=0, closed=True)
    assert after == Tally(second=1, active=1, asked=0, closed=True, unsynced_s=0.0, idle_missed=0)
    recorder.close()


def test_the_first_of_each_kind_has_an_example(recorder: Recorder) -> None:
    """It stands in the tally of its second, and the next of the kind has none."""
    for told in ("", "reset\r\nby peer", "again"):
        recorder.sample(_sample("home", 0, 0, 1, "reset"), told=told)
    recorder.sample(_sample("home", 0, 0, 1), told="welcome")
    first = recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    for step in ("home", "join"):
        recorder.sample(_sample(step, 0, 0, 1, "reset"), told="once more")
    second = recorder.fold(1, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert first.examples == {"home reset": "reset by peer"}
    assert second.examples == {"join reset": "once more"}
    recorder.close()


def test_an_example_gives_no_secret_away(recorder: Recorder) -> None:
    """Whoever tells it: keys and tokens are left out where examples are kept."""
    recorder.sample(_sample("home", 0, 0, 1, "check"), told=f"token {'a' * 20} is old")
    folded = recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert folded.examples == {"home check": "token … is old"}
    recorder.close()


def test_examples_of_endless_kinds_come_to_an_end(recorder: Recorder) -> None:
    """A site that says something else each time fills no disk."""
    for kind in range(KINDS_OF_ERROR + 1):
        recorder.sample(_sample("home", 0, 0, 1, f"status {kind}"), told="again")
    folded = recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert list(folded.examples) == [f"home status {kind}" for kind in range(KINDS_OF_ERROR)]
    recorder.close()


def test_endless_kinds_of_errors_are_kept_in_bounded_room(recorder: Recorder) -> None:
    """Beyond 50 kinds the rest counts as "other", and none is lost."""
    for number in range(80):
        recorder.sample(_sample("home", 0, 0, 1, f"status {number}"))
    errors = recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False).errors
    recorder.close()
    assert len(errors) == KINDS_OF_ERROR + 1
    assert errors["other"] == 30
    assert sum(errors.values()) == 80


def test_a_bug_in_a_journey_is_a_failed_step(recorder: Recorder) -> None:
    """A journey that breaks is counted under its own name, never silent."""
    recorder.bug("registrants", "registrant", "KeyError", 3.0)
    tally = recorder.fold(3, loop_lag_s=0, cpu_ratio=0, closed=False)
    recorder.close()
    assert tally.errors == {"journey-registrant KeyError": 1}
    assert tally.steps == {"journey-registrant": StepCount(failed=1)}
    assert tally.populations == {"registrants": PopulationCount(failed=1)}


def test_latencies_are_kept_by_step_and_population(tmp_path: Path, recorder: Recorder) -> None:
    """Each with its own histograms, from both starts."""
    recorder.sample(_sample("home", 1.0, 1.1, 1.2, whose="visitors"))
    recorder.sample(_sample("home", 1.0, 1.0, 1.5, whose="registrants"))
    recorder.fold(1, loop_lag_s=0, cpu_ratio=0, closed=False)
    recorder.close()
    kept = [
        (one.step, one.population, one.intended, round(one.latencies.get_max_value() / 1e6, 2))
        for one in intervals([tmp_path / "latency.hlog"])
    ]
    assert kept == [
        ("home", "registrants", False, 0.5),
        ("home", "registrants", True, 0.5),
        ("home", "visitors", False, 0.1),
        ("home", "visitors", True, 0.2),
    ]


def test_a_journey_that_does_not_come_to_its_end_has_only_ended(recorder: Recorder) -> None:
    """Completed are those alone that do."""
    recorder.arrived("visitors", 0.0)
    recorder.arrived("visitors", 0.0)
    recorder.finished("visitors", completed=False)
    tally = recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    recorder.close()
    assert tally.populations == {"visitors": PopulationCount(arrived=2, ended=1)}
    assert (tally.finished, tally.active) == (1, 1)


def test_what_people_do_because_of_the_site_is_counted(recorder: Recorder) -> None:
    """A step that was asked for twice is one step; each way to react is counted apart."""
    recorder.sent(2)
    recorder.sent(1, first=False)
    recorder.reacted("reloaded")
    tally = recorder.fold(1, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert (tally.sent, tally.asked, tally.reactions) == (3, 1, {"reloaded": 1})
    recorder.close()


def test_answers_are_counted_by_step_and_rejections_beside_them(recorder: Recorder) -> None:
    """Every try counts, and in the second in which it was answered."""
    recorder.tried("join", "visitors", answered=True, rejected=True)
    recorder.tried("join", "visitors", answered=True)
    recorder.tried("home", "visitors", answered=True)
    recorder.tried("home", "visitors", answered=False)
    tally = recorder.fold(1, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert (tally.answers, tally.rejects) == ({"join": 2, "home": 1}, {"join": 1})
    assert recorder.fold(2, loop_lag_s=0, cpu_ratio=0, closed=False).answers == {}
    recorder.close()


@pytest.mark.parametrize("counts", [True, False])
def test_a_step_that_went_well_at_once_counts_as_one_that_was_told_in_parts(
    recorder: Recorder, *, counts: bool
) -> None:
    """Redirects are requests, too; what stands beside the site has no answers of the site."""
    sample = _sample("join", 1.0, 1.1, 1.2, whose="registrants")
    recorder.sent(2)
    if counts:
        recorder.tried("join", "registrants", answered=True)
    recorder.sample(sample)
    in_parts = recorder.fold(1, loop_lag_s=0.0, cpu_ratio=0.0, closed=False)
    recorder.went_well(sample, 2, counts)
    at_once = recorder.fold(1, loop_lag_s=0.0, cpu_ratio=0.0, closed=False)
    assert at_once == in_parts
    assert (at_once.sent, at_once.answers) == (2, {"join": 1} if counts else {})
    recorder.close()


def test_who_was_turned_away_is_counted_by_population(recorder: Recorder) -> None:
    """Out of all requests of theirs, each try counted."""
    for population, blocked in (("phones", True), ("phones", False), ("others", False)):
        recorder.tried("join", population, answered=True, blocked=blocked)
    tally = recorder.fold(1, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert tally.populations == {
        "phones": PopulationCount(tries=2, blocked=1),
        "others": PopulationCount(tries=1),
    }
    recorder.close()


def test_where_the_time_of_answered_samples_went_is_added_up_by_step(recorder: Recorder) -> None:
    """From the intended start on; a sample without an answer has no parts."""
    opening = (0.001, 0.002, 0.0, 0.03, 0.004)
    recorder.sample(_sample("home", 1.0, 1.1, 1.237)._replace(parts_s=opening))
    recorder.sample(_sample("home", 1.0, 1.0, 1.05)._replace(parts_s=(0.0, 0.0, 0.0, 0.04, 0.01)))
    recorder.sample(_sample("home", 1.0, 1.0, 9.0, "timeout"))
    recorder.sample(_sample("join", 1.0, 1.0, 9.0, "timeout"))
    tally = recorder.fold(1, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert tally.splits == {
        "home": Split(
            answers=2,
            opened=1,
            before_us=200_000,
            lookup_us=1_000,
            connect_us=2_000,
            wait_us=70_000,
            body_us=14_000,
        )
    }
    assert recorder.fold(2, loop_lag_s=0, cpu_ratio=0, closed=False).splits == {}
    recorder.close()


def test_of_a_closed_model_only_service_time_is_written(tmp_path: Path) -> None:
    """Nobody meant to start at any time; and what nobody measured is counted without a time."""
    path = tmp_path / "latency.hlog"
    log = LatencyLog(path, 1_000.0)
    recorder = Recorder(JsonLines(tmp_path / "t.jsonl"), log, lambda _: None, closed=True)
    recorder.sample(_sample("GET /", 0.0, 0.5, 0.6))
    recorder.sample(_sample("GET /", 0.0, 0.5, 0.6)._replace(timed=False))
    tally = recorder.fold(0, loop_lag_s=0.0, cpu_ratio=0.1, closed=True)
    recorder.close()
    assert tally.steps == {"GET /": StepCount(good=2)}
    (found,) = intervals([path])
    assert (found.intended, found.latencies.total_count) == (False, 1)


def test_visitors_that_somebody_else_begins_are_counted_as_they_come_and_go(recorder: Recorder) -> None:
    """What is told is how many there are, and how many there should be."""
    found = []
    for second, (inside, wanted) in enumerate([(3, 4), (5, 5), (2, 2)]):
        recorder.crowd(inside, wanted=wanted)
        found.append(recorder.fold(second, loop_lag_s=0.0, cpu_ratio=0.1, closed=False))
    recorder.close()
    told = [(one.arrived, one.finished, one.active, one.wanted) for one in found]
    assert told == [(3, 0, 3, 4), (2, 0, 5, 5), (0, 3, 2, 2)]
