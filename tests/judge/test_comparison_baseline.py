"""Claims about the baseline of a run: what the verdict makes of it, from the run's folder alone."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from siaga.judge import comparison_baseline
from siaga.judge.recorded import Recorded, recorded
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, ObjectiveResult, State, Verdict
from siaga.record.run_folder import RunFolder
from siaga.record.tally import PopulationCount, StepCount
from siaga.stage.baseline import keep
from tests.judge.hand_made import DURATION_S, Run
from tests.judge.two_runs import spread_s


def _verdict(run: Run) -> Verdict:
    return judge_run(run.folder, run.scenario, strict=False).verdict


@pytest.fixture
def held(good: Run, tmp_path: Path) -> Run:
    """A good run that is held against a copy of itself."""
    good.latencies("join", dict.fromkeys(range(DURATION_S), spread_s(0.1)))
    shutil.copytree(good.folder.path, tmp_path / "before")
    keep(RunFolder(tmp_path / "before"), good.folder)
    good.record(baseline="before", run_id="hand-made/2")
    return good


def _slower(run: Run, latencies_s: Sequence[float]) -> None:
    run.latencies("join", dict.fromkeys(range(DURATION_S), latencies_s))


def test_a_run_that_nobody_holds_against_another_is_judged_as_ever(good: Run) -> None:
    """No objective, no condition, no comparison."""
    verdict = _verdict(good)
    assert (verdict.comparison, len(verdict.objectives)) == (None, 2)
    assert verdict.decision is Decision.GO


def test_a_run_that_is_not_worse_is_go_and_says_so(held: Run) -> None:
    """The baseline is a key objective that is met."""
    verdict = _verdict(held)
    assert verdict.decision is Decision.GO
    assert verdict.objectives[-1] == ObjectiveResult(
        id="baseline",
        expression="measures worse than the baseline",
        state=State.MET,
        value=0.0,
        bound=None,
        limit=0.0,
        unit="count",
        key=True,
        weight=1.0,
        text="None of 6 measures is worse than in hand-made/1.",
        sign="<=",
    )
    assert verdict.comparison is not None
    assert verdict.comparison.text == verdict.objectives[-1].text


def test_a_run_that_is_worse_than_its_baseline_is_no_go(held: Run) -> None:
    """However far it is from its limits; it is said what is worse."""
    _slower(held, spread_s(0.12))
    verdict = _verdict(held)
    assert (verdict.decision, verdict.exit_code) == (Decision.NO_GO, 3)
    assert [(one.gate, one.id) for one in verdict.reasons] == [("key", "baseline")]
    assert "3 of 6 measures are worse than in hand-made/1: p50 of join (+" in verdict.reasons[0].text
    assert verdict.would_turn == "Baseline (measures worse than the baseline) has to come from 3 to 0."


def _dropping(run: Run, lost: int) -> None:
    """Play the day with so many dropped in each of its ten seconds, and two hundred who came."""
    people = {"visitors": PopulationCount(arrived=200, dropped=lost, good=200)}
    run.day(
        arrived=[*[200] * DURATION_S, 0],
        dropped=[*[lost] * DURATION_S, 0],
        steps=[*[{"join": StepCount(good=200)}] * DURATION_S, {}],
        populations=[*[people] * DURATION_S, {}],
    )


@pytest.mark.parametrize(("slow", "decision"), [(False, "INCONCLUSIVE"), (True, "NO_GO")])
def test_no_no_go_is_made_of_dropped_arrivals_alone(
    held: Run, tmp_path: Path, *, slow: bool, decision: str
) -> None:
    """They are worse, and the generator's; what the site made worse beside them is the site's."""
    _dropping(held, 0)
    shutil.rmtree(tmp_path / "before")
    shutil.rmtree(held.folder.baseline.path)
    shutil.copytree(held.folder.path, tmp_path / "before")
    keep(RunFolder(tmp_path / "before"), held.folder)
    _dropping(held, 8)
    if slow:
        _slower(held, spread_s(0.12))
    verdict = _verdict(held)
    found = verdict.objectives[-1]
    assert verdict.comparison is not None
    assert "dropped arrivals" in {one.id for one in verdict.comparison.worse}
    assert (found.state, found.unsent) == (State.BROKEN, not slow)
    assert verdict.decision is Decision[decision]
    assert found.text.endswith("; the generator fell short, which decides nothing of the site.") != slow


def test_a_faster_run_meets_the_objective(held: Run) -> None:
    """Better is not worse."""
    _slower(held, spread_s(0.05))
    assert _verdict(held).objectives[-1].state is State.MET


def test_what_matters_is_what_the_scenario_says(held: Run) -> None:
    """A scenario may allow 50 %."""
    _slower(held, spread_s(0.12))
    held.scenario = held.scenario.model_copy(
        update={"baseline": held.scenario.baseline.model_copy(update={"change": 0.5})}
    )
    assert _verdict(held).objectives[-1].state is State.MET


def test_a_missing_baseline_is_a_condition(good: Run) -> None:
    """The first run of a branch has none; what would make it GO is a run to hold it against."""
    why = "There is no baseline: no run of gate in reports was GO"
    good.record(baseline="reports", no_baseline=why)
    verdict = _verdict(good)
    assert verdict.decision is Decision.GO_WITH_CONDITIONS
    assert [(one.gate, one.id, one.text) for one in verdict.reasons] == [
        ("conditions", "baseline", f"{why}.")
    ]
    assert verdict.would_turn == "An earlier run to hold this one against: that would make it GO."
    assert (verdict.comparison, len(verdict.objectives)) == (None, 2)


def test_runs_that_cannot_be_compared_are_inconclusive(held: Run) -> None:
    """A machine with other cores says nothing of latencies."""
    held.record(baseline="before", cores=8)
    record = held.folder.baseline.run
    record.write_text(record.read_text().replace('"cores": 0', '"cores": 2'))
    verdict = _verdict(held)
    assert verdict.decision is Decision.INCONCLUSIVE
    assert verdict.objectives[-1].state is State.UNKNOWN
    assert "has to be measured at all" in verdict.would_turn


@pytest.mark.parametrize("name", ["run", "scenario"])
@pytest.mark.parametrize("content", ["", "{", None])
def test_a_baseline_that_cannot_be_read_is_unknown_and_never_an_exception(
    held: Run, name: str, content: str | None
) -> None:
    """It says what is damaged."""
    path: Path = getattr(held.folder.baseline, name)
    path.unlink() if content is None else path.write_text(content)
    verdict = _verdict(held)
    assert verdict.decision is Decision.INCONCLUSIVE
    assert verdict.objectives[-1].text.startswith("The baseline in this folder cannot be read: ")
    assert path.name in verdict.objectives[-1].text
    assert verdict.comparison is None


@pytest.mark.parametrize("end", ["", "."])
def test_why_a_baseline_cannot_be_read_is_one_sentence(
    good: Run, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """Whether or not what was raised has a full stop."""

    def unreadable(_folder: RunFolder) -> Recorded:
        """Read nothing."""
        raise ValueError(f"...run.json: is damaged{end}")

    monkeypatch.setattr(comparison_baseline, "of_folder", unreadable)
    good.record(baseline="before")
    (found,) = comparison_baseline.held(good.folder, recorded(good.folder, good.scenario)).objectives
    assert found.text == "The baseline in this folder cannot be read: ...run.json: is damaged."
    assert (found.state, found.value, found.key) == (State.UNKNOWN, None, True)


@pytest.mark.parametrize("harmed", ["plan", "tallies", "latency"])
def test_a_damaged_file_of_the_baseline_decides_nothing(held: Run, harmed: str) -> None:
    """Its facts count as missing, and the comparison says which."""
    folder = held.folder.baseline
    path = folder.plan if harmed == "plan" else getattr(folder, harmed)(0)
    path.write_text("Tag=x,garbage\n{}\n")
    verdict = _verdict(held)
    assert verdict.objectives[-1].state is State.UNKNOWN
    assert verdict.comparison is not None
    assert any(one.startswith("The baseline is damaged: ") for one in verdict.comparison.warnings)


def test_the_copy_alone_repeats_the_verdict(held: Run, tmp_path: Path) -> None:
    """The baseline may be gone."""
    before = _verdict(held)
    shutil.rmtree(tmp_path / "before")
    assert _verdict(held) == before


def test_verdict_json_has_the_comparison(held: Run) -> None:
    """An added key: null where there is none."""
    told = _verdict(held).as_json()
    assert told["comparison"]["answer"] == "same"
    assert told["comparison"]["measures"][0]["id"] == "goodput"
    held.record()
    assert _verdict(held).as_json()["comparison"] is None
