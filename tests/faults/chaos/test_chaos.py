"""Claims about single activities as faults: each shows on a real process, file, or server."""

import json
import re
from pathlib import Path

import pytest
import yaml

from siaga.faults.chaos.chaos import Chaos, ChaosSettings
from siaga.faults.fault import FaultError
from siaga.faults.kind import Order
from siaga.faults.place import Place
from siaga.faults.waiting import becomes_true
from tests.faults.chaos_kit import (
    IN_THE_CLEAR,
    goes_on,
    has_ended,
    made,
    pausing,
    problems,
    process,
    stands_still,
    state,
    stops,
    victim,
)

PAGE = Path(__file__).parents[3] / "docs" / "chaos-toolkit.md"


def test_a_process_is_paused_and_goes_on(tmp_path: Path) -> None:
    """Its proof is what the probe answers; healing it twice is no harm."""
    with victim() as it:
        assert problems("chaos", pausing(it.pid)) == []
        fault = made("chaos", pausing(it.pid), tmp_path)
        memory = fault.look()
        assert fault.proof(memory) == ""
        fault.begin(memory)
        assert stands_still(it)
        assert fault.proof(memory) == "it is T: exit code 0 T"
        fault.heal(memory)
        assert not stands_still(it)
        assert fault.proof(memory) == "it is T: exit code 0 T"
        fault.heal(memory)
        assert list(tmp_path.iterdir()) == []


def test_a_proof_that_holds_before_the_action_is_refused(tmp_path: Path) -> None:
    """It would prove nothing."""
    with victim() as it:
        settings = {**pausing(it.pid), "proof": state(it.pid, "S")}
        with pytest.raises(FaultError, match="before anything was done, so it proves nothing"):
            made("chaos", settings, tmp_path).look()


def test_an_action_that_changes_nothing_is_not_proven(tmp_path: Path) -> None:
    """Its own word for it is not enough."""
    with victim() as it:
        settings = {**pausing(it.pid), "action": process("action", "claims it", "true", [])}
        fault = made("chaos", settings, tmp_path)
        memory = fault.look()
        fault.begin(memory)
        assert fault.proof(memory) == ""
        fault.heal(memory)
        assert fault.proof(memory) == ""


def test_a_rollback_that_fails_heals_nothing(tmp_path: Path) -> None:
    """Whoever injects it tries again."""
    with victim() as it:
        settings = {**pausing(it.pid), "rollback": process("action", "undo", "false", [])}
        fault = made("chaos", settings, tmp_path)
        memory = fault.look()
        fault.begin(memory)
        with pytest.raises(FaultError, match="rollback 'undo': exit code 1"):
            fault.heal(memory)
        assert stands_still(it)


def test_a_rollback_that_claims_to_have_worked_is_not_believed(tmp_path: Path) -> None:
    """The probe `healed` looks for itself."""
    with victim() as it:
        undo = process("action", "undo", "true", [])
        settings = {**pausing(it.pid), "rollback": undo, "within": "5 s"}
        fault = made("chaos", settings, tmp_path)
        memory = fault.look()
        fault.begin(memory)
        with pytest.raises(FaultError, match="healed 'it is S': is not within its tolerance after 5 s"):
            fault.heal(memory)


def test_another_process_heals_from_memory_alone(tmp_path: Path) -> None:
    """Where the one that began it was killed."""
    with victim() as it:
        fault = made("chaos", pausing(it.pid), tmp_path)
        memory = json.loads(json.dumps(fault.look()))
        fault.begin(memory)
        other = made("chaos", pausing(it.pid), tmp_path)
        assert other.proof(memory) == "it is T: exit code 0 T"
        other.heal(memory)
        assert not stands_still(it)
        fault.heal(memory)


def test_an_action_in_the_background_ends_with_the_fault(tmp_path: Path) -> None:
    """It goes on while it lasts, and all that it started ends."""
    mark = tmp_path / "mark"
    script = f'-c "echo $$ > {mark}; sleep 300; echo late > {mark}"'
    settings = {
        "action": process("action", "goes on", "sh", script, background=True),
        "proof": process(
            "probe",
            "has begun",
            "test",
            ["-s", str(mark)],
            tolerance={"type": "range", "target": "status", "range": [0, 0]},
        ),
        "rollback": process("action", "clean", "rm", ["-f", str(mark)]),
    }
    assert problems("chaos", settings) == []
    fault = made("chaos", settings, tmp_path)
    memory = fault.look()
    fault.begin(memory)
    assert becomes_true(lambda: bool(fault.proof(memory)), 20.0)
    kept = tmp_path / "pid"
    kept.write_text(mark.read_text())
    fault.heal(memory)
    assert has_ended(kept)
    assert not mark.exists()


