"""The Webhook of the Locust Kubernetes Operator 2.3: what it refuses of a LocustTest that has its form.

Its rules are in api/v2/locusttest_webhook.go of the operator.
"""

from collections.abc import Iterator
from typing import Any

SOURCES, LIBRARY = "/lotest/src", "/opt/locust/lib"
SECRET = "secret-"
LIBRARY_VOLUME = "locust-lib"


def refusals(test: Any) -> Iterator[str]:  # noqa: ANN401 - YAML
    """Say why the operator would refuse it, each with its place in front."""
    spec = test["spec"]
    volumes = [one["name"] for one in spec.get("volumes", [])]
    own = {LIBRARY_VOLUME, *(f"{test['metadata']['name']}-{role}" for role in ("master", "worker"))}
    for place, name in enumerate(volumes):
        if name in own or name.startswith(SECRET):
            yield f"spec.volumes.{place}.name: {name} is the operator's own"
    for place, one in enumerate(spec.get("volumeMounts", [])):
        if one["name"] not in volumes:
            yield f"spec.volumeMounts.{place}.name: there is no volume {one['name']}"
        yield from _clashes(f"spec.volumeMounts.{place}", one["mountPath"], spec)
    for place, one in enumerate(spec.get("env", {}).get("secretMounts", [])):
        yield from _clashes(f"spec.env.secretMounts.{place}", one["mountPath"], spec)
    told = spec.get("observability", {}).get("openTelemetry", {})
    if told.get("enabled") and not told.get("endpoint"):
        yield "spec.observability.openTelemetry.endpoint: is missing"


def _clashes(place: str, path: str, spec: Any) -> Iterator[str]:  # noqa: ANN401 - YAML
    """Say which folder of the operator's a path is, is in, or is around."""
    files = spec.get("testFiles", {})
    sources, library = files.get("srcMountPath", SOURCES), files.get("libMountPath", LIBRARY)
    used = [(sources, files.get("configMapRef")), (library, files.get("libConfigMapRef"))]
    # Where it mounts nothing both are kept free all the same.
    for reserved in [folder for folder, name in used if name] or [sources, library]:
        one, other = path.rstrip("/") + "/", reserved.rstrip("/") + "/"
        if one.startswith(other) or other.startswith(one):
            yield f"{place}.mountPath: {path} is where the operator mounts {reserved}"
