"""The Accomplice: a process that harms on behalf of a fault, and ends with the injector."""

import subprocess
import sys
from collections.abc import Sequence

import psutil

from siaga.faults.fault import FaultError

END_DEADLINE_S = 5.0


class Accomplice:
    """Processes that run a module, known by a name of their own in their command lines.

    Args:
        module: that they run; it has to put itself on the leash.
        name: unlike that of any other.
    """

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str) -> None:
        """Start one.

        Args:
            arguments: that follow its name.

        Raises:
            FaultError: it cannot be started.
        """
        command = [sys.executable, "-m", self._module, self._name, *arguments]
        try:
            child = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own module
        except OSError as error:
            raise FaultError(f"{self._module}: cannot be started ({error})") from None
        self._children.append(child)

    def found(self) -> Sequence[psutil.Process]:
        """Give those that live, whoever started them."""
        return [one for one in psutil.process_iter() if self._is_one(one)]

    def cpu_s(self) -> float:
        """Give the CPU time that those that this object started, and that live, have used."""
        used_s = 0.0
        for child in self._children:
            try:
                times = psutil.Process(child.pid).cpu_times()
            except psutil.NoSuchProcess:
                continue
            used_s += times.user + times.system
        return used_s

    def end(self) -> None:
        """End all of them.

        Raises:
            FaultError: one lives on.
        """
        found = self.found()
        for one in found:
            try:
                one.kill()
            except psutil.NoSuchProcess:
                continue
        _, alive = psutil.wait_procs(found, END_DEADLINE_S)
        if alive:
            raise FaultError(f"{self._module}: {[one.pid for one in alive]} cannot be ended")
        for child in self._children:
            if child.stdin is not None:
                child.stdin.close()
            child.wait()
        self._children.clear()

    def _is_one(self, process: psutil.Process) -> bool:
        try:
            return {self._module, self._name} <= set(process.cmdline())
        except psutil.Error:
            return False
