"""Claims about what was started and what was planned."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.record.record import SCHEMA
from siaga.record.run_record import AbortRecord, PlanRecord, RunRecord, as_json

RUN = RunRecord(
    run_id="gate/2026-11-24T07-30-15Z",
    scenario="gate",
    started_at="2026-11-24T07:30:15.000+00:00",
    host="http://127.0.0.1:8080",
    seed=2**63 - 1,
    epoch=7,
    scale=0.01,
    time_scale=0.2,
    workers=2,
    owned_site=True,
    command=("siaga", "run", "gate"),
    versions={"python": "3.11"},
    notes=("site ended with code -9 at 42.0 s",),
)
PLAN = PlanRecord(
    t0_s=1_586_606_400.1, workers=2, duration_s=0.1 + 0.2, planned=(1, 2, 3), populations={"all": 6}
)


def test_a_record_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Equal in every field, lists of JSON being tuples again."""
    RUN.write(tmp_path / "deep" / "run.json")
    PLAN.write(tmp_path / "evidence" / "plan.json")
    assert RunRecord.read(tmp_path / "deep" / "run.json") == RUN
    assert PlanRecord.read(tmp_path / "evidence" / "plan.json") == PLAN


def test_a_record_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    """A reader sees the old one or the new one."""
    path = tmp_path / "run.json"
    RUN.write(path)
    with path.open(encoding="utf-8") as reading:
        RUN.noted("a worker ended").write(path)
        assert json.load(reading)["notes"] == list(RUN.notes)
    assert RunRecord.read(path).notes == (*RUN.notes, "a worker ended")
    assert list(tmp_path.iterdir()) == [path]


def test_a_note_changes_a_copy() -> None:
    """The record itself is frozen."""
    assert RUN.noted("x").notes == (*RUN.notes, "x")
    assert len(RUN.notes) == 1


@pytest.mark.parametrize(
    "ended", [{"interrupted": True}, {"stopped_by": "caps: too much"}, {"aborted_for": "join-fast"}]
)
def test_a_run_that_was_ended_is_not_whole(ended: dict[str, object]) -> None:
    """Whoever ended it; a replay goes to its end."""
    assert not replace(RUN, **ended).is_whole  # type: ignore[arg-type]
    assert (RUN.is_whole, replace(RUN, replays="gate/1").is_whole) == (True, True)


def test_a_record_is_a_json_object() -> None:
    """As reports pass it on."""
    assert json.loads(json.dumps(as_json(PLAN)))["planned"] == [1, 2, 3]
    assert as_json(RUN)["schema"] == SCHEMA


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Expecting value"),
        ("{", "Expecting property name"),
        ("[1]", "list indices must be integers"),
        ("{}", "'schema'"),
        ('{"schema": 2}', "schema 2 is not known; 1 is"),
        ('{"schema": "1"}', "schema '1' is not known; 1 is"),
        ('{"schema": 1}', "missing 5 required"),
        ('{"schema": 1, "colour": "red"}', "unexpected keyword argument 'colour'"),
        ("[" * 100_000, "maximum recursion depth"),
        ("\xff", "can't decode byte"),
    ],
    ids=range(10),
)
def test_what_is_no_record_is_an_error_with_the_reason(tmp_path: Path, text: str, why: str) -> None:
    """The file is named, so is what is wrong with it."""
    path = tmp_path / "plan.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ValueError, match=rf"plan\.json: is no record of a run \(.*{re.escape(why)}"):
        PlanRecord.read(path)


def test_a_record_that_is_not_there_is_an_error_of_the_file(tmp_path: Path) -> None:
    """Missing is another thing than damaged."""
    with pytest.raises(FileNotFoundError):
        RunRecord.read(tmp_path / "run.json")


def test_what_ended_a_run_early_is_written_into_its_record(tmp_path: Path) -> None:
    """Objective, second and reason, as they were written down when that was decided."""
    abort = AbortRecord(objective="join-fast", at_s=42, why="it was lost beyond repair")
    abort.write(tmp_path / "abort.json")
    record = RUN.aborted(AbortRecord.read(tmp_path / "abort.json"))
    assert (record.aborted_for, record.aborted_at_s) == ("join-fast", 42)
    assert record.aborted_why == "it was lost beyond repair"
    assert (RUN.aborted_for, RUN.aborted_at_s, RUN.aborted_why) == ("", 0, "")
    assert record.notes == RUN.notes
