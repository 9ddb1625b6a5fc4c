"""The Limited fault: the system allows the workers of the built-in site less of something."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Generic

import psutil

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import Order, Settings
from siaga.faults.process.processes import WORKERS, Mark, Processes


class Limited(ABC, Generic[Settings]):
    """A limit of every worker, set from outside, also of one that is started while it lasts.

    Args:
        order: what was asked for.
        resource: which limit, as the system numbers them.
        name: of it.
    """

    def __init__(self, order: Order[Settings], resource: int, name: str) -> None:
        self._resource, self._name = resource, name
        self._processes = Processes(order.place)

    def look(self) -> Memory:
        """Remember the workers, what they are allowed, and what one that is started later is to be.

        Raises:
            FaultError: there are none, they are limited already, or no limit can be set on this system.
        """
        usual = self._of(self._processes.supervisor())
        found = {one: self._of(one) for one in self._processes.of(WORKERS)}
        if any(limits is not None and limits != usual for limits in found.values()):
            raise FaultError(f"{self._name}: is limited already; such faults cannot overlap")
        workers = [one.as_json() for one, limits in found.items() if limits is not None]
        later = max([self._limit(one.pid) for one in found], default=0)
        return {"workers": workers, "usual": usual, "later": later, **self._counted()}

    def begin(self, memory: Memory) -> None:
        """Limit them.

        Raises:
            FaultError: none of them lives.
        """
        hard = memory["usual"][1]
        limited = [
            self._set(one, (self._limit(one.pid), hard)) for one in Mark.all_of(memory["workers"])
        ]
        if not any(limited):
            raise FaultError("workers: have all ended; none can be limited")

    def follow(self, memory: Memory) -> None:
        """Limit workers that were started since: to what the others needed when it began.

        Raises:
            FaultError: one may not be limited.
        """
        usual = _pair(memory["usual"])
        for one in self._workers(memory):
            if self._of(one) == usual:
                self._set(one, (memory["later"], usual[1]))

    @abstractmethod
    def proof(self, memory: Memory) -> str:
        """Say what the limit has done."""

    def heal(self, memory: Memory) -> None:
        """Allow them, and those that were started since, what is usual.

        Raises:
            FaultError: one of them still is allowed less.
        """
        usual, workers = _pair(memory["usual"]), self._workers(memory)
        for one in workers:
            self._set(one, usual)
        left = [one.pid for one in workers if self._of(one) not in {usual, None}]
        if left:
            raise FaultError(f"{self._name}: of the processes {left} is still limited")

    def _workers(self, memory: Memory) -> list[Mark]:
        """Give the workers of then, and those that there are now; none of these: the site has ended."""
        then = Mark.all_of(memory["workers"])
        try:
            now = self._processes.of(WORKERS)
        except FaultError:
            now = []
        return list({one.pid: one for one in (*then, *now)}.values())

    @abstractmethod
    def _limit(self, pid: int) -> int:
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


def _pair(limits: Sequence[int]) -> tuple[int, int]:
    """Give limits as the system takes them: JSON knows no tuples."""
    soft, hard = limits
    return soft, hard
