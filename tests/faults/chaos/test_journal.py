"""Claims about journals: what each shows, and what none of them may be taken for."""

import json
from pathlib import Path
from typing import Any

import pytest

from siaga.faults.chaos.journal import ChaosJournal
from siaga.faults.fault import FaultError


def ran(
    name: str = "it", status: str | None = "succeeded", *, kind: str = "action", code: int = 0
) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Give what a journal says of an activity."""
    activity = {"type": kind, "name": name, "provider": {"type": "process"}}
    told = {} if status is None else {"status": status}
    return {"activity": activity, "output": {"status": code, "stdout": ""}, **told}


def journal(**content: object) -> ChaosJournal:
    """Give a journal of an experiment with one rollback."""
    whole = {"status": "completed", "deviated": False, "experiment": {"rollbacks": [{"name": "undo"}]}}
    return ChaosJournal(content={**whole, **content})


@pytest.mark.parametrize(
    ("content", "proof"),
    [
        ({"run": [ran(), ran(kind="probe", code=1)]}, "1 of 1 actions were done; completed"),
        (
            {"run": [ran(), ran(status=None)], "status": "interrupted"},
            "1 of 2 actions were done; interrupted",
        ),
        (
            {"run": [ran()], "status": "failed", "deviated": True},
            "1 of 1 actions were done; failed, and deviated from the steady state",
        ),
        ({"run": [ran(code=1)], "status": "failed", "deviated": True}, None),
        ({"run": [ran()], "status": None}, ""),
        ({}, None),
        ({"run": [ran(kind="probe")]}, None),
        ({"run": [ran(), ran(code=1)]}, None),
        ({"run": [ran(status="failed")]}, None),
        ({"run": [ran(status=None)], "status": "interrupted"}, None),
        ({"run": [ran()], "status": "failed"}, None),
        ({"run": [ran()], "status": "aborted"}, None),
        ({"run": [ran()], "steady_states": {"before": {"steady_state_met": False}}}, None),
    ],
)
def test_only_what_was_done_is_proof(content: dict[str, Any], proof: str | None) -> None:
    """Nothing as long as it goes on; an error where it did not do what it was to do."""
    if proof is None:
        with pytest.raises(FaultError):
            journal(**content).proof()
    else:
        assert journal(**content).proof() == proof


def test_rollbacks_that_were_not_done_are_left_over() -> None:
    """Each as often as it is declared; one that ended with an error was not done."""
    twice = {"rollbacks": [{"name": "undo"}, {"name": "undo"}]}
    assert journal(rollbacks=[ran("undo")]).left_over() == []
    assert journal(rollbacks=[ran("undo", code=1)]).left_over() == ["undo"]
    assert journal(rollbacks=[ran("undo")], experiment=twice).left_over() == ["undo"]
    assert journal().left_over() == ["undo"]
    assert journal(experiment={}, rollbacks=[]).left_over() == []


def test_a_journal_is_read_from_its_file(tmp_path: Path) -> None:
    """None is there before an experiment begins; a damaged one is told of."""
    path = tmp_path / "journal-1.json"
    assert ChaosJournal.read(path).proof() == ""
    path.write_text(json.dumps({"status": "completed", "run": [ran()]}))
    assert ChaosJournal.read(path).proof() == "1 of 1 actions were done; completed"
    path.write_text("{")
    with pytest.raises(FaultError, match="is no journal"):
        ChaosJournal.read(path)
