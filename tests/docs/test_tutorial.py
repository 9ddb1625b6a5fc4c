"""Claims about the tutorial: whoever follows it to the letter has what it says, at every step."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import urllib3
import yaml

from siaga.cli.main import call
from siaga.starter import Starter
from tests.docs.typed import ROOT, Typed, typed

PAGE = ROOT / "docs" / "tutorial.md"
FILE = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SITE = "http://127.0.0.1:8000"
ON_ANY_MACHINE = ("--set", "evidence.loop-lag=10 s", "--exporter-port", "0")
"""The page's reader has one that does nothing else; here it may be busy."""

ENVIRON = {**os.environ, "SITE_ADMIN_TOKEN": "secret"}


def _steps(program: str) -> list[Typed]:
    return [one for one in typed(PAGE) if one.program == program]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Follow the page up to its fourth step."""
    folder = tmp_path / "rehearsals"
    Starter().write(folder)
    for name, content in FILE.findall(PAGE.read_text("utf-8")):
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_what_a_follower_has_is_sound_after_every_change(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`siaga check` finds nothing, and the site can be read."""
    monkeypatch.chdir(project)
    assert call(["check", "scenarios/first.yaml"]) == 0
    assert "is sound: 300 visitors in 30 s, 3 objectives" in capsys.readouterr().out
    compile((project / "site.py").read_text("utf-8"), "site.py", "exec")


def test_the_steps_of_the_pipeline_are_those_that_were_typed() -> None:
    """The gate plays what was played by hand."""
    pattern = re.compile(r"^```yaml\n(- run.*?)^```$", re.MULTILINE | re.DOTALL)
    (block,) = pattern.findall(PAGE.read_text("utf-8"))
    *_before, gate = [one["run"] for one in yaml.safe_load(block)]
    assert gate in {f"{one.line} --strict" for one in _steps("siaga")}


@contextmanager
def _serving(project: Path, one: Typed) -> Iterator[None]:
    command = [sys.executable, *one.words[1:]]
    process = subprocess.Popen(command, cwd=project, env=ENVIRON)
    try:
        again = urllib3.Retry(connect=60, backoff_factor=0.1, backoff_max=0.5)
        urllib3.request("GET", f"{SITE}/", retries=again)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _played(project: Path, one: Typed) -> dict[str, Any]:
    command = [sys.executable, "-m", "siaga", *one.arguments, *ON_ANY_MACHINE]
    subprocess.run(command, cwd=project, env=ENVIRON, timeout=600, check=False)
    verdict = (project / "reports" / "first" / "latest" / "verdict.json").read_text("utf-8")
    return dict(json.loads(verdict))


@pytest.mark.slow
def test_the_page_leads_to_the_verdicts_that_it_names(project: Path) -> None:
    """A tenth decides nothing, the whole is GO, and a site that forgets is NO_GO."""
    sound, forgetful = _steps("python script")
    small, whole, compared = [one for one in _steps("siaga") if {"run", "--host"} <= set(one.words)]
    with _serving(project, sound):
        assert _played(project, small)["verdict"] == "INCONCLUSIVE"
        first = _played(project, whole)
        assert (first["verdict"], first["audit"]["findings"]) == ("GO", [])
        for name in ("mkdir", "cp"):
            (step,) = _steps(name)
            subprocess.run(step.words, cwd=project, check=True)
        assert _played(project, compared)["audit"]["findings"] == []
    with _serving(project, forgetful):
        broken = _played(project, whole)
    assert broken["verdict"] == "NO_GO"
    assert [one["rule"] for one in broken["audit"]["findings"]] == ["R1"]
