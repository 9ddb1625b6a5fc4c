"""Claims about experiments as faults: each is a real one on a real process, with its real journal."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from siaga.faults.chaos.experiment import ChaosExperiment
from siaga.faults.fault import Fault, FaultError, Finite, Memory
from siaga.faults.waiting import becomes_true
from tests.faults.chaos_kit import (
    IN_THE_CLEAR,
    experiment,
    goes_on,
    hypothesis,
    in_a_file,
    made,
    problems,
    process,
    python,
    stands_still,
    state,
    stops,
    victim,
)

SLOW = process("action", "takes its time", "sleep", ["300"])
KIND = "chaos-experiment"


def begun(content: dict[str, Any], records: Path) -> tuple[Fault, Memory]:
    """Begin an experiment."""
    fault = made(KIND, in_a_file(content), records)
    memory = json.loads(json.dumps(fault.look()))
    fault.begin(memory)
    return fault, memory


def proven(fault: Fault, memory: Memory) -> str:
    """Wait for the proof of a fault."""
    assert becomes_true(lambda: bool(fault.proof(memory)), 30.0)
    return fault.proof(memory)


def told(fault: Fault, memory: Memory) -> str:
    """Wait until a fault says why there will be no proof."""
    words: list[str] = []

    def says() -> bool:
        try:
            fault.proof(memory)
        except FaultError as error:
            words.append(str(error))
        return bool(words)

    assert becomes_true(says, 30.0)
    assert fault.proof(memory) == ""
    return words[0]


def journal(records: Path, number: int = 1) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read a journal."""
    return json.loads((records / f"journal-{number}.json").read_text())


def test_an_experiment_harms_and_rolls_back_by_itself(tmp_path: Path) -> None:
    """Its proof is what its journal says of its actions; both are kept with the run."""
    with victim() as it:
        content = experiment(it.pid, method=[stops(it.pid), state(it.pid, "T")])
        assert problems(KIND, in_a_file(content)) == []
        fault, memory = begun(content, tmp_path)
        assert isinstance(fault, Finite)
        assert becomes_true(lambda: fault.over(memory), 30.0)
        assert proven(fault, memory) == "1 of 1 actions were done; completed"
        fault.heal(memory)
        assert not stands_still(it)
        assert json.loads((tmp_path / "experiment-1.json").read_text()) == content
        assert (journal(tmp_path)["status"], journal(tmp_path)["deviated"]) == ("completed", False)
        assert [run["status"] for run in journal(tmp_path)["rollbacks"]] == ["succeeded"]
        fault.heal(memory)
        assert sorted(one.name for one in tmp_path.iterdir()) == ["experiment-1.json", "journal-1.json"]


def test_a_deviation_is_part_of_the_proof(tmp_path: Path) -> None:
    """The harm had an effect; what that means for the site, its objectives say."""
    with victim() as it:
        steady = hypothesis(state(it.pid, "S"))
        fault, memory = begun(experiment(it.pid, **{"steady-state-hypothesis": steady}), tmp_path)
        said = "1 of 1 actions were done; completed, and deviated from the steady state"
        assert proven(fault, memory) == said
        fault.heal(memory)
        assert not stands_still(it)


def test_a_steady_state_that_holds_is_told_of(tmp_path: Path) -> None:
    """Nobody minded."""
    with victim() as it:
        steady = hypothesis(process("probe", "fine", "true", [], tolerance=0))
        fault, memory = begun(experiment(it.pid, **{"steady-state-hypothesis": steady}), tmp_path)
        assert proven(fault, memory).endswith("; completed, and the steady state held")
        fault.heal(memory)


def test_a_steady_state_that_does_not_hold_before_ends_it_without_proof(tmp_path: Path) -> None:
    """Chaos Toolkit has completed then, and has done nothing."""
    with victim() as it:
        steady = hypothesis(state(it.pid, "T"))
        fault, memory = begun(experiment(it.pid, **{"steady-state-hypothesis": steady}), tmp_path)
        assert told(fault, memory) == (
            "it.json: the steady state was not met before the method, so nothing was done"
        )
        assert journal(tmp_path)["status"] == "completed"
        fault.heal(memory)


def test_an_action_that_fails_leaves_it_without_proof(tmp_path: Path) -> None:
    """An exit code counts, though Chaos Toolkit takes any for a success."""
    with victim() as it:
        method = [stops(it.pid), process("action", "breaks", "false", [])]
        fault, memory = begun(experiment(it.pid, method=method), tmp_path)
        assert told(fault, memory) == "it.json: it ended as completed, 1 actions done; failed: breaks"
        fault.heal(memory)
        assert not stands_still(it)


