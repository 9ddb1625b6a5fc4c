"""Claims about `siaga replay`: what is bad usage, and what several replays come to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from siaga.cli import replay as command
from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.judge.run import judge_run
from siaga.ledger.outcome import Outcome
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import loads
from siaga.stage.display import Display
from siaga.stage.outcome import Outcome as Played
from siaga.stage.request import Request
from tests.judge.hand_made import SCENARIO, Run, entry, whole_second

Captured = pytest.CaptureFixture[str]


def made(path: Path, *, kept: bool) -> Run:
    """Make a run in which Ana was told yes, and is on the roll or not."""
    folder = RunFolder(path)
    folder.path.mkdir()
    folder.scenario.write_text(SCENARIO, encoding="utf-8")
    run = Run(folder=folder, scenario=loads(SCENARIO, "scenario.yaml"))
    run.visitors["ana"] = 200
    run.asks("ana", Outcome.OK, 2.0, 2.5)
    rows = [entry("ana", 1)] if kept else []
    run.roll(before=[], first=rows, second=rows)
    run.tallies([whole_second(2, arrived=1, finished=1, sent=1, closed=True)])
    run.record()
    return run


@dataclass(slots=True)
class Conductor:
    """Stands in for the conductor: gives replays that were made by hand."""

    place: Path
    fates: Iterator[str]
    interrupted: bool = False
    asked: list[Request] = field(default_factory=list)

    def __call__(self, request: Request, show: Callable[[str], Display]) -> Played:
        """Give the next replay."""
        show("hand-made").close()
        self.asked.append(request)
        run = made(self.place / f"replay-{len(self.asked)}", kept=next(self.fates) == "kept")
        verdict = judge_run(run.folder, run.scenario, strict=False).verdict
        return Played(folder=run.folder, verdict=verdict, interrupted=self.interrupted)


@pytest.fixture
def lost(tmp_path: Path) -> str:
    """The folder of a run that lost Ana."""
    return str(made(tmp_path / "run", kept=False).folder.path)


@pytest.fixture
def conduct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Conductor]:
    """Have replays keep Ana or lose her, in turn."""

    def prepared(*fates: str, interrupted: bool = False) -> Conductor:
        conductor = Conductor(place=tmp_path, fates=iter(fates), interrupted=interrupted)
        monkeypatch.setattr(command, "conduct", conductor)
        return conductor

    return prepared


def test_a_finding_that_comes_back_exits_with_3(
    lost: str, conduct: Callable[..., Conductor], capsys: Captured
) -> None:
    """It is named, with what was found."""
    conductor = conduct("lost")
    assert call(["replay", lost, "--rule", "R1", "--host", "http://127.0.0.1:9"]) == ExitCode.NO_GO
    said = capsys.readouterr().out
    assert "  R1: seen again. 1 of 1 acknowledged people are lost." in said.splitlines()
    assert "mind: http://127.0.0.1:9 meets the same people" in said
    (request,) = conductor.asked
    assert request.replays is not None
    assert (request.replays.only, request.host) == ((200,), "http://127.0.0.1:9")


def test_a_finding_that_does_not_come_back_exits_with_0(
    lost: str, conduct: Callable[..., Conductor], capsys: Captured
) -> None:
    """A race may not come back."""
    conduct("kept")
    assert call(["replay", lost]) == ExitCode.GO
    assert "  R1: not seen again. 0 of 1 acknowledged people" in capsys.readouterr().out


def test_a_race_is_replayed_as_often_as_it_takes(
    lost: str, conduct: Callable[..., Conductor], capsys: Captured
) -> None:
    """Each has its own line, and together they are summed up."""
    conductor = conduct("kept", "lost", "kept")
    assert call(["replay", lost, "--times", "3", "--person", "ana"]) == ExitCode.NO_GO
    said = capsys.readouterr().out
    assert len(conductor.asked) == 3
    assert "  R1: seen again. Of 3 replays: 1 seen again, 2 not seen again." in said
    assert [place for place in ("1 of 3", "2 of 3", "3 of 3") if f"replay {place}: " in said] == [
        "1 of 3",
        "2 of 3",
        "3 of 3",
    ]


def test_another_rule_that_a_replay_breaks_is_told(
    tmp_path: Path, conduct: Callable[..., Conductor], capsys: Captured
) -> None:
    """Though it is not what was asked for."""
    run = made(tmp_path / "run", kept=True)
    twice = [entry("ana", 1), entry("ana", 2)]
    run.roll(before=[], first=twice, second=twice)
    conduct("lost")
    assert call(["replay", str(run.folder.path)]) == ExitCode.INCONCLUSIVE
    said = capsys.readouterr().out
    assert "  R2: could not be told. There was no case of it" in said
    assert "  also broken: R1" in said.splitlines()


def test_an_interrupted_replay_ends_them_all(lost: str, conduct: Callable[..., Conductor]) -> None:
    """With the code of an interruption."""
    conductor = conduct("kept", "kept", interrupted=True)
    assert call(["replay", lost, "--times", "2"]) == ExitCode.INTERRUPTED
    assert len(conductor.asked) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--times", "0"], "greater than or equal to 1;"),
        (["--times", "101"], "less than or equal to 100;"),
        (["--rule", "R2"], "rule R2: is no finding of the run; it has R1"),
        (["--person", "zed"], "person 'zed': no visitor of the run acted for it"),
        (["--locustfile", "gone.py"], "name it with --locustfile"),
    ],
)
def test_what_cannot_be_replayed_is_bad_usage(
    lost: str, options: list[str], said: str, capsys: Captured
) -> None:
    """One line says what is wrong; nothing is started."""
    assert call(["replay", lost, *options]) == ExitCode.USAGE
    assert said in capsys.readouterr().err


def test_a_folder_without_a_run_is_bad_usage(tmp_path: Path, capsys: Captured) -> None:
    """As for every command that needs one."""
    assert call(["replay", str(tmp_path)]) == ExitCode.USAGE
    assert "holds no run" in capsys.readouterr().err


def test_a_site_elsewhere_is_refused(lost: str, tmp_path: Path, capsys: Captured) -> None:
    """The guard rail stands before replays, too, and no folder is made."""
    out = tmp_path / "runs"
    options = ["--host", "http://192.0.2.1", "--out", str(out)]
    assert call(["replay", lost, *options]) == ExitCode.REFUSED
    assert "has not agreed" in capsys.readouterr().err
    assert not out.exists()
