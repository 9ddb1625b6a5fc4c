"""A Child: a process that siaga started, whose output goes to the log and which dies with siaga."""

import ctypes
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from siaga.errors import SiagaError

_PR_SET_PDEATHSIG = 1


class Child:
    """A started process.

    It leads a process group of its own, so that Ctrl-C reaches siaga alone, and the kernel sends it
    SIGTERM should siaga be killed.

    Args:
        name: what messages and the log call it.
        command: program and arguments.
        environ: its whole environment.
        log: is told each line it says.

    Raises:
        SiagaError: the program cannot be started.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environ: Mapping[str, str],
        log: Callable[[str], None],
    ) -> None:
        self.name = name
        self._log = log
        self._said: list[str] = []
        try:
            self._process = subprocess.Popen(
                command,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - one call into the kernel, no locks
            )
        except OSError as error:
            raise SiagaError(f"{name}: cannot be started ({error})") from None
        output = self._process.stdout
        if output is None:
            raise SiagaError(f"{name}: has no output to read; it was started without a pipe")
        self._reader = threading.Thread(target=self._read, args=(output,), daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def said(self) -> Sequence[str]:
        """The last lines it said, at most 200."""
        return tuple(self._said[-200:])

    def code(self) -> int | None:
        """Give its exit code, negative for a signal; None while it lives."""
        return self._process.poll()

    def wait(self, deadline_s: float) -> int | None:
        """Wait for its end; None if it lives on."""
        try:
            code = self._process.wait(deadline_s)
        except subprocess.TimeoutExpired:
            return None
        self._reader.join(2)
        return code

    def stop(self, deadline_s: float) -> int:
        """Ask it to end, and end it when it has not by the deadline; gives its exit code."""
        self._signal(signal.SIGTERM)
        code = self.wait(deadline_s)
        if code is None:
            self._log(f"{self.name}: did not end within {deadline_s:g} s and is killed")
            code = self.kill()
        return code

    def kill(self) -> int:
        """End it and all it started, at once."""
        self._signal(signal.SIGKILL)
        code = self._process.wait()
        self._reader.join(2)
        return code

    def _signal(self, number: signal.Signals) -> None:
        """Signal the whole group: a group outlives its leader while one member lives."""
        group = number is signal.SIGKILL
        try:
            (os.killpg if group else os.kill)(self._process.pid, number)
        except ProcessLookupError:
            return

    def _read(self, output: IO[str]) -> None:
        with output:
            for line in output:
                text = line.rstrip("\n")
                self._said = [*self._said[-199:], text]
                self._log(f"{self.name}: {text}")


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
