"""Claims about `siaga run` and `siaga prepare`: what is typed of a baseline reaches the run."""

from collections.abc import Callable

import pytest

from siaga.cli.main import call
from siaga.errors import ExitCode, UsageError
from siaga.stage.baseline import BRANCHES, Wanted
from siaga.stage.muster import Muster
from siaga.stage.request import Request

COMMANDS = {
    "run": ("siaga.cli.run.conduct", ["run", "gate"]),
    "prepare": (
        "siaga.cli.prepare.make",
        ["prepare", "gate", "--host", "http://127.0.0.1:1", "--locustfile", "f.py"],
    ),
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, list[str]], Wanted]:
    """Type a command with some options, outside of any pipeline; gives what the run is held against."""
    for name in BRANCHES:
        monkeypatch.delenv(name, raising=False)

    def typed(name: str, options: list[str]) -> Wanted:
        """Type it; the run itself is refused as soon as it is asked for."""
        requests: list[Request] = []

        def refuse(request: Request, *_more: object, **_named: object) -> None:
            """Note what was asked for, and play nothing."""
            requests.append(request)
            raise UsageError("enough")

        place, command = COMMANDS[name]
        monkeypatch.setattr(place, refuse)
        assert call([*command, *options]) == ExitCode.USAGE
        return requests[0].baseline

    return typed


def test_the_host_that_is_ones_own_reaches_what_plain_locust_prepares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There is nobody to be asked there."""
    requests: list[Request] = []

    def refuse(request: Request, **_named: object) -> None:
        """Note what was asked for."""
        requests.append(request)
        raise UsageError("enough")

    place, command = COMMANDS["prepare"]
    monkeypatch.setattr(place, refuse)
    assert call([*command, "--i-own", "127.0.0.1"]) == ExitCode.USAGE
    assert [(one.i_own, one.ask) for one in requests] == [("127.0.0.1", None)]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_baseline_and_its_branch_reach_the_run(
    asked: Callable[[str, list[str]], Wanted], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a branch it is the pipeline's; without a baseline there is nothing."""
    assert asked(name, []) == Wanted()
    given = ["--baseline", "reports", "--branch", "main"]
    assert asked(name, given) == Wanted(path="reports", branch="main", insisted=True)
    monkeypatch.setenv("CI_COMMIT_BRANCH", "feature")
    assert asked(name, given[:2]) == Wanted(path="reports", branch="feature")


@pytest.mark.parametrize(
    ("given", "scenario"),
    [(["gate"], "gate"), (["--locustfile", "theirs.py"], "stock-locust"), ([], "")],
)
def test_a_locust_file_alone_is_played_as_a_stock_one(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: list[str],
    scenario: str,
) -> None:
    """There is a scenario for it; without it and a scenario there is nothing to play."""
    requests: list[Request] = []

    def refuse(request: Request, *_more: object) -> None:
        """Note what was asked for, and play nothing."""
        requests.append(request)
        raise UsageError("enough")

    monkeypatch.setattr("siaga.cli.run.conduct", refuse)
    assert call(["run", *given]) == ExitCode.USAGE
    assert [one.scenario for one in requests] == ([scenario] if scenario else [])
    told = capsys.readouterr().err
    assert ("scenario: is missing; name one, or a stock Locust file" in told) is not bool(scenario)


def test_a_master_that_others_reach_is_warned_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is started; what is typed reaches the run."""
    requests: list[Request] = []

    def refuse(request: Request, *_more: object, **_named: object) -> None:
        """Note what was asked for."""
        requests.append(request)
        raise UsageError("enough")

    monkeypatch.setattr("siaga.cli.run.conduct", refuse)
    typed = ["run", "gate", "--workers", "0", "--workers-elsewhere", "2", "--bind", "192.0.2.10"]
    assert call(typed) == ExitCode.USAGE
    assert requests[0].muster == Muster.of(0, 2, "192.0.2.10")
    assert "--bind 192.0.2.10:5557: the master listens there without" in capsys.readouterr().err
    assert call(["run", "gate", "--workers-elsewhere", "2"]) == ExitCode.USAGE
    assert "say --bind ADDRESS" in capsys.readouterr().err
    assert len(requests) == 1
