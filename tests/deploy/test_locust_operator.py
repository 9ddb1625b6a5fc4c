"""Claims about the LocustTest: the operator would take it, and siaga's part in it is left in peace."""

import copy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from siaga.observe.exporter import PORT
from tests.deploy.deployed import OPERATOR, SCRATCH, deployed, documents, pods

SCHEMA = yaml.safe_load((Path(__file__).parent / "locust_test.yaml").read_text(encoding="utf-8"))
(TEST,) = [one for one in documents(OPERATOR) if one["kind"] == "LocustTest"]


def _complaints(test: object) -> list[str]:
    found = jsonschema.Draft202012Validator(SCHEMA).iter_errors(test)
    return sorted(".".join(map(str, one.absolute_path)) for one in found)


def _words(name: str) -> list[str]:
    words: list[str] = pods(OPERATOR)[name]["containers"][0]["args"]
    return words


def test_the_operator_would_take_it() -> None:
    """By the part of its schema that is used here."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert _complaints(TEST) == []


@pytest.mark.parametrize(
    ("place", "value", "where"),
    [
        (("apiVersion",), "locust.io/v1", "apiVersion"),
        (("metadata", "name"), "x" * 57, "metadata.name"),
        (("spec", "image"), 5, "spec.image"),
        (("spec", "master", "args"), "--master", "spec.master"),
        (("spec", "worker", "replicas"), 501, "spec.worker.replicas"),
        (("spec", "volumeMounts", 0, "target"), "all", "spec.volumeMounts.0.target"),
        (("spec", "volumeMounts", 0, "mountPath"), "/lotest/src/x", "spec.volumeMounts.0.mountPath"),
    ],
)
def test_what_the_operator_would_not_take_is_found(
    place: tuple[str | int, ...], value: object, where: str
) -> None:
    """So that the claim above can fail."""
    wrong: Any = copy.deepcopy(TEST)
    inner = wrong
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert _complaints(wrong) == [where]


def test_the_master_listens_for_workers_and_leaves_the_operators_port_alone() -> None:
    """Else it would listen on the loopback; siaga's usual port is that of the operator's exporter."""
    words = _words("opening-day-master")
    assert words[words.index("--master-bind-host") + 1] == "0.0.0.0"  # noqa: S104 - is compared
    assert words[words.index("--siaga-exporter-port") + 1] != str(PORT)
    assert "--expect-workers=8" in words


def test_the_master_ends_with_its_verdict() -> None:
    """Else it would stay with its web interface: Locust's --autoquit waits for a --run-time."""
    words = _words("opening-day-master")
    assert "--headless" in words
    assert {"--autostart", "--autoquit"} & set(words) == set()


def test_no_variable_that_kubernetes_makes_of_the_name_is_one_of_locust_or_siaga() -> None:
    """For a service NAME-master it sets NAME_MASTER_PORT, and Locust reads LOCUST_MASTER_PORT."""
    assert TEST["metadata"]["name"].partition("-")[0] not in {"locust", "siaga"}


def test_what_is_written_is_on_a_volume() -> None:
    """Reports of the master, spools of the workers, and nothing but scratch for both."""
    writable = {one.name: one.writable for one in deployed() if one.file.endswith("operator.yaml")}
    assert writable == {
        "opening-day-master": {"/lotest/src", "/siaga/reports", SCRATCH},
        "opening-day-worker": {"/lotest/src", "/siaga/spool", SCRATCH},
    }
    words = _words("opening-day-master")
    assert words[words.index("--siaga-out") + 1] == "/siaga/reports"
    assert _words("opening-day-worker")[2:4] == ["--siaga-spool", "/siaga/spool"]
