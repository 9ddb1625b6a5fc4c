"""Claims about past runs: each is read as far as it can be, and none makes a history fail."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from siaga.report.mark import DECISIONS
from siaga.report.past_run import NO_VERDICT, PastRun, past_run
from siaga.report.run_tree import Stray
from tests.report.past_runs import GO, write_run


def _read(root: Path, place: str) -> PastRun:
    found = past_run(write_run(root, place), root)
    assert isinstance(found, PastRun)
    return found


def test_a_whole_run_has_its_verdict_its_time_and_what_it_was_played_with(tmp_path: Path) -> None:
    """The scenario is told by a checksum, so that a change of it is seen."""
    one = _read(tmp_path, "gate/2027-01-02")
    assert (one.place, one.name, one.when) == ("gate/2027-01-02", "opening-day", "2027-01-02 00:00")
    assert one.at == datetime(2027, 1, 2, tzinfo=UTC)
    assert (one.mark, one.told) == (DECISIONS[GO.decision], GO.reasons[0].text)
    assert (one.settings["workers"], len(one.settings["scenario"])) == ("2", 12)
    other = write_run(tmp_path, "gate/2027-01-03")
    other.scenario.write_text("name: another\n", encoding="utf-8")
    changed = past_run(other, tmp_path)
    assert isinstance(changed, PastRun)
    assert changed.settings["scenario"] != one.settings["scenario"]
    other.scenario.unlink()
    without = past_run(other, tmp_path)
    assert isinstance(without, PastRun)
    assert without.settings["scenario"] == "not there"


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"ended_at": ""}, "It is running, or it broke off."),
        ({"ended_at": "2027-01-01T00:10:00+00:00"}, "It has ended without a verdict."),
    ],
)
def test_a_run_without_a_verdict_says_why(tmp_path: Path, changed: dict[str, str], note: str) -> None:
    """It is no GO and no NO GO."""
    one = past_run(write_run(tmp_path, "2027-01-01", None, **changed), tmp_path)
    assert isinstance(one, PastRun)
    assert (one.verdict, one.mark, one.told) == (None, NO_VERDICT, note)


def test_a_damaged_verdict_is_told_and_the_run_is_there(tmp_path: Path) -> None:
    """Nobody takes it for a verdict."""
    folder = write_run(tmp_path, "2027-01-01")
    folder.verdict.write_text("{", encoding="utf-8")
    one = past_run(folder, tmp_path)
    assert isinstance(one, PastRun)
    assert one.verdict is None
    assert one.told == "Its verdict cannot be read: verdict.json: is no verdict; it is damaged."


def test_a_run_that_was_stopped_says_so_beside_its_reason(tmp_path: Path) -> None:
    """By somebody or by a guard."""
    for changed in ({"interrupted": True}, {"stopped_by": "caps: too many"}):
        one = past_run(write_run(tmp_path, "2027-01-01", **changed), tmp_path)
        assert isinstance(one, PastRun)
        assert one.told == f"It was stopped before its end. {GO.reasons[0].text}"


def test_a_replay_is_no_run_of_its_scenario(tmp_path: Path) -> None:
    """Its verdict says nothing of a launch."""
    one = past_run(write_run(tmp_path, "2027-01-01", replays="opening-day/1"), tmp_path)
    assert isinstance(one, PastRun)
    assert one.name == "opening-day, replayed"


def test_a_time_without_a_place_is_taken_for_utc(tmp_path: Path) -> None:
    """And one of another place is turned into UTC."""
    for given, hour in (("2027-01-01T05:00:00", 5), ("2027-01-01T05:00:00+07:00", 22)):
        one = past_run(write_run(tmp_path, "2027-01-01", started_at=given), tmp_path)
        assert isinstance(one, PastRun)
        assert one.at.hour == hour


@pytest.mark.parametrize(
    "changed",
    [
        {"started_at": "yesterday"},
        {"started_at": 7},
        {"started_at": "0001-01-01T00:00:00+10:00"},
        {"versions": ["1"]},
        {"scale": "much"},
        {"site_arguments": 7},
        {"locustfile_digest": None},
        {"surprise": 1},
    ],
    ids=str,
)
def test_a_damaged_record_is_a_stray(tmp_path: Path, changed: dict[str, object]) -> None:
    """Whatever its values are."""
    folder = write_run(tmp_path, "2027-01-01")
    content = json.loads(folder.run.read_text(encoding="utf-8"))
    folder.run.write_text(json.dumps({**content, **changed}), encoding="utf-8")
    found = past_run(folder, tmp_path)
    assert isinstance(found, Stray)
    assert found.place == "2027-01-01"
    assert found.why.startswith("cannot be read: ")


def test_the_mark_follows_the_verdict(tmp_path: Path) -> None:
    """Each decision has its own."""
    for decision, mark in DECISIONS.items():
        verdict = replace(GO, decision=decision)
        one = past_run(write_run(tmp_path, "2027-01-01", verdict), tmp_path)
        assert isinstance(one, PastRun)
        assert one.mark == mark
