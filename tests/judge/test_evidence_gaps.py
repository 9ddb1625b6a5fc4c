"""Claims about gaps in what was seen of the site: where a failed scrape is an answer, and where none."""

import pytest

from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, State, Verdict
from siaga.record.fault_span import FaultSpan
from siaga.scenario.model import Objective
from tests.judge.hand_made import Run

SHOWN = {"a": 1.0}


def verdict(run: Run) -> Verdict:
    """Judge a run."""
    return judge_run(run.folder, run.scenario, strict=False).verdict


def gap(run: Run) -> tuple[State, float | None]:
    """Give what the check says of the gaps of a run, and how long the longest was."""
    (found,) = [one for one in verdict(run).evidence if one.id == "telemetry-whole"]
    return found.state, found.value


def silent(run: Run, begin: int, end: int) -> None:
    """Have every scrape fail from one second to before another."""
    run.scrapes([None if begin <= second < end else SHOWN for second in range(21)])


def test_failed_scrapes_are_no_gap_where_a_key_objective_judges_them(good: Run) -> None:
    """They are an answer then: the objective is broken, not the evidence."""
    silent(good, 5, 11)
    result = verdict(good.expecting("min(up) >= 1", key=True))
    assert result.decision is Decision.NO_GO
    assert [one.id for one in result.reasons] == ["o0"]


@pytest.mark.parametrize(
    ("begin", "end", "text", "found"),
    [
        (1, 10, "min(up) >= 1", (State.MET, 1.0)),
        (1, 10, "min(up) >= 1 during doors-open", (State.MET, 1.0)),
        (1, 10, "min(up) >= 1 during evening", (State.BROKEN, 10.0)),
        (10, 20, "min(up) >= 1 during evening", (State.MET, 1.0)),
        (3, 12, "min(up) >= 1 during evening", (State.BROKEN, 8.0)),
        (3, 12, "min(up) >= 1 over 5 s during evening", (State.BROKEN, 8.0)),
        (10, 17, "min(up) >= 1 within 3 s after doors-open", (State.MET, 1.0)),
        (1, 10, "min(up) >= 1 within 3 s after doors-open", (State.BROKEN, 10.0)),
        (1, 10, "max(a) >= 1", (State.BROKEN, 10.0)),
        (1, 10, "error ratio <= 50 %", (State.BROKEN, 10.0)),
    ],
)
def test_only_in_the_seconds_that_the_objective_covers(
    good: Run, begin: int, end: int, text: str, found: tuple[State, float]
) -> None:
    """Nobody judges what the site did in all others, and all else that is judged there saw nothing."""
    silent(good, begin, end)
    assert gap(good.expecting(text, key=True)) == found


def test_a_page_that_is_dead_while_doors_open_decides_nothing(good: Run) -> None:
    """An objective on `up` in the evening says nothing of it; the others saw the evening alone."""
    silent(good, 1, 10)
    good.expecting("min(up) >= 1 during evening", "max(a) <= 1", key=True)
    result = verdict(good)
    assert result.decision is Decision.INCONCLUSIVE
    assert [one.id for one in result.reasons] == ["telemetry-whole"]


@pytest.mark.parametrize("more", [{"key": False}, {"dry-run": True}])
def test_an_objective_that_decides_nothing_excuses_nothing(good: Run, more: dict[str, bool]) -> None:
    """It could not make the verdict NO_GO either."""
    silent(good, 1, 10)
    objective = Objective.model_validate({"id": "up", "expect": "min(up) >= 1", **more})
    assert gap(good.judged_with(objectives=(objective,))) == (State.BROKEN, 10.0)


def test_the_time_of_a_fault_that_never_came_covers_nothing(good: Run) -> None:
    """With it, scrapes may fail while it lasts."""
    silent(good, 2, 12)
    good.expecting("min(up) >= 0 during fault kill", key=True)
    assert gap(good) == (State.BROKEN, 11.0)
    FaultSpan(kind="kill", target="site", from_s=2.0, until_s=12.0).write(good.folder.faults)
    assert gap(good) == (State.MET, 1.0)
