"""Claims about the command line: one clear line and the right exit code."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from siaga.cli.main import COMMANDS, INNER_COMMANDS, call
from siaga.errors import ExitCode

Captured = pytest.CaptureFixture[str]


def test_no_command_shows_what_there_is(capsys: Captured) -> None:
    """A newcomer who types `siaga` sees the commands."""
    call([])
    assert "Rehearse a launch" in capsys.readouterr().out


@pytest.mark.parametrize("command", [*COMMANDS, *INNER_COMMANDS])
def test_every_command_explains_itself(command: str, capsys: Captured) -> None:
    """Also those that a run calls, which are not listed."""
    assert call([command, "--help"]) == ExitCode.GO
    assert f"Usage: siaga {command}" in capsys.readouterr().out


def test_a_command_that_is_not_asked_for_is_not_imported() -> None:
    """`siaga schema` answers without what only the audit needs."""
    script = (
        "import sys; from siaga.cli.main import call; call(['schema']); print('duckdb' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(
    ("module", "spared"),
    [
        ("siaga.cli.check", "aiohttp asyncpg duckdb phonenumbers scipy"),
        ("siaga.cli.run", "aiohttp asyncpg phonenumbers scipy"),
        ("siaga.stage.export", "aiohttp duckdb phonenumbers scipy"),
        ("siaga.stage.abort", "aiohttp duckdb phonenumbers scipy"),
        ("siaga.stage.guard", "aiohttp duckdb scipy"),
        ("siaga.crowd.declaration", "faker scipy"),
    ],
)
def test_a_process_starts_without_what_few_runs_ask_for(module: str, spared: str) -> None:
    """A run starts a dozen of them, and what each loads has to be waited for."""
    script = f"import sys, {module}; print(*sorted({set(spared.split())} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""


@pytest.mark.parametrize(
    "arguments", [["dance"], ["run"], ["run", "gate", "--workers", "0"], ["run", "gate", "--scale", "x"]]
)
def test_a_wrong_command_line_is_bad_usage(arguments: list[str], capsys: Captured) -> None:
    """What cannot be parsed exits with 64 and a reason."""
    assert call(arguments) == ExitCode.USAGE
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dance"], "siaga: No such command 'dance'; `siaga --help` lists what there is\n"),
        (["check"], "siaga: Missing argument 'scenario'; `siaga check --help` lists what there is\n"),
        (["run", "gate", "--1"], "No such option: --1; `siaga run --help` lists what there is\n"),
        (["target"], "Choose from: verify; `siaga target --help` lists what there is\n"),
    ],
)
def test_a_wrong_command_line_names_the_help_that_has_the_answer(
    arguments: list[str], said: str, capsys: Captured
) -> None:
    """In one line: that of the command, where there is such a command."""
    assert call(arguments) == ExitCode.USAGE
    told = capsys.readouterr().err
    assert told.endswith(said)
    assert told.count("\n") == 1


def test_the_version_can_be_asked_for(capsys: Captured) -> None:
    """Whoever reports a bug looks for it first."""
    assert call(["--version"]) == ExitCode.GO
    assert capsys.readouterr().out == f"siaga {version('siaga')}\n"


def test_a_scenario_that_does_not_exist_is_bad_usage(capsys: Captured) -> None:
    """The message names what was asked for, without a traceback."""
    assert call(["run", "no-such-day.yaml"]) == ExitCode.USAGE
    assert capsys.readouterr().err.startswith("siaga: scenario 'no-such-day.yaml': does not exist")


def test_a_site_elsewhere_is_refused_before_anything_is_made(tmp_path: Path, capsys: Captured) -> None:
    """The guard rail comes first: no folder, no request."""
    out = tmp_path / "runs"
    assert call(["run", "gate", "--host", "http://192.0.2.1", "--out", str(out)]) == ExitCode.REFUSED
    assert "has not agreed" in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_without_a_run_is_bad_usage(tmp_path: Path, capsys: Captured) -> None:
    """`siaga report` and `siaga audit` say what they need."""
    for command in ("report", "audit", "conclude"):
        assert call([command, str(tmp_path)]) == ExitCode.USAGE
        assert "holds no run" in capsys.readouterr().err


def test_a_run_that_is_not_there_is_told_from_a_folder_without_a_run(
    tmp_path: Path, capsys: Captured
) -> None:
    """A path that was mistyped is not looked for inside."""
    assert call(["audit", str(tmp_path / "latst")]) == ExitCode.USAGE
    assert "latst: is no folder; name a folder with run.json" in capsys.readouterr().err


def test_a_folder_that_nobody_may_look_into_is_bad_usage(capsys: Captured) -> None:
    """Nor is its name repeated at any length."""
    assert call(["report", "x" * 5_000]) == ExitCode.USAGE
    assert "x: cannot be looked at (File name too long); name another" in capsys.readouterr().err


def test_check_says_that_a_shipped_scenario_is_sound(capsys: Captured) -> None:
    """A sound scenario is summed up in one line."""
    assert call(["check", "opening-day", "--scale", "0.01", "--time-scale", "0.2"]) == ExitCode.GO
    assert "is sound: 10,000 visitors in 180 s" in capsys.readouterr().out


def test_check_names_a_journey_that_nobody_defines(capsys: Captured) -> None:
    """The message lists the journeys that the Locust file defines."""
    put = "traffic.populations.1.journey=sleepwalker"
    assert call(["check", "gate", "--set", put]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "'sleepwalker' is not defined in opening_day.py; it defines" in said
    assert "refresher, registrant, visitor" in said
