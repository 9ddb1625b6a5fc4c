"""Claims about the commands of siaga that the Locust side runs."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.crowd import command
from siaga.crowd.command import CommandError, conclude, export, observe, prepare
from siaga.crowd.errand import ErrandError
from siaga.crowd.flags import Flags
from siaga.errors import ExitCode
from siaga.record.run_folder import RunFolder

FOLDER = RunFolder(Path("/runs/1"))

Play = Callable[..., list[list[str]]]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Let every command end in a given way; gives what was started."""

    def start(code: int = 0, out: str = "", err: str = "", *, late: bool = False) -> list[list[str]]:
        started: list[list[str]] = []

        def end(line: list[str], deadline_s: float) -> subprocess.CompletedProcess[str]:
            started.append(line)
            if late:
                raise ErrandError(f"did not end within {deadline_s:g} s and was killed")
            return subprocess.CompletedProcess(line, code, out, err)

        monkeypatch.setattr(command, "errand", end)
        return started

    return start


def test_a_run_is_prepared_with_all_that_was_given(play: Play) -> None:
    """Seed and values only where there are any; the folder is the one that siaga made."""
    started = play(out='{"folder": "/runs/1"}\n')
    flags = replace(
        Flags.of(None), seed=0, scale=0.5, time_scale=0.2, out="there", set="site.closes=null; a.b=1 s;"
    )
    held = replace(flags, baseline="there", branch="main", i_own="a")
    assert prepare(held, "gate.yaml", Path("/f.py"), "http://a", 2) == FOLDER
    prepare(replace(flags, seed=-1, set=""), "gate.yaml", Path("/f.py"), "http://a", 2)
    base = "prepare gate.yaml --host http://a --locustfile /f.py --scale 0.5 --time-scale 0.2"
    base += " --workers 2 --out there"
    more = "--baseline there --branch main --i-own a"
    assert [" ".join(line[1:]) for line in started] == [
        f"-m siaga {base} --set site.closes=null --set a.b=1 s {more} --seed 0",
        f"-m siaga {base}",
    ]


@pytest.mark.parametrize(("code", "known"), [(77, 77), (64, 64), (1, 70)])
def test_a_refusal_is_passed_on_with_its_code(play: Play, code: int, known: int) -> None:
    """One that siaga never gives means that it broke."""
    play(code, err="the target has not agreed\n")
    with pytest.raises(CommandError, match=r"^the target has not agreed$") as raised:
        prepare(Flags.of(None), "gate.yaml", Path("/f.py"), "http://a", 1)
    assert raised.value.exit_code is ExitCode(known)


@pytest.mark.parametrize(("code", "verdict"), [(0, 0), (3, 3), (4, 4), (1, 70)])
def test_the_conclusion_gives_the_code_of_the_verdict(play: Play, code: int, verdict: int) -> None:
    """One that crashed is never a GO."""
    started = play(code, out="NO-GO\n")
    assert conclude(FOLDER, strict=False) is ExitCode(verdict)
    conclude(FOLDER, strict=True)
    assert [line[3:] for line in started] == [
        ["conclude", "/runs/1"],
        ["conclude", "/runs/1", "--strict"],
    ]


def test_an_annotation_stands_alone_in_its_line(
    play: Play, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A pipeline does not see it behind the time and the level of a log; all else is logged."""
    caplog.set_level("INFO")
    play(3, "NO GO\n::error title=NO GO::Lost.\n")
    conclude(FOLDER, strict=False)
    assert capsys.readouterr().out == "::error title=NO GO::Lost.\n"
    assert caplog.messages == ["NO GO"]


def test_a_command_that_does_not_end_is_an_internal_error(play: Play) -> None:
    """Nobody waits for it for ever."""
    play(late=True)
    with pytest.raises(
        CommandError, match="siaga conclude: did not end within 900 s and was killed"
    ) as raised:
        conclude(FOLDER, strict=False)
    assert raised.value.exit_code is ExitCode.INTERNAL


def test_observer_and_exporter_are_told_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folder, site and path; folder and port."""
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda line, **_: started.append(line))
    observe(FOLDER, "http://a", "/metrics")
    export(FOLDER, 9_646)
    export(FOLDER, 0, page=True)
    told = "-m siaga.observe /runs/1 --site http://a --metrics-path /metrics"
    exported = "-m siaga.stage.export /runs/1 --port 9646"
    shown = "-m siaga.stage.export /runs/1 --port 0 --page"
    assert started == [[sys.executable, *one.split()] for one in (told, exported, shown)]
