"""Claims about the example pipelines: they can be read, and what they type can be typed."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from siaga.cli.main import app

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pipelines"
TYPED = re.compile(r"siaga run [^'\n]+")


def _tree(name: str) -> Any:  # noqa: ANN401 - YAML
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _accepted(words: list[str]) -> dict[str, Any]:
    """Have the command line read a command; gives its parameters, or raises what it refuses."""
    root = typer.main.get_command(app)
    context = root.make_context("siaga", [], resilient_parsing=True)
    command = root.get_command(context, words[1])  # type: ignore[attr-defined]
    return dict(command.make_context(words[1], words[2:]).params)


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml", "Jenkinsfile", "argo-analysis.yml"])
def test_a_pipeline_plays_the_gate_whole_and_lets_no_condition_pass(name: str) -> None:
    """At a hundredth of its size it would decide nothing."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    if name.startswith("argo"):
        job = _tree(name)["spec"]["metrics"][0]["provider"]["job"]
        words = job["spec"]["template"]["spec"]["containers"][0]["command"]
    else:
        (typed,) = TYPED.findall(text)
        words = shlex.split(typed)
    given = _accepted(words)
    assert (given["scenario"], given["scale"], given["strict"]) == ("gate", 1.0, True)
    assert given["host"] == "http://127.0.0.1:8080"


def test_github_keeps_the_run_that_the_step_names() -> None:
    """Also of a rehearsal that failed, but not where there is none."""
    steps = _tree("github.yml")["jobs"]["rehearsal"]["steps"]
    played = next(step for step in steps if "siaga run" in step.get("run", ""))
    keeping = next(step for step in steps if "upload-artifact" in step.get("uses", ""))
    assert keeping["if"] == f"always() && steps.{played['id']}.outputs.run"
    assert keeping["with"]["path"] == f"${{{{ steps.{played['id']}.outputs.run }}}}"


def test_gitlab_shows_the_test_report_and_takes_only_inconclusive_for_a_warning() -> None:
    """NO_GO fails the job."""
    job = _tree("gitlab.yml")["rehearsal"]
    assert job["allow_failure"] == {"exit_codes": [4]}
    assert job["artifacts"]["reports"]["junit"] == "reports/gate/2*/junit.xml"
    assert job["artifacts"]["when"] == "always"
