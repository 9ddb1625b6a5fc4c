"""The Chaos Experiment: a whole experiment of Chaos Toolkit, as its author wrote it, is the harm."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from siaga.faults.chaos.chaos import TARGETS, Undoing
from siaga.faults.chaos.file import KIND as NAME
from siaga.faults.chaos.file import parsed
from siaga.faults.chaos.job import ANYWHERE, CHECK_DEADLINE_S, Job, answered
from siaga.faults.chaos.journal import ChaosJournal
from siaga.faults.chaos.lock import wait_for
from siaga.faults.chaos.mask import plain_secrets
from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.scenario.part import Text


class ExperimentSettings(Undoing):
    """An experiment in a file."""

    file: Text
    """JSON or YAML, its path from the scenario's folder."""

    content: str = ""
    """What stands in it; siaga puts it here, so that the run holds it."""


class ChaosExperiment:
    """An experiment: it lasts until it has ended, or is told to end when its time is over.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[ExperimentSettings]) -> None:
        self._place, self._with = order.place, order.settings
        self._job: Job | None = None
        self._told: set[str] = set()

    def look(self) -> Memory:
        """Keep a copy of the experiment with the run, and give its number.

        Raises:
            FaultError: it cannot be kept.
        """
        suffix = Path(self._with.file).suffix
        for number in count(1):
            copy = Path(self._place.records) / f"experiment-{number}{suffix}"
            try:
                with copy.open("x", encoding="utf-8") as file:
                    file.write(self._with.content)
            except FileExistsError:
                continue
            except OSError as error:
                raise FaultError(f"{self._with.file}: cannot be kept with the run ({error})") from None
            return {"number": number}
        raise AssertionError

    def begin(self, memory: Memory) -> None:
        """Have it begin.

        Raises:
            FaultError: it cannot.
        """
        self._job = Job(self._place).do(self._ordered("experiment", memory))

    def proof(self, memory: Memory) -> str:
        """Say what was done, once it has ended.

        Raises:
            FaultError: it did not do what it was to do; told once.
        """
        try:
            if self._job is not None and self._job.ended():
                job, self._job = self._job, None
                job.answer(0.0)
            proof = self._journal(memory).proof()
        except FaultError as error:
            self._tell_once(error)
            return ""
        return proof

    def over(self, memory: Memory) -> bool:
        """Tell whether it has ended, its rollbacks with it."""
        del memory
        return self._job is None or self._job.ended()

    def heal(self, memory: Memory) -> None:
        """Have it end and roll back, and roll back what it could not roll back itself.

        Raises:
            FaultError: a rollback failed.
        """
        within_s = self._with.within_s
        if self._job is not None:
            self._job.stop(within_s)
            self._job = None
        wait_for(self._path(memory, "lock"), within_s)
        journal = self._journal(memory)
        if not journal.content or journal.left_over():
            order = self._ordered("rollbacks", memory)
            answered(order, self._place, within_s)
            left = self._journal(memory).left_over()
            if left:
                raise FaultError(f"{self._with.file}: rollbacks failed: {', '.join(left)}")
        self._path(memory, "lock").unlink(missing_ok=True)

    def _tell_once(self, error: FaultError) -> None:
        """Raise what has not been told: it is asked several times a second."""
        text = str(error)
        if text not in self._told:
            self._told.add(text)
            raise FaultError(f"{self._with.file}: {text}") from None

    def _ordered(self, what: str, memory: Memory) -> dict[str, Any]:
        return {
            "do": what,
            "experiment": parsed(self._with.file, self._with.content),
            "journal": str(self._path(memory, "json")),
            "lock": str(self._path(memory, "lock")),
        }

    def _journal(self, memory: Memory) -> ChaosJournal:
        return ChaosJournal.read(self._path(memory, "json"))

    def _path(self, memory: Memory, suffix: str) -> Path:
        return Path(self._place.records) / f"journal-{memory['number']}.{suffix}"


def _problems(settings: ExperimentSettings) -> Iterator[str]:
    """Say what is wrong with an experiment."""
    try:
        experiment = parsed(settings.file, settings.content)
    except ValueError as error:
        yield f"file: {settings.file}: {error}"
        return
    order = {"do": "check-experiment", "experiment": experiment}
    for problem in (
        *plain_secrets(experiment.get("secrets")),
        *answered(order, ANYWHERE, CHECK_DEADLINE_S),
    ):
        yield f"file: {settings.file}: {problem}"


KIND = FaultKind(
    name=NAME,
    summary="an experiment file of Chaos Toolkit, its journal kept with the run",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=ExperimentSettings,
    make=ChaosExperiment,
    example="file: experiment.yaml",
    anywhere=True,
    check=_problems,
)
