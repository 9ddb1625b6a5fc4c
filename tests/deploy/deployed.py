"""The Deployed container: what a file of deploy/ starts, as Compose or Kubernetes would start it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from dockerfile_parse import DockerfileParser

from tests.deploy.operator_jobs import jobs_of
from tests.docs.typed import ROOT, Typed

DEPLOY = ROOT / "deploy"
CONTAINERFILE = DEPLOY / "Containerfile"
COMPOSE = DEPLOY / "compose.yaml"
JOBS = DEPLOY / "kubernetes" / "job.yaml"
OPERATOR = DEPLOY / "kubernetes" / "locust-operator.yaml"

SCRATCH = "/tmp"  # noqa: S108 - of a container
"""Where every container may write what nobody keeps."""

GIVEN = {"SITE_ADMIN_TOKEN": "token-of-the-deployment", "SIAGA_TARGET_KEY": "key-of-the-deployment"}
"""What Compose has to be given."""

MOUNTED = {
    "/rehearsals/": ROOT / "starter",
    "/rehearsal/": ROOT / "starter" / "scenarios",
    "/lotest/src/": ROOT / "starter" / "locustfiles",
}
"""Where in a container a team's own project is; here it is the one that `siaga init` writes."""

_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*)|:\?([^}]*))\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """One container.

    Attributes:
        file: path in the repository.
        name: of the container in it.
        words: entry point and arguments.
        writable: folders that can be written to.
    """

    file: str
    name: str
    words: tuple[str, ...]
    writable: frozenset[str]

    def __str__(self) -> str:
        """Give the name that a test shows."""
        return f"{self.file}: {self.name}"

    @property
    def typed(self) -> Typed:
        """The command as somebody would type it here, in the repository."""
        words = tuple(map(_here, self.words))
        return Typed(page=self.file, block=0, line=" ".join(words), environ={}, words=words)


def instructions() -> list[dict[str, str]]:
    """Give the instructions of the Containerfile, in order, each with its `instruction` and `value`."""
    parser = DockerfileParser(fileobj=BytesIO(CONTAINERFILE.read_bytes()))
    return [one for one in parser.structure if one["instruction"] != "COMMENT"]


def entry_points() -> dict[str, tuple[str, ...]]:
    """Give the entry point of each stage that has one."""
    found: dict[str, tuple[str, ...]] = {}
    stage = ""
    for one in instructions():
        if one["instruction"] == "FROM":
            stage = one["value"].rpartition(" ")[2]
        elif one["instruction"] == "ENTRYPOINT":
            found[stage] = tuple(yaml.safe_load(one["value"]))
    return found


def compose(environ: Mapping[str, str]) -> Any:  # noqa: ANN401 - YAML
    """Read the Compose file as Compose does.

    Raises:
        LookupError: a variable that it needs is missing.
    """

    def put(found: re.Match[str]) -> str:
        name, otherwise, wanting = found.groups()
        if name in environ or wanting is None:
            return environ.get(name, otherwise)
        raise LookupError(f"{name}: {wanting}")

    return yaml.safe_load(_VARIABLE.sub(put, COMPOSE.read_text(encoding="utf-8")))


def documents(path: Path) -> list[Any]:
    """Read the documents of a manifest."""
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def pods(path: Path) -> dict[str, Any]:
    """Give the pod of each Job of a manifest, the operator's too, by the Job's name."""
    jobs = [one for one in documents(path) if one["kind"] == "Job"]
    made = [job for one in documents(path) if one["kind"] == "LocustTest" for job in jobs_of(one)]
    return {one["metadata"]["name"]: one["spec"]["template"]["spec"] for one in (*jobs, *made)}


def deployed() -> Iterator[Deployed]:
    """Give every container that something in deploy/ starts."""
    entries = entry_points()
    for name, service in compose(GIVEN)["services"].items():
        entry = tuple(service.get("entrypoint") or entries["siaga"])
        mounts = [one.split(":") for one in service.get("volumes", [])]
        writable = {where[min(1, len(where) - 1)] for where in mounts if where[2:] != ["ro"]} | set(
            service["tmpfs"]
        )
        yield _deployed(COMPOSE, name, (*entry, *service["command"]), writable)
    for path, stage in ((JOBS, "siaga"), (OPERATOR, "locust")):
        for name, pod in pods(path).items():
            (container,) = pod["containers"]
            mounts = container["volumeMounts"]
            writable = {one["mountPath"] for one in mounts if not one.get("readOnly")}
            yield _deployed(path, name, (*entries[stage], *container["args"]), writable)


def _deployed(path: Path, name: str, words: tuple[str, ...], writable: set[str]) -> Deployed:
    file = str(path.relative_to(ROOT))
    return Deployed(file=file, name=name, words=words, writable=frozenset(writable))


def _here(word: str) -> str:
    """Give a word with the path that what it names has in the repository."""
    for mount, folder in MOUNTED.items():
        if word.startswith(mount):
            return str(folder / word.removeprefix(mount))
    return word
