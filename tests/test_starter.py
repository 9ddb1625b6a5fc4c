"""Claims about the starter: a project that is sound, is its owner's, and overwrites nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from siaga.errors import UsageError
from siaga.judge.check import check
from siaga.scenario.load import load
from siaga.starter import Starter

ROOT = Path(__file__).resolve().parents[1]
FILES = [
    ".github/workflows/rehearsal.yml",
    ".gitignore",
    ".gitlab-ci.yml",
    "README.md",
    "locustfiles/journeys.py",
    "reports/README.md",
    "scenarios/first.yaml",
]


def test_the_project_has_journeys_a_scenario_a_place_for_runs_and_pipelines(tmp_path: Path) -> None:
    """All of it in a folder that is made."""
    folder = tmp_path / "deep" / "project"
    assert sorted(Starter().write(folder)) == [folder / name for name in FILES]
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == [
        folder / one for one in FILES
    ]


def test_nothing_of_it_asks_a_package_index_for_siaga() -> None:
    """There is none of its own: whoever put something there under the name would be run."""
    files = Starter().files()
    for pipeline in (".github/workflows/rehearsal.yml", ".gitlab-ci.yml"):
        assert "pip install siaga-*.whl" in files[pipeline]
    assert "siaga==" not in "".join(files.values())


def test_what_a_run_in_the_checkout_has_left_behind_is_not_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither run folders nor what Python compiles."""
    Starter().write(tmp_path)
    for left in ("reports/first/2027/report.html", "locustfiles/__pycache__/journeys.pyc"):
        (tmp_path / left).parent.mkdir(parents=True)
        (tmp_path / left).write_bytes(b"\xff")
    monkeypatch.setattr("siaga.bundle.folder", lambda _kind: tmp_path)
    assert sorted(Starter().files()) == FILES


@pytest.mark.parametrize("name", ["first", "ppdb-2027"])
def test_its_scenario_is_sound_bears_the_name_and_finds_its_journeys(tmp_path: Path, name: str) -> None:
    """`siaga check` finds nothing in it."""
    starter = Starter(name=name)
    starter.write(tmp_path)
    scenario = load(tmp_path / starter.scenario)
    assert (scenario.name, starter.scenario) == (name, f"scenarios/{name}.yaml")
    assert check(scenario) == []
    assert (tmp_path / "locustfiles" / scenario.locustfile).is_file()


def test_another_name_stands_wherever_the_project_names_its_scenario() -> None:
    """No file speaks of one that is not there."""
    files = Starter(name="ppdb").files()
    named = {one for text in files.values() for one in re.findall(r"[\w-]+\.yaml", text)}
    assert named == {"ppdb.yaml", "scenario.yaml"}  # the second is in every run folder
    assert [name for name, text in files.items() if "reports/first" in text] == []
    assert 'scenario = "ppdb.yaml"' in files["locustfiles/journeys.py"]


def test_a_host_stands_in_the_pipelines_and_in_what_is_to_be_typed() -> None:
    """And the whole day is played there."""
    host = "https://staging.example.org:8443"
    files = Starter(host=host).files()
    typed = f"siaga run scenarios/first.yaml --host {host} --scale 1 --strict"
    job = yaml.safe_load(files[".github/workflows/rehearsal.yml"])["jobs"]["rehearsal"]
    assert next(one["run"] for one in job["steps"] if one.get("id") == "rehearse") == typed
    assert yaml.safe_load(files[".gitlab-ci.yml"])["rehearsal"]["script"][-1] == typed
    assert f"siaga target verify {host}" in files["README.md"]
    assert "127.0.0.1" not in "".join(files.values())


@pytest.mark.parametrize("name", ["", "First", "1st", "a b", "../x", "a" * 41, "a\n"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    """With what is allowed."""
    with pytest.raises(UsageError, match=r"^--name '.*': is no name; small letters, digits and dashes"):
        Starter(name=name)


@pytest.mark.parametrize(
    "host",
    ["staging", "ftp://a", "http://", "http://a/b", "http://me:secret@a", "http://a:x", "http://a b"],
)
def test_a_host_that_is_none_is_refused_and_not_repeated(host: str) -> None:
    """It may hold a password."""
    with pytest.raises(UsageError, match=r"^--host: is no address of a site; write http://127"):
        Starter(host=host)


def test_every_line_to_change_is_marked_in_journeys_and_scenario() -> None:
    """So that they can be looked for."""
    files = Starter().files()
    assert files["locustfiles/journeys.py"].count("YOURS") >= 5
    assert files["scenarios/first.yaml"].count("YOURS") >= 6


def test_every_journey_of_the_scenario_is_declared(tmp_path: Path) -> None:
    """As Locust loads the file."""
    Starter().write(tmp_path)
    file = str(tmp_path / "locustfiles" / "journeys.py")
    command = [sys.executable, "-m", "siaga.crowd.declaration", file]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert '"journeys": ["look", "sign-up"]' in listed
