"""Claims about plays: the journal is kept as it goes, without secrets, and no rollback is disturbed."""

import json
from pathlib import Path
from typing import Any

import psutil

from siaga.faults.chaos.job import Job, answered
from siaga.faults.chaos.play import end_children
from siaga.faults.place import Place
from siaga.faults.waiting import becomes_true
from tests.faults.chaos_kit import TOKEN, experiment, has_ended, process, python, victim

PLACE = Place(site_url="http://127.0.0.1:1", token=TOKEN)
DEADLINE_S = 30.0
SAYS = "tests.faults.chaos_parts:says"


def writes(path: Path, *more: str) -> dict[str, Any]:
    """Give the action that writes a file."""
    return process("action", "write", "sh", " ".join([f'-c "echo > {path}', *more]) + '"')


def ordered(records: Path, content: object, what: str = "experiment") -> dict[str, object]:
    """Give the order to play an experiment."""
    return {"do": what, "experiment": content, "journal": str(records / "journal.json")}


def journal(records: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read the journal, as far as it is written."""
    path = records / "journal.json"
    return json.loads(path.read_text()) if path.exists() else {"run": []}


def test_a_journal_is_kept_as_it_goes(tmp_path: Path) -> None:
    """Whoever is killed leaves what it knew."""
    content = experiment(1, method=[writes(tmp_path / "a"), process("action", "slow", "sleep", ["300"])])
    job = Job(PLACE).do(ordered(tmp_path, {**content, "rollbacks": []}))
    assert becomes_true(lambda: bool(journal(tmp_path)["run"]), DEADLINE_S)
    assert journal(tmp_path)["status"] is None
    job.stop(DEADLINE_S)
    assert journal(tmp_path)["status"] == "interrupted"


def test_a_journal_holds_no_secret(tmp_path: Path) -> None:
    """Neither as it was resolved nor in an answer; what was written is there as it was."""
    says = python("action", "says", SAYS, {"what": "the password is ${password} ${asked}"})
    password = {"type": "env", "key": "SITE_ADMIN_TOKEN"}
    content = experiment(
        1,
        method=[says],
        rollbacks=[says],
        secrets={"site": {"password": password}},
        configuration={"asked": python("probe", "asked", SAYS, {"what": "of ${password}"})},
    )
    answered(ordered(tmp_path, content), PLACE, DEADLINE_S)
    text = (tmp_path / "journal.json").read_text()
    assert TOKEN not in text
    assert journal(tmp_path)["experiment"] == content
    (run,) = journal(tmp_path)["run"]
    assert run["output"] == "the password is *** of ***"
    answered(ordered(tmp_path, content, "rollbacks"), PLACE, DEADLINE_S)
    assert TOKEN not in (tmp_path / "journal.json").read_text()


def test_a_rollback_is_not_disturbed(tmp_path: Path) -> None:
    """Chaos Toolkit itself would leave it, and all that come after it."""
    slow = writes(tmp_path / "a", "&& sleep 1", f"&& echo > {tmp_path / 'b'}")
    last = writes(tmp_path / "c")
    content = experiment(1, method=[process("action", "nothing", "true", [])], rollbacks=[slow, last])
    job = Job(PLACE).do(ordered(tmp_path, content))
    assert becomes_true((tmp_path / "a").exists, DEADLINE_S)
    job.stop(DEADLINE_S)
    assert (tmp_path / "c").exists()
    assert [run["status"] for run in journal(tmp_path)["rollbacks"]] == ["succeeded"] * 2
    assert journal(tmp_path)["status"] == "completed"


def test_rollbacks_alone_are_put_into_the_journal_that_is_there(tmp_path: Path) -> None:
    """Or into a new one; one that goes wrong stops none, one in the background is waited for."""
    wrong = python("action", "wrong", "no.such.module:f", {})
    later = {**writes(tmp_path / "b"), "background": True}
    again = {"ref": "write"}
    content = experiment(1, method=[writes(tmp_path / "a")], rollbacks=[wrong, later, again])
    order = ordered(tmp_path, content, "rollbacks")
    answered(order, PLACE, DEADLINE_S)
    assert (journal(tmp_path)["status"], journal(tmp_path)["run"]) == ("interrupted", [])
    assert (tmp_path / "a").exists()
    assert (tmp_path / "b").exists()
    (tmp_path / "journal.json").write_text(json.dumps({"status": "completed", "run": ["known"]}))
    answered(order, PLACE, DEADLINE_S)
    assert (journal(tmp_path)["status"], journal(tmp_path)["run"]) == ("completed", ["known"])
    assert [run.get("status") for run in journal(tmp_path)["rollbacks"]] == [None, *["succeeded"] * 2]


def test_an_answer_that_json_lacks_is_written_as_text(tmp_path: Path) -> None:
    """A journal is never lost for it."""
    odd = python("action", "odd", "tests.faults.chaos_parts:odd", {})
    answered(ordered(tmp_path, experiment(1, method=[odd], rollbacks=[])), PLACE, DEADLINE_S)
    (run,) = journal(tmp_path)["run"]
    assert run["output"] == {"raw": "abc", "set": "{1}", "day": "2020-04-11"}


def test_the_program_of_an_interrupted_activity_ends() -> None:
    """Those that others have started before go on."""
    with victim() as earlier, victim() as later:
        others = {one.pid for one in psutil.Process().children(recursive=True)} - {later.pid}
        end_children(others)
        assert later.wait(30) == -9
        assert earlier.poll() is None


def test_a_program_that_an_experiment_starts_ends_with_it(tmp_path: Path) -> None:
    """What an earlier activity has left running is its rollback's."""
    pids = [tmp_path / "kept", tmp_path / "ended"]
    kept = python("action", "starts", "tests.faults.chaos_parts:starts", {"path": str(pids[0])})
    slow = python(
        "action", "slow", "tests.faults.chaos_parts:starts", {"path": str(pids[1]), "for_s": 300}
    )
    undo = process("action", "undo", "sh", f'-c "kill $(cat {pids[0]})"')
    job = Job(PLACE).do(ordered(tmp_path, experiment(1, method=[kept, slow], rollbacks=[undo])))
    assert becomes_true(pids[1].exists, DEADLINE_S)
    job.stop(DEADLINE_S)
    assert [run["output"]["status"] for run in journal(tmp_path)["rollbacks"]] == [0]
    assert all(has_ended(path) for path in pids)
