"""Claims about `make fuzz`: it says that it has found nothing only where everything was tried."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.benchmarks.conftest import Script


@pytest.fixture
def fuzz(script: Script) -> ModuleType:
    """Give the script."""
    return script("fuzz")


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], str]:
    """Give a function that makes a programme of what it does after its `--version` was asked for."""

    def made(does: str) -> str:
        """Make one."""
        path = tmp_path / "schemathesis"
        path.write_text(f'#!/bin/sh\ntest "$1" = --version || {does}\n', encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return made


def asked(calls: dict[tuple[str, str], float], status: str) -> str:
    """Give what a site would say of how often it was asked for what."""
    name = "site_http_requests_total"
    lines = [
        f'{name}{{method="{method}",route="{route}",status="{status}"}} {number}'
        for (method, route), number in calls.items()
    ]
    return "\n".join([f"# TYPE {name} counter", *lines, ""])


@pytest.mark.parametrize("path", ["nothing-here", "/dev/null"])
def test_a_programme_that_is_missing_is_told_and_no_success(
    fuzz: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    path: str,
) -> None:
    """With an exit code of its own; nothing is started."""
    monkeypatch.setattr(sys, "argv", ["fuzz.py", path])
    assert fuzz.main() == fuzz.MISSING == 69
    assert capsys.readouterr().out == (
        f"fuzz: {path}: not found, so nothing was tried; it needs schemathesis\n"
    )


def test_a_programme_that_asks_nothing_and_one_that_fails_are_no_success(
    fuzz: ModuleType, program: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever their exit codes say."""
    assert fuzz.fuzzed(program("exit 0"), fuzz.begun, 1, 1) == fuzz.NOT_TRIED
    assert "POST /waves/{wave}/join was never asked" in capsys.readouterr().out
    assert fuzz.fuzzed(program("exit 3"), fuzz.finished, 1, 1) == fuzz.FOUND
    assert "ended with 3" in capsys.readouterr().out


def test_what_was_never_asked_is_told(fuzz: ModuleType) -> None:
    """By method and route, however it would have been answered."""
    calls = dict.fromkeys(fuzz.described(), 1.0)
    assert list(fuzz.untried(asked(calls, "2xx"))) == []
    del calls["PUT", "/profile"]
    calls["GET", "/announcements/{slug}"] = 0.0
    assert list(fuzz.untried(asked(calls, "2xx"))) == [
        "GET /announcements/{slug} was never asked",
        "PUT /profile was never asked",
    ]


def test_a_session_of_nobody_is_told(fuzz: ModuleType) -> None:
    """Everything was asked, and refused at the door."""
    calls = dict.fromkeys(fuzz.described(), 1.0)
    assert list(fuzz.untried(asked(calls, "4xx"))) == [
        "GET /me was never answered: the session is not that of anybody"
    ]


def test_a_site_that_does_not_start_is_told(script: Script) -> None:
    """Rather than waited for."""
    site = script("started_site")
    with (
        pytest.raises(RuntimeError, match=r"^site: has ended before it listened"),
        site.started(sys.executable, "--no-such-option"),
    ):
        pass
