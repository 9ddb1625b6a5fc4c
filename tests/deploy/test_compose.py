"""Claims about the Compose file: it is one, its numbers agree, it keeps secrets and ports to itself."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from siaga import bundle
from siaga.scenario.load import load
from siaga.stage.site import pace
from tests.deploy.deployed import COMPOSE, GIVEN, compose

CHECK = Path(sys.executable).with_name("check-jsonschema")


def _checked(path: Path) -> "subprocess.CompletedProcess[str]":
    command = [str(CHECK), "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _service(name: str, **environ: str) -> Any:  # noqa: ANN401 - YAML
    return compose({**GIVEN, **environ})["services"][name]


def test_it_is_a_compose_file() -> None:
    """By the schema of the Compose specification."""
    assert _checked(COMPOSE).returncode == 0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("    image: siaga", "    picture: siaga"),
        ("read_only: true", "read_only: [true]"),
        ("replicas: ${SIAGA_WORKERS:-2}", "replicas: [2]"),
    ],
)
def test_what_is_no_compose_file_is_found(right: str, wrong: str, tmp_path: Path) -> None:
    """So that the claim above can fail."""
    text = COMPOSE.read_text(encoding="utf-8")
    broken = tmp_path / "compose.yaml"
    broken.write_text(text.replace(right.strip(), wrong.strip(), 1), encoding="utf-8")
    found = _checked(broken)
    assert found.returncode == 1
    assert "Schema validation errors" in found.stdout


@pytest.mark.parametrize("environ", [{}, {"SIAGA_WORKERS": "5"}])
def test_as_many_workers_are_started_as_are_awaited(environ: dict[str, str]) -> None:
    """One number, said once."""
    replicas = _service("worker", **environ)["deploy"]["replicas"]
    assert f"--workers-elsewhere={replicas}" in _service("master", **environ)["command"]
    assert replicas == int(environ.get("SIAGA_WORKERS", "2"))


@pytest.mark.parametrize("missing", sorted(GIVEN))
def test_a_secret_that_is_missing_is_told(missing: str) -> None:
    """None has a value that everybody knows, and none stands on a command line."""
    with pytest.raises(LookupError, match=f"^{missing}: is missing"):
        compose({name: value for name, value in GIVEN.items() if name != missing})
    commands = [one["command"] for one in compose(GIVEN)["services"].values()]
    assert not any(secret in word for words in commands for word in words for secret in GIVEN.values())


@pytest.mark.parametrize("name", ["site", "master", "worker"])
def test_no_container_may_do_more_than_it_has_to(name: str) -> None:
    """Nothing of them is reached from outside their network."""
    service = _service(name)
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service
    assert service["ulimits"]["nofile"] == {"soft": 65536, "hard": 65536}


def test_the_site_has_the_pace_and_the_seats_of_the_day() -> None:
    """As if `siaga run` had started it."""
    day = load(bundle.folder("starter") / "scenarios" / "first.yaml")
    words = [word for one in _service("site")["command"] for word in one.split("=")]
    room = day.site.waiting_room
    assert room is not None
    told = ("--quota", f"{day.site.quota}", "--room-admits-per-s", f"{room.admits_per_s:g}")
    given = [*pace(day.applied), *told]
    assert dict(zip(given[::2], given[1::2], strict=True)).items() <= _pairs(words).items()


def _pairs(words: list[str]) -> dict[str, str]:
    return dict(zip(words[::2], words[1::2], strict=True))


def test_the_master_comes_when_the_site_is_ready_and_workers_when_the_master_has_a_name() -> None:
    """A worker whose master's name leads nowhere ends at once, with 64."""
    assert _service("master")["depends_on"] == {"site": {"condition": "service_healthy"}}
    assert _service("worker")["depends_on"] == ["master"]
    assert "--master=master" in _service("worker")["command"]
    assert "--host=http://site:8080" in _service("master")["command"]
    assert "--public-url=http://site:8080" in _service("site")["command"]