def test_an_action_that_fails_in_the_background_is_told_of_once(tmp_path: Path) -> None:
    """Nobody waits for it, yet it is not forgotten."""
    with victim() as it:
        action = process("action", "fails", "false", [], background=True)
        fault = made("chaos", {**pausing(it.pid), "action": action}, tmp_path)
        memory = fault.look()
        fault.begin(memory)

        def told() -> bool:
            try:
                fault.proof(memory)
            except FaultError as error:
                return str(error) == "action 'fails': exit code 1"
            return False

        assert becomes_true(told, 20.0)
        assert fault.proof(memory) == ""
        fault.heal(memory)


def test_an_action_that_takes_longer_than_the_fault_is_ended(tmp_path: Path) -> None:
    """It may not keep anybody from healing."""
    settings = ChaosSettings.model_validate(
        {
            "action": process("action", "hangs", "sleep", ["300"]),
            "proof": process("probe", "never", "false", [], tolerance=0),
            "rollback": process("action", "nothing", "true", []),
        }
    )
    place = Place(site_url="http://127.0.0.1:1", records=str(tmp_path))
    order = Order(target="site", settings=settings, place=place, seed=0, for_s=1.0)
    fault = Chaos(order)
    with pytest.raises(FaultError, match="action: has not ended within 1 s"):
        fault.begin({"lock": "a.lock"})
    fault.heal({"lock": "a.lock"})


def test_a_probe_is_asked_once_a_second_at_most(tmp_path: Path) -> None:
    """Each is a process, and would be a load of its own."""
    counted = tmp_path / "counted"
    settings = ChaosSettings.model_validate(
        {
            "action": process("action", "nothing", "true", []),
            "proof": process("probe", "counts", "sh", f'-c "echo >> {counted}; false"', tolerance=0),
            "rollback": process("action", "nothing", "true", []),
        }
    )
    now_s = iter([0.0, 0.2, 0.4, 1.1, 1.2])
    place = Place(site_url="http://127.0.0.1:1", records=str(tmp_path))
    order = Order(target="site", settings=settings, place=place, seed=0, for_s=1.0)
    fault = Chaos(order, timer=lambda: next(now_s))
    assert [fault.proof({}) for _ in range(5)] == [""] * 5
    assert counted.read_text().count("\n") == 2


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """Each with its key; nothing of it is run."""
    settings = {
        "action": process("probe", "reads", "no-such-program", []),
        "proof": {
            "type": "probe",
            "name": "p",
            "provider": {"type": "python", "module": "no.such", "func": "f"},
        },
        "secrets": {"site": {"password": "in the clear"}},
    }
    shown = "docs/chaos-toolkit.md shows what is allowed"
    assert problems("chaos", settings) == [
        "with.rollback: is missing; write it, or the probe `healed` of what ends by itself",
        f"with.secrets.site.password: {IN_THE_CLEAR}",
        "with.action.type: is 'probe'; action is allowed",
        "with.proof.tolerance: is missing; without one a probe shows nothing",
        f"with.action: path 'no-such-program' cannot be found, in activity 'reads'; {shown}",
        f"with.proof: could not find Python module 'no.such' in activity 'p'; {shown}",
    ]


def test_a_reference_has_nothing_to_refer_to() -> None:
    """There is no experiment around it."""
    settings = {"action": {"ref": "stop it"}, "proof": state(1, "T"), "rollback": goes_on(1)}
    assert problems("chaos", settings) == [
        "with.action.type: is None; action is allowed",
        "with.action.ref: refers to an activity, and there is no other; write it out",
    ]


def test_what_is_no_mapping_is_no_activity() -> None:
    """Pydantic says so."""
    found = problems("chaos", {"action": "kill", "proof": stops(1), "rollbacks": []})
    assert [one.split(":")[0] for one in found] == ["with.action", "with.rollbacks"]


def test_the_page_shows_what_can_be_written() -> None:
    """Its activities as they stand there; its experiment is one of a reader's own."""
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    shown = [one for block in blocks for one in yaml.safe_load(block)["faults"]]
    assert [one["kind"] for one in shown] == ["chaos", "chaos-experiment"]
    assert problems("chaos", shown[0]["with"]) == []
    (unread,) = problems("chaos-experiment", shown[1]["with"])
    assert unread.startswith("with.file: experiment.json: cannot be read beside the scenario")
