"""The Limited fault: the system allows the workers of the built-in site less of something."""

from abc import ABC, abstractmethod
from typing import Any, Generic

import psutil

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import Order, Settings
from siaga.faults.process.processes import WORKERS, Mark, Processes


class Limited(ABC, Generic[Settings]):
    """A limit of every worker, set from outside; one that is started meanwhile is not limited.

    Args:
        order: what was asked for.
        resource: which limit, as the system numbers them.
        name: of it.
    """

    def __init__(self, order: Order[Settings], resource: int, name: str) -> None:
        self._resource, self._name = resource, name
        self._processes = Processes(order.place)

    def look(self) -> Memory:
        """Remember the workers and what they are allowed.

        Raises:
            FaultError: there are none, they are limited already, or no limit can be set on this system.
        """
        usual = self._of(self._processes.supervisor())
        marks = self._processes.of(WORKERS)
        found = [(one, self._of(one)) for one in marks]
        if any(limits is not None and limits != usual for _, limits in found):
            raise FaultError(f"{self._name}: is limited already; such faults cannot overlap")
        workers = [{**one.as_json(), "limits": limits} for one, limits in found if limits is not None]
        return {"workers": workers, **self._counted()}

    def begin(self, memory: Memory) -> None:
        """Limit them.

        Raises:
            FaultError: none of them lives.
        """
        limited = 0
        for mark, (_, hard) in limited_workers(memory):
            process = mark.process()
            if process is not None:
                limited += self._set(mark, (self._limit(process), hard))
        if not limited:
            raise FaultError("workers: have all ended; none can be limited")

    @abstractmethod
    def proof(self, memory: Memory) -> str:
        """Say what the limit has done."""

    def heal(self, memory: Memory) -> None:
        """Allow them what they were allowed.

        Raises:
            FaultError: one of them still is allowed less.
        """
        for mark, limits in limited_workers(memory):
            self._set(mark, limits)
        left = [
            mark.pid for mark, limits in limited_workers(memory) if self._of(mark) not in {limits, None}
        ]
        if left:
            raise FaultError(f"{self._name}: of the processes {left} is still limited")

    @abstractmethod
    def _limit(self, process: psutil.Process) -> int:
        """Give what a process is to be allowed."""

    def _counted(self) -> dict[str, Any]:
        """Give what else is to be remembered."""
        return {}

    def _of(self, mark: Mark) -> tuple[int, int] | None:
        """Give the limits of a process, the one in force first; None: it has ended."""
        process = mark.process()
        try:
            return None if process is None else process.rlimit(self._resource)
        except psutil.NoSuchProcess:
            return None
        except (psutil.AccessDenied, AttributeError):
            raise FaultError(f"{self._name}: of other processes cannot be limited here") from None

    def _set(self, mark: Mark, limits: tuple[int, int]) -> bool:
        """Set the limits of a process; False: it has ended."""
        process = mark.process()
        try:
            if process is not None:
                process.rlimit(self._resource, limits)
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            raise FaultError(f"{self._name}: of process {mark.pid} may not be limited") from None
        return process is not None


def limited_workers(memory: Memory) -> list[tuple[Mark, tuple[int, int]]]:
    """Give the workers of a memory, each with what it was allowed."""
    found = []
    for worker in memory["workers"]:
        soft, hard = worker["limits"]
        found.append((Mark(pid=worker["pid"], created_s=worker["created_s"]), (soft, hard)))
    return found
