"""The finding of a Baseline: the run that a new one is held against, and the copy of it that is kept."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from siaga.errors import UsageError
from siaga.judge.verdict import Decision
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord

BRANCHES = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "CHANGE_TARGET",
    "GITHUB_REF_NAME",
    "CI_COMMIT_BRANCH",
    "BRANCH_NAME",
)
"""Environment variables that name a branch: the target of a merge request, the branch built."""

FIT = {Decision.GO.value, Decision.GO_WITH_CONDITIONS.value}
"""Verdicts of a run that a later one may be held against.

The first run of a branch has no baseline, which is a condition: were conditions unfit, no run would ever
have one.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a run is to be held against.

    Attributes:
        path: a run folder, or a folder of run folders; empty for nothing.
        branch: folder inside it whose runs alone count, where there is one.
        insisted: somebody named the branch himself, so that no other runs may stand in.

    Raises:
        UsageError: the branch leads out of the folder.
    """

    path: str = ""
    branch: str = ""
    insisted: bool = False

    def __post_init__(self) -> None:
        """Refuse a branch that names a folder elsewhere."""
        branch = PurePosixPath(self.branch)
        if branch.is_absolute() or ".." in branch.parts:
            raise UsageError(
                f"branch {self.branch!r}: leads out of the baseline's folder; name a branch"
            )

    @classmethod
    def of(cls, path: str, branch: str, environ: Mapping[str, str]) -> "Wanted":
        """Give what was asked for; a branch that nobody named is the one that a pipeline names."""
        if not path:
            return cls()
        named = next((environ[name] for name in BRANCHES if environ.get(name)), "")
        return cls(path=path, branch=branch or named, insisted=bool(branch))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found.

    Attributes:
        folder: of the baseline; None where there is none.
        why: why there is none, a sentence without its end.
    """

    folder: RunFolder | None = None
    why: str = ""


def find(wanted: Wanted, scenario: str) -> Found:
    """Look for the run that a run of a scenario is to be held against.

    A run folder is taken as it is. Of a folder of run folders it is the newest run of the scenario that
    was GO or GO_WITH_CONDITIONS, neither cut short nor a replay.
    """
    if not wanted.path:
        return Found()
    folder = RunFolder(Path(wanted.path).resolve())
    if folder.run.is_file():
        _refuse_half(folder, wanted.path)
        return Found(folder=folder)
    if not folder.path.is_dir():
        return Found(why=f"There is no baseline: {wanted.path} does not exist")
    place = folder.path / wanted.branch
    if wanted.branch and (wanted.insisted or place.is_dir()):
        return _newest(place, scenario, f"of branch {wanted.branch} in {wanted.path}")
    return _newest(folder.path, scenario, f"in {wanted.path}")


def _refuse_half(folder: RunFolder, named: str) -> None:
    """Refuse a run folder that is none: after an hour of load nothing could be compared."""
    try:
        RunRecord.read(folder.run)
    except (OSError, ValueError) as error:
        raise UsageError(f"--baseline {named}: {error}; name the folder of a whole run") from None
    if not folder.scenario.is_file():
        raise UsageError(f"--baseline {named}: has no scenario.yaml; name the folder of a whole run")


def _newest(place: Path, scenario: str, where: str) -> Found:
    """Give the newest fit run; run folders lie in the place itself or under the scenario's name."""
    paths = [*place.glob("*/run.json"), *place.glob(f"{scenario}/*/run.json")]
    fit = [(at, path.parent) for path in paths if (at := _started_at(path, scenario)) is not None]
    if not fit:
        return Found(why=f"There is no baseline: no run of {scenario} {where} was GO")
    return Found(folder=RunFolder(max(fit)[1].resolve()))


def _started_at(path: Path, scenario: str) -> datetime | None:
    """Give when a run began that may be a baseline; None for one that may not, or cannot be read."""
    folder = RunFolder(path.parent)
    try:
        run = RunRecord.read(path)
        verdict = json.loads(folder.verdict.read_text(encoding="utf-8"))["verdict"]
        whole = run.is_whole and not run.replays
        fit = run.scenario == scenario and whole and verdict in FIT
        return datetime.fromisoformat(run.started_at) if fit else None
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def keep(baseline: RunFolder, folder: RunFolder) -> None:
    """Copy what a comparison needs of the baseline into a run folder.

    Raises:
        OSError: it cannot be read, or the copy cannot be written.
    """
    needed = [baseline.run, baseline.scenario, baseline.plan, baseline.machine]
    needed += [*baseline.tally_files(), *baseline.latency_logs()]
    for path in filter(Path.is_file, needed):
        copy = folder.baseline.path / path.relative_to(baseline.path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
