"""Claims about the LocustTest: the operator would take it, and siaga's part in it is left in peace."""

import copy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from siaga.observe.exporter import PORT
from tests.deploy.deployed import OPERATOR, SCRATCH, deployed, documents, pods
from tests.deploy.operator_webhook import refusals

Place = tuple[str | int, ...]

SCHEMA = yaml.safe_load((Path(__file__).parent / "locust_test.yaml").read_text(encoding="utf-8"))
(TEST,) = [one for one in documents(OPERATOR) if one["kind"] == "LocustTest"]


def _complaints(test: object) -> list[str]:
    found = jsonschema.Draft202012Validator(SCHEMA).iter_errors(test)
    return sorted(".".join(map(str, one.absolute_path)) for one in found)


def _with(place: Place, value: object) -> Any:  # noqa: ANN401 - YAML
    """Give the manifest with something else at a place."""
    changed: Any = copy.deepcopy(TEST)
    inner = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return changed


def _words(name: str) -> list[str]:
    words: list[str] = pods(OPERATOR)[name]["containers"][0]["args"]
    return words


def test_the_operator_would_take_it() -> None:
    """By every field of its definition, and by what its webhook looks at besides."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert _complaints(TEST) == []
    assert list(refusals(TEST)) == []


@pytest.mark.parametrize(
    ("place", "value", "where"),
    [
        (("apiVersion",), "locust.io/v1", "apiVersion"),
        (("metadata", "name"), "x" * 57, "metadata.name"),
        (("spec", "image"), 5, "spec.image"),
        (("spec", "master", "args"), "--master", "spec.master"),
        (("spec", "worker", "replicas"), 501, "spec.worker.replicas"),
        (("spec", "worker", "replicas"), 0, "spec.worker.replicas"),
        (("spec", "worker", "autostart"), False, "spec.worker"),
        (("spec", "master", "autoquit"), {"timeout": 3}, "spec.master.autoquit"),
        (("spec", "master", "resources", "limits", "cpu"), "two", "spec.master.resources.limits.cpu"),
        (("spec", "env", "secretRefs", 0, "optional"), True, "spec.env.secretRefs.0"),
        (("spec", "env", "variables"), [{"value": "x"}], "spec.env.variables.0"),
        (("spec", "nodeSelector"), {"disk": "fast"}, "spec"),
        (("spec", "volumeMounts", 0, "target"), "all", "spec.volumeMounts.0.target"),
    ],
)
def test_what_the_operator_would_not_take_is_found(place: Place, value: object, where: str) -> None:
    """So that the claim above can fail."""
    assert _complaints(_with(place, value)) == [where]


@pytest.mark.parametrize(
    ("place", "value", "where"),
    [
        (("spec", "volumes", 2, "name"), "locust-lib", "spec.volumes.2.name"),
        (("spec", "volumes", 2, "name"), "secret-siaga", "spec.volumes.2.name"),
        (("spec", "volumes", 2, "name"), "opening-day-worker", "spec.volumes.2.name"),
        (("spec", "volumeMounts", 0, "name"), "report", "spec.volumeMounts.0.name"),
        (("spec", "volumeMounts", 0, "mountPath"), "/lotest/src/x", "spec.volumeMounts.0.mountPath"),
        (("spec", "volumeMounts", 0, "mountPath"), "/lotest/", "spec.volumeMounts.0.mountPath"),
        (
            ("spec", "env", "secretMounts"),
            [{"name": "siaga", "mountPath": "/lotest/src"}],
            "spec.env.secretMounts.0.mountPath",
        ),
        (
            ("spec", "observability"),
            {"openTelemetry": {"enabled": True}},
            "spec.observability.openTelemetry.endpoint",
        ),
    ],
)
def test_what_has_its_form_and_is_refused_by_its_webhook_is_found(
    place: Place, value: object, where: str
) -> None:
    """Names of its own, mounts of no volume, and paths inside or around its own."""
    wrong = _with(place, value)
    assert _complaints(wrong) == []
    assert where in {one.partition(": ")[0] for one in refusals(wrong)}


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
