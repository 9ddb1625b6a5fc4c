"""Commands of siaga that the Locust side runs in processes of their own, where nothing is patched."""

import json
import logging
import subprocess
import sys
from pathlib import Path

from siaga.crowd.errand import ErrandError, errand
from siaga.crowd.flags import Flags
from siaga.errors import ExitCode, SiagaError
from siaga.record.run_folder import RunFolder

logger = logging.getLogger(__name__)

PREPARE_DEADLINE_S = 120
CONCLUDE_DEADLINE_S = 900


class CommandError(SiagaError):
    """A command of siaga ended badly.

    Attributes:
        exit_code: what it ended with.
    """

    def __init__(self, message: str, exit_code: ExitCode) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def prepare(flags: Flags, scenario: str, locustfile: Path, host: str, workers: int) -> RunFolder:
    """Have a run folder prepared and the roll read before the run.

    Raises:
        CommandError: siaga refused, with the exit code it gave.
    """
    command = ["prepare", scenario, "--host", host, "--locustfile", str(locustfile)]
    command += ["--scale", str(flags.scale), "--time-scale", str(flags.time_scale)]
    command += ["--workers", str(workers), "--out", flags.out]
    for put in filter(None, map(str.strip, flags.set.split(";"))):
        command += ["--set", put]
    command += ["--baseline", flags.baseline] if flags.baseline else []
    command += ["--branch", flags.branch] if flags.branch else []
    command += ["--i-own", flags.i_own] if flags.i_own else []
    if flags.seed >= 0:
        command += ["--seed", str(flags.seed)]
    done = _siaga(command, PREPARE_DEADLINE_S)
    if done.returncode:
        raise CommandError(done.stderr.strip(), _exit_code(done))
    return RunFolder(Path(json.loads(done.stdout)["folder"]))


def observe(folder: RunFolder, host: str, metrics_path: str) -> subprocess.Popen[str]:
    """Start the observer of a run."""
    return _beside("siaga.observe", folder, "--site", host, "--metrics-path", metrics_path)


def export(folder: RunFolder, port: int, *, page: bool = False) -> subprocess.Popen[str]:
    """Start the exporter of a run, which keeps what a web page shows of it, too, where there is one."""
    given = ["--port", str(port), *(["--page"] if page else [])]
    return _beside("siaga.stage.export", folder, *given)


def follow(folder: RunFolder) -> subprocess.Popen[str]:
    """Have somebody look for objectives that are lost and end the run early."""
    return _beside("siaga.stage.abort", folder)


def guard(folder: RunFolder) -> subprocess.Popen[str]:
    """Have somebody look whether the run does more than it may."""
    return _beside("siaga.stage.guard", folder)


def conclude(folder: RunFolder, *, strict: bool) -> ExitCode:
    """Have the roll read, the run audited, judged and reported; gives the verdict's exit code.

    Raises:
        CommandError: it did not end in time, or was killed.
    """
    command = ["conclude", str(folder.path), *(["--strict"] if strict else [])]
    done = _siaga(command, CONCLUDE_DEADLINE_S)
    for line in (done.stdout + done.stderr).splitlines():
        _repeat(line)
    return _exit_code(done)


def _beside(module: str, folder: RunFolder, *given: str) -> subprocess.Popen[str]:
    """Start a process that does something beside a run."""
    command = [sys.executable, "-m", module, str(folder.path), *given]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, text=True)


def _repeat(line: str) -> None:
    """Log what the command said; an annotation for a pipeline has to stand alone in its line."""
    if line.startswith("::"):
        sys.stdout.write(f"{line}\n")
    else:
        logger.info("%s", line)


def _exit_code(done: subprocess.CompletedProcess[str]) -> ExitCode:
    """Give the code a command ended with; one that siaga never gives means that it broke."""
    try:
        return ExitCode(done.returncode)
    except ValueError:
        return ExitCode.INTERNAL


def _siaga(arguments: list[str], deadline_s: float) -> subprocess.CompletedProcess[str]:
    try:
        return errand([sys.executable, "-m", "siaga", *arguments], deadline_s)
    except ErrandError as error:
        raise CommandError(f"siaga {arguments[0]}: {error}", ExitCode.INTERNAL) from None
