"""The Jobs of a LocustTest: what the Locust Kubernetes Operator 2.3 makes of it.

Only what reaches siaga is here: arguments, environment, volumes, resources and contexts. It was held
against internal/resources/command.go, job.go and volumes.go of the operator.
"""

from typing import Any

PORT = 5557
FILES = "/lotest/src"
"""Where the ConfigMap of the Locust file is mounted."""


def jobs_of(test: Any) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ANN401 - YAML
    """Give the Job of the master and that of the workers."""
    name, spec = test["metadata"]["name"], test["spec"]
    master, worker = f"{name}-master", f"{name}-worker"
    leaving = spec["master"].get("autoquit", {})
    for_master = [
        *spec["master"]["command"].split(),
        "--master",
        f"--master-port={PORT}",
        f"--expect-workers={spec['worker']['replicas']}",
        *(["--autostart"] if spec["master"].get("autostart", True) else []),
        *(["--autoquit", str(leaving.get("timeout", 60))] if leaving.get("enabled", True) else []),
        "--enable-rebalancing",
        "--only-summary",
        *spec["master"].get("extraArgs", []),
    ]
    for_worker = [
        *spec["worker"]["command"].split(),
        "--worker",
        f"--master-port={PORT}",
        f"--master-host={master}",
        *spec["worker"].get("extraArgs", []),
    ]
    return (
        _job(spec, "master", master, for_master, 1),
        _job(spec, "worker", worker, for_worker, spec["worker"]["replicas"]),
    )


def _job(spec: Any, role: str, name: str, words: list[str], many: int) -> dict[str, Any]:  # noqa: ANN401
    files = {"name": name, "configMap": {"name": spec["testFiles"]["configMapRef"]}}
    security = spec.get("security", {})
    container = {
        "name": name,
        "image": spec["image"],
        "args": words,
        "envFrom": [{"secretRef": {"name": one["name"]}} for one in spec["env"]["secretRefs"]],
        "resources": spec[role]["resources"],
        "volumeMounts": [{"name": name, "mountPath": FILES}, *_mounts(spec, role)],
        "securityContext": security.get("containerSecurityContext", {}),
    }
    mounted = {one["name"] for one in container["volumeMounts"]}
    pod = {
        "restartPolicy": "Never",
        "containers": [container],
        "volumes": [files, *(one for one in spec["volumes"] if one["name"] in mounted)],
        "securityContext": security.get("podSecurityContext", {}),
    }
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": name},
        "spec": {"backoffLimit": 0, "parallelism": many, "template": {"spec": pod}},
    }


def _mounts(spec: Any, role: str) -> list[dict[str, Any]]:  # noqa: ANN401 - YAML
    """Give what one of the roles, or both, are to see."""
    return [
        {name: value for name, value in one.items() if name != "target"}
        for one in spec["volumeMounts"]
        if one.get("target", "both") in {role, "both"}
    ]