def test_one_that_is_told_to_end_is_rolled_back(tmp_path: Path) -> None:
    """In the midst of an action; what was done before is proof."""
    with victim() as it:
        fault, memory = begun(experiment(it.pid, method=[stops(it.pid), SLOW]), tmp_path)
        assert becomes_true(lambda: stands_still(it), 30.0)
        assert isinstance(fault, Finite)
        assert (fault.over(memory), fault.proof(memory)) == (False, "")
        fault.heal(memory)
        assert not stands_still(it)
        assert journal(tmp_path)["status"] == "interrupted"
        assert fault.proof(memory) == "1 of 2 actions were done; interrupted"


def test_one_that_is_told_to_end_amid_a_function_is_rolled_back(tmp_path: Path) -> None:
    """Chaos Toolkit's own answer to SIGTERM would be taken for an error of the function there."""
    with victim() as it:
        method = [stops(it.pid), python("action", "sleeps", "time:sleep", {}), stops(it.pid)]
        method[1]["provider"] |= {"module": "tests.faults.chaos_parts", "func": "sleeps"}
        fault, memory = begun(experiment(it.pid, method=method), tmp_path)
        assert becomes_true(lambda: stands_still(it), 30.0)
        fault.heal(memory)
        assert not stands_still(it)
        assert [run.get("status") for run in journal(tmp_path)["run"]] == ["succeeded", None]


def test_a_rollback_that_fails_is_tried_anew_and_then_told_of(tmp_path: Path) -> None:
    """It stops none of the others."""
    with victim() as it:
        broken = process("action", "breaks", "false", [])
        fault, memory = begun(experiment(it.pid, rollbacks=[broken, goes_on(it.pid)]), tmp_path)
        assert proven(fault, memory)
        with pytest.raises(FaultError, match=r"it.json: rollbacks failed: breaks"):
            fault.heal(memory)
        assert not stands_still(it)


def test_another_process_rolls_back_from_memory_alone(tmp_path: Path) -> None:
    """Where whoever played it was killed with it, and the journal ends in the midst."""
    with victim() as it:
        fault, memory = begun(experiment(it.pid, method=[stops(it.pid), SLOW]), tmp_path)
        assert becomes_true(lambda: stands_still(it), 30.0)
        assert isinstance(fault, ChaosExperiment)
        assert fault._job is not None
        os.killpg(fault._job._process.pid, signal.SIGKILL)
        fault._job.stop(5.0)
        other = made(KIND, fault._with.model_dump(by_alias=True), tmp_path)
        other.heal(memory)
        assert not stands_still(it)
        assert other.proof(memory) == "1 of 2 actions were done; interrupted"
        assert journal(tmp_path)["status"] == "interrupted"


def test_two_experiments_of_a_run_have_a_journal_each(tmp_path: Path) -> None:
    """Numbered in the order in which they begin."""
    with victim() as it:
        for number in (1, 2):
            fault, memory = begun(experiment(it.pid), tmp_path)
            proven(fault, memory)
            fault.heal(memory)
            assert journal(tmp_path, number)["status"] == "completed"


def test_one_that_cannot_be_kept_does_not_begin(tmp_path: Path) -> None:
    """What was done could not be known later."""
    with pytest.raises(FaultError, match="cannot be kept with the run"):
        made(KIND, in_a_file(experiment(1)), tmp_path / "nowhere").look()


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """Chaos Toolkit itself stops at the first."""
    content = {
        "title": "wrong",
        "secrets": {"site": {"password": "in the clear"}},
        "configuration": {"site": {"type": "env", "key": "NO_SUCH_VARIABLE"}},
        "steady-state-hypothesis": hypothesis(process("probe", "p", "no-such", [], tolerance=1.5)),
        "method": [process("probe", "looks", "true", []), {"type": "action"}],
        "rollbacks": [process("action", "undo", "no-such", [])],
    }
    del content["method"][1]  # type: ignore[attr-defined]
    unset = "Configuration makes reference to an environment key that does not exist"
    shown = "docs/chaos-toolkit.md shows what is allowed"
    found = [one.removeprefix("with.file: it.json: ") for one in problems(KIND, in_a_file(content))]
    assert [one.replace(f"; {shown}", "") for one in found] == [
        f"secrets.site.password: {IN_THE_CLEAR}",
        f"configuration: {unset}: NO_SUCH_VARIABLE",
        "steady-state-hypothesis.probes.0: path 'no-such' cannot be found, in activity 'p'",
        found[3].replace(f"; {shown}", ""),
        "rollbacks.0: path 'no-such' cannot be found, in activity 'undo'",
        "experiment: experiment requires a description",
        "method: has no action, and would harm nothing; one at least is needed",
    ]
    assert found[3].startswith("steady-state-hypothesis.probes.0.tolerance: hypothesis probe tolerance")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "cannot be read beside the scenario; name a file of JSON or YAML that can"),
        ("[1]", "is no experiment; it has to be a mapping of keys"),
    ],
)
def test_a_file_that_holds_no_experiment_is_told_of(content: str, said: str) -> None:
    """Before anything begins."""
    found = problems(KIND, {"file": "it.json", "content": content})
    assert found == [f"with.file: it.json: {said}"]
