"""Claims about checks: whatever Chaos Toolkit would refuse is found before anything begins."""

from typing import Any

import pytest

from siaga.faults.chaos.check import ALLOWED, activity_problems, experiment_problems
from tests.faults.chaos_kit import experiment, hypothesis, process, stops


def test_a_sound_experiment_has_no_problems() -> None:
    """With references to activities of its own."""
    steady = hypothesis(process("probe", "fine", "true", [], tolerance=0))
    content = experiment(1, **{"steady-state-hypothesis": steady})
    content["method"].append({"ref": "fine"})
    assert list(experiment_problems(content)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, f"experiment: experiment requires a title; {ALLOWED}"),
        (
            {"method": [stops(1), {"ref": "nobody"}]},
            "experiment: referenced activity 'nobody' could not",
        ),
        ({"method": [stops(1), "kill"]}, "experiment: 'str' object has no attribute 'get'"),
        ({"extensions": [{"name": ""}]}, "experiment: All extensions require a non-empty name"),
        ({"steady-state-hypothesis": {"probes": []}}, "experiment: hypothesis requires a title"),
        ({"controls": [{"name": "c", "provider": {"type": "python"}}]}, "experiment: "),
        ({"secrets": {"a": {"type": "env"}}}, "configuration: 'key'"),
    ],
)
def test_what_no_part_shows_the_whole_does(changes: dict[str, Any], said: str) -> None:
    """In the words of Chaos Toolkit."""
    (problem,) = experiment_problems(experiment(1, **changes))
    assert problem.startswith(said)


def test_every_part_is_looked_at() -> None:
    """Chaos Toolkit would stop at the first."""
    wrong: dict[str, Any] = {"type": "action", "name": "w", "provider": {"type": "telnet"}}
    content = experiment(1, method=[wrong, wrong, stops(1)], rollbacks=[{**wrong, "provider": "none"}])
    assert [one.partition(":")[0] for one in experiment_problems(content)] == [
        "method.0",
        "method.1",
        "rollbacks.0",
    ]


def test_an_experiment_has_to_harm() -> None:
    """One that only looks is no fault."""
    looks = [process("probe", "looks", "true", [])]
    (problem,) = experiment_problems(experiment(1, method=looks))
    assert problem == "method: has no action, and would harm nothing; one at least is needed"


def test_single_activities_are_checked_with_what_they_refer_to() -> None:
    """And refer to no other."""
    unset = {"configuration": {"a": {"type": "env", "key": "NO_SUCH_VARIABLE"}}}
    activities = {"action": {"ref": "b"}, "proof": {"type": "probe"}, "rollback": stops(1)}
    assert [one.partition(":")[0] for one in activity_problems(activities, unset)] == [
        "configuration",
        "action.ref",
        "proof",
    ]


def test_a_json_path_needs_the_package_that_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it is refused before anything begins, with what to install, wherever it stands."""
    monkeypatch.setattr("chaoslib.hypothesis.HAS_JSONPATH", False)
    probe = process("probe", "counts", "true", [])
    tolerance = {"type": "jsonpath", "path": "$.pods[*]", "count": 3}
    looks = {**probe, "tolerance": tolerance}
    content = experiment(1, **{"steady-state-hypothesis": {"title": "well", "probes": [looks]}})
    for problem in (*experiment_problems(content), *activity_problems({"proof": looks}, {})):
        assert "tolerance: Install the `jsonpath2` package" in problem
        assert "pip install chaostoolkit-lib[jsonpath]" in problem
