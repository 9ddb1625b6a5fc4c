"""Claims about the guard: it watches what it is to watch, and writes down what ends the run."""

import subprocess
import sys
from pathlib import Path

import pytest

from siaga.errors import ExitCode
from siaga.record.run_record import StopRecord
from siaga.record.site_host import SiteHost
from siaga.record.tally import Tally
from siaga.scenario.caps import Caps
from siaga.scenario.load import dump
from siaga.scenario.stops import Probe, Stops
from siaga.stage.guard import first_stop, keep, main, watches
from tests.judge.hand_made import Run

CAPS = Caps.model_validate({"bytes": 5})


def named(run: Run, agreed: str = "", **changed: object) -> list[str]:
    """Give what is watched of a run."""
    run.judged_with(**changed)
    run.folder.scenario.write_text(dump(run.scenario), encoding="utf-8")
    run.record(agreed=agreed)
    return [one.name for one in watches(run.folder, {})]


def test_what_is_watched_is_what_the_scenario_says(run: Run) -> None:
    """Nothing on this machine, unless it is asked for."""
    assert named(run) == []
    assert named(run, caps=CAPS) == ["caps"]
    stops = Stops(probe=Probe(path="/"))
    assert named(run, caps=Caps(), stops=stops) == ["faults", "errors", "probe"]


def test_a_target_elsewhere_is_watched_in_any_case(run: Run) -> None:
    """Whether it still agrees, and whether it breaks."""
    assert named(run, agreed="staging") == ["agreement", "faults", "errors"]


def test_a_further_host_that_has_agreed_is_watched_too(run: Run) -> None:
    """One on this machine is not; the site itself may be."""
    named(run)
    there = SiteHost(url="http://api.test", addresses=("192.0.2.1",), agreed="staging")
    here = SiteHost(url="http://127.0.0.1:1")
    run.record(hosts=(there.as_json(), here.as_json()))
    assert [one.name for one in watches(run.folder, {})] == ["agreement", "faults", "errors"]


class _Says:
    """A watch that says something."""

    def __init__(self, name: str, *said: str) -> None:
        self.name, self._said = name, list(said)

    def look(self) -> str:
        """Say the next thing."""
        return self._said.pop(0)


async def test_the_first_reason_ends_the_run_and_is_written_down(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later ones change nothing."""
    monkeypatch.setattr("siaga.stage.guard.EVERY_S", 0)
    said: list[str] = []
    await keep(run.folder, [_Says("caps", "", "a"), _Says("errors", "")], said.append)
    assert StopRecord.read(run.folder.stop) == StopRecord(guard="caps", why="a")
    assert said == ["caps ends the run: a"]
    assert first_stop([_Says("caps", "")]) is None


def test_it_is_a_process_of_its_own(run: Run) -> None:
    """That ends when the run is to end."""
    named(run, caps=CAPS)
    run.tallies([Tally(second=0, wire_bytes=6)])
    command = [sys.executable, "-m", "siaga.stage.guard", str(run.folder.path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    told = "caps ends the run: 6 bytes went over the wire; 5 are allowed\n"
    assert (done.returncode, done.stdout) == (0, told)
    assert run.folder.stop.is_file()


def test_a_folder_without_a_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So is a call without a folder."""
    assert main([str(tmp_path)]) == ExitCode.USAGE
    assert "does not exist" in capsys.readouterr().err
    assert main([]) == ExitCode.USAGE
    assert capsys.readouterr().err == "usage: python -m siaga.stage.guard RUN_FOLDER\n"
