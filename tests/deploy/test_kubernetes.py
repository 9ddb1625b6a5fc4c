"""Claims about the manifests: Kubernetes would take them, and their numbers, names and codes agree."""

import copy
import re
from typing import Any

import kubernetes_validate
import pytest

from siaga.errors import ExitCode
from siaga.stage.seat import PORT
from tests.deploy.deployed import JOBS, OPERATOR, deployed, documents, pods
from tests.deploy.operator_jobs import jobs_of
from tests.docs.reading import siaga
from tests.docs.typed import ROOT

VERSION = "1.37.0"
"""Of Kubernetes, whose schemas are held against."""

PLAIN = documents(JOBS)
MADE = [job for one in documents(OPERATOR) if one["kind"] == "LocustTest" for job in jobs_of(one)]
CLAIM = [one for one in documents(OPERATOR) if one["kind"] == "PersistentVolumeClaim"]


def _of(kind: str, name: str) -> Any:  # noqa: ANN401 - YAML
    (found,) = [one for one in PLAIN if (one["kind"], one["metadata"]["name"]) == (kind, name)]
    return found


def _refused(document: object) -> bool:
    try:
        kubernetes_validate.validate(document, VERSION, strict=True)
    except (
        kubernetes_validate.ValidationError,
        kubernetes_validate.InvalidSchemaError,
        kubernetes_validate.SchemaNotFoundError,
    ):
        return True
    return False


@pytest.mark.parametrize("document", [*PLAIN, *CLAIM, *MADE], ids=lambda one: one["metadata"]["name"])
def test_kubernetes_would_take_it(document: object) -> None:
    """By its own schema, in which no field may be made up; those that the operator makes, too."""
    assert not _refused(document)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("spec", "backoffLimits"), 0),
        (("spec", "backoffLimit"), "none"),
        (("spec", "template", "spec", "containers"), "master"),
        (("spec", "template", "spec", "restartPolicy", "when"), "Never"),
        (("apiVersion",), "batch/v9"),
    ],
)
def test_what_kubernetes_would_not_take_is_found(place: tuple[str, ...], value: object) -> None:
    """So that the claim above can fail."""
    wrong = copy.deepcopy(_of("Job", "siaga-master"))
    inner = wrong
    for step in place[:-1]:
        inner = inner[step] = inner[step] if isinstance(inner[step], dict) else {}
    inner[place[-1]] = value
    assert _refused(wrong)


def test_one_number_says_how_many_workers_there_are() -> None:
    """The master awaits them, each has an index, all at once, and it is that of the worked example."""
    (master,) = [one for one in deployed() if str(one) == "deploy/kubernetes/job.yaml: siaga-master"]
    workers = _of("Job", "siaga-worker")["spec"]
    page = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    example = re.search(r"/ 0\.57 = (\d+), rounded up", page)
    assert example is not None
    told = {siaga(master.typed)["workers_elsewhere"], workers["completions"], workers["parallelism"]}
    assert told == {int(example[1])}
    (test,) = [one for one in documents(OPERATOR) if one["kind"] == "LocustTest"]
    assert test["spec"]["worker"]["replicas"] == int(example[1])


def test_the_workers_find_the_master_where_its_service_leads_and_nobody_else_may() -> None:
    """The name in their arguments, the labels of its pod, and the port on which it listens."""
    service, policy = (
        _of("Service", "siaga-master")["spec"],
        _of("NetworkPolicy", "siaga-master")["spec"],
    )
    master, worker = (_of("Job", f"siaga-{one}")["spec"]["template"] for one in ("master", "worker"))
    assert "--master=siaga-master" in worker["spec"]["containers"][0]["args"]
    assert "clusterIP" not in service
    assert service["selector"] == master["metadata"]["labels"] == policy["podSelector"]["matchLabels"]
    (ingress,) = policy["ingress"]
    assert ingress["from"] == [{"podSelector": {"matchLabels": worker["metadata"]["labels"]}}]
    assert ingress["ports"] == [{"protocol": "TCP", "port": PORT}]
    assert [one["port"] for one in service["ports"]] == [PORT]
    assert master["spec"]["containers"][0]["ports"][0]["containerPort"] == PORT


def test_a_verdict_is_not_asked_for_twice_and_a_worker_without_a_share_does_not_come_again() -> None:
    """One for whom no master listened yet does."""
    assert _of("Job", "siaga-master")["spec"]["backoffLimit"] == 0
    workers = _of("Job", "siaga-worker")["spec"]
    (rule,) = workers["podFailurePolicy"]["rules"]
    assert (rule["action"], rule["onExitCodes"]["values"]) == ("FailIndex", [ExitCode.INTERNAL])
    assert workers["backoffLimitPerIndex"] > 0


@pytest.mark.parametrize("path", [JOBS, OPERATOR], ids=lambda one: one.name)
def test_no_pod_may_do_more_than_it_has_to(path: Any) -> None:  # noqa: ANN401 - Path
    """Nobody is root, nothing of the image is written to, and each has the cores that it asks for."""
    for pod in pods(path).values():
        (container,) = pod["containers"]
        assert (pod["securityContext"]["runAsNonRoot"], pod["securityContext"]["runAsUser"]) == (
            True,
            10001,
        )
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["requests"] == container["resources"]["limits"]
        mounts = {one["name"] for one in container["volumeMounts"]}
        assert mounts == {one["name"] for one in pod["volumes"]}


def test_secrets_are_the_masters_alone() -> None:
    """Workers only send."""
    assert "envFrom" in pods(JOBS)["siaga-master"]["containers"][0]
    assert "envFrom" not in pods(JOBS)["siaga-worker"]["containers"][0]
