"""Claims about the Containerfile: it is sound, it copies what it needs, and nobody in it is root."""

import fnmatch
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.deploy.deployed import CONTAINERFILE, DEPLOY, instructions
from tests.docs.typed import ROOT

HADOLINT = Path(sys.executable).with_name("hadolint")


def _complaints(path: Path) -> str:
    command = [str(HADOLINT), "--no-color", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _copied() -> list[str]:
    """Give what is copied out of the repository."""
    values = [one["value"].split() for one in instructions() if one["instruction"] == "COPY"]
    return [name for words in values if not words[0].startswith("--from") for name in words[:-1]]


def test_hadolint_has_nothing_to_say() -> None:
    """With all of its rules, those of the shell included."""
    assert _complaints(CONTAINERFILE) == ""


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FROM python\n", "DL3006"),
        ("FROM python:3.11\nRUN cd /source && pip install .\n", "DL3003"),
        ("FROM python:3.11\nRUN echo $UNQUOTED*\n", "SC2086"),
        ("FROM python:3.11\nCOPYY . .\n", ":2:5 missing whitespace"),
    ],
)
def test_a_containerfile_that_is_wrong_is_found(text: str, rule: str, tmp_path: Path) -> None:
    """So that the claim above can fail."""
    wrong = tmp_path / "Containerfile"
    wrong.write_text(text, encoding="utf-8")
    assert rule in _complaints(wrong)


def test_what_the_wheel_is_made_of_is_copied_and_let_through() -> None:
    """All that pyproject.toml names, and the lock; the ignore file lets in that and nothing else."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    made_of = {*wheel["packages"], *wheel["force-include"], project["project"]["readme"]}
    assert set(_copied()) == {"pyproject.toml", "requirements.lock", *made_of}
    assert [name for name in _copied() if not (ROOT / name).exists()] == []
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {one[1:] for one in lines if one.startswith("!")} == set(_copied())
    assert "*" in lines
    out = [one for one in lines if one.startswith("**/")]
    assert all(any(fnmatch.fnmatch(name, one) for one in out) for name in ("a/__pycache__", "a/.env"))


def test_it_ends_as_somebody_who_is_not_root_and_says_what_is_written_to() -> None:
    """As a number: Kubernetes cannot tell from a name that it is not root's."""
    told = {one["instruction"]: one["value"] for one in instructions()}
    assert told["USER"] == "10001:10001"
    assert "--uid 10001" in " ".join(one["value"] for one in instructions())
    assert told["VOLUME"] == '["/siaga/reports", "/siaga/spool"]'
    assert told["WORKDIR"] == "/siaga"


def test_every_base_is_the_python_that_siaga_is_written_for() -> None:
    """And what is in it comes from the stage that installed it."""
    bases = [one["value"].split()[0] for one in instructions() if one["instruction"] == "FROM"]
    assert set(bases) == {"python:3.11-slim", "installed"}
    stages = [one["value"].split()[-1] for one in instructions() if one["instruction"] == "FROM"]
    assert stages == ["built", "installed", "locust", "siaga"]
    assert sorted(one.name for one in DEPLOY.iterdir()) == [
        "Containerfile",
        "compose.yaml",
        "kubernetes",
    ]
