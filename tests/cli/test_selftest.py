"""Claims about `siaga selftest`: it plays what it is asked to, and its exit code says how that went."""

from pathlib import Path
from threading import Event

import pytest

from siaga import bundle
from siaga.cli import selftest
from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.judge.verdict import Decision
from siaga.record.selftest_record import SelfTestRecord, judge_build
from siaga.selftest.finding import Finding
from siaga.selftest.sight import Sight
from siaga.selftest.suite import FILE
from siaga.selftest.trial import Trial

SHIPPED = bundle.folder("scenarios") / "selftest" / FILE


class Playing:
    """Plays nothing: every verdict is GO."""

    played: list[tuple[str, str]]

    def __init__(self, out: Path) -> None:
        self.out, self.over = out, Event()

    def __call__(self, trial: Trial, scenario: Path) -> Finding:
        """Say that a site is good."""
        self.played.append((trial.name, scenario.name))
        nothing: frozenset[object] = frozenset()
        sight = Sight(decision=Decision.GO, broken=nothing, open=nothing, reason="All is well.")  # type: ignore[arg-type]
        return Finding(trial=trial, sight=sight, took_s=30.0)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was played, and by which scenario."""
    Playing.played = []
    monkeypatch.setattr(selftest, "Play", Playing)
    return Playing.played


def test_a_good_site_that_is_called_good_is_a_go(
    played: list[tuple[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is played as often as asked; a page is left with the same table."""
    out = str(tmp_path / "out")
    assert (
        call(["selftest", "clean-load", "clean-promises", "--times", "2", "--out", out]) == ExitCode.GO
    )
    assert played == [("clean-load", "load.yaml"), ("clean-promises", "promises.yaml")] * 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "2/4 clean-promises: GO, right (nothing was broken)"
    assert lines[-1] == "4 of 4 verdicts were right."
    page = (tmp_path / "out" / "selftest.md").read_text(encoding="utf-8")
    assert page.count("| right |") == 4
    record = SelfTestRecord.read(tmp_path / "out" / "selftest.json")
    right = ("clean-load", "clean-promises") * 2
    assert (record.build, record.scope) == (judge_build(), "named")
    assert (record.right, record.wrong) == (right, ())
    assert page.endswith("\n\n4 of 4 verdicts were right.\n")


def test_a_defect_that_is_not_seen_is_a_no_go(
    played: list[tuple[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A GO for a broken site is the worst that siaga can say."""
    arguments = ["selftest", "clean-load", "lazy-fsync", "--out", str(tmp_path)]
    assert call(arguments) == ExitCode.NO_GO
    assert [name for name, _ in played] == ["clean-load", "lazy-fsync"]
    assert "1 of 2 verdicts were right; wrong: lazy-fsync." in capsys.readouterr().out


@pytest.mark.parametrize("first", [Decision.INCONCLUSIVE, Decision.NO_GO])
def test_only_what_decided_nothing_is_played_again(
    played: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: Decision
) -> None:
    """Once, where it is asked for; that siaga has cried wolf is never pardoned."""
    nothing: frozenset[object] = frozenset()

    def once(self: Playing, trial: Trial, scenario: Path) -> Finding:
        """Say that a site is good, but at first."""
        self.played.append((trial.name, scenario.name))
        decision = first if len(self.played) == 1 else Decision.GO
        sight = Sight(decision=decision, broken=nothing, open=nothing, reason="So it is.")  # type: ignore[arg-type]
        return Finding(trial=trial, sight=sight, took_s=30.0)

    monkeypatch.setattr(Playing, "__call__", once)
    asked = ["selftest", "clean-load", "clean-promises", "--out", str(tmp_path)]
    undecided = first is Decision.INCONCLUSIVE
    assert call([*asked, "--again"]) == (ExitCode.GO if undecided else ExitCode.NO_GO)
    assert [name for name, _ in played][2:] == ["clean-load"] * undecided
    record = SelfTestRecord.read(tmp_path / "selftest.json")
    assert record.wrong == (() if undecided else ("clean-load",))
    played.clear()
    assert call(asked) == ExitCode.NO_GO
    assert len(played) == 2


@pytest.mark.parametrize(
    ("options", "scope"),
    [([], "whole"), (["--quick"], "quick"), (["--suite", str(SHIPPED)], "named")],
)
def test_the_record_says_what_was_played(
    played: list[tuple[str, str]], tmp_path: Path, options: list[str], scope: str
) -> None:
    """A suite of somebody's own says nothing of this judge; no defect is seen here."""
    assert call(["selftest", *options, "--out", str(tmp_path)]) == ExitCode.NO_GO
    record = SelfTestRecord.read(tmp_path / "selftest.json")
    assert record.scope == scope
    assert [*record.right, *record.wrong] == sorted(
        (name for name, _ in played), key=lambda one: not one.startswith("clean-")
    )


def test_what_looks_like_markup_is_shown_as_it_is(
    played: list[tuple[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The last line of a command may be anything, and what is known by then is kept."""

    def broken(_self: Playing, trial: Trial, _scenario: Path) -> Finding:
        played.append((trial.name, ""))
        return Finding(trial=trial, sight=None, took_s=1.0, trouble="ended: [/srv] is no place")

    monkeypatch.setattr(Playing, "__call__", broken)
    assert call(["selftest", "clean-load", "--out", str(tmp_path)]) == ExitCode.NO_GO
    assert "[/srv]" in capsys.readouterr().out
    assert SelfTestRecord.read(tmp_path / "selftest.json").wrong == ("clean-load",)


def test_ctrl_c_ends_all_trials(
    played: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that are being played are told, and the others do not begin."""
    ended: list[bool] = []

    def interrupted(self: Playing, trial: Trial, scenario: Path) -> Finding:
        played.append((trial.name, scenario.name))
        if len(played) == 1:
            raise KeyboardInterrupt
        ended.append(self.over.wait(10))
        return Finding(trial=trial, sight=None, took_s=1.0, trouble="was not played")

    monkeypatch.setattr(Playing, "__call__", interrupted)
    assert call(["selftest", "--at-once", "2", "--out", str(tmp_path)]) == ExitCode.INTERRUPTED
    assert ended
    assert all(ended)


def test_trials_are_listed_with_what_has_to_see_them(
    played: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is played; with `--quick` the list is short."""
    assert call(["selftest", "--list"]) == ExitCode.GO
    every = capsys.readouterr().out.splitlines()
    assert "clean-promises: GO" in every
    assert "quota-per-process: rule R6" in every
    assert call(["selftest", "--list", "--quick"]) == ExitCode.GO
    assert 0 < len(capsys.readouterr().out.splitlines()) < len(every) / 4
    assert played == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rain"], "trial 'rain': is none; clean-promises, "),
        (["lazy-fsync", "--quick"], "trials: none of those named is quick; leave --quick out"),
        (["--suite", "/nowhere.yaml"], "/nowhere.yaml: cannot be read"),
        (["--times", "0"], "'--times'"),
    ],
)
def test_what_cannot_be_played_is_refused(
    played: list[tuple[str, str]], capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """Before anything is played."""
    assert call(["selftest", *arguments]) == ExitCode.USAGE
    assert said in capsys.readouterr().err
    assert played == []
