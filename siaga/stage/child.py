"""A Child: a process that siaga started, whose output goes to the log and which dies with siaga."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import IO

from siaga.errors import SiagaError
from siaga.standstill import LONGEST_S, Standstill, is_stopped

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
        clock: monotonic clock in seconds, by which it stands still.

    Raises:
        SiagaError: the program cannot be started.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environ: Mapping[str, str],
        log: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
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
                # Two calls into the kernel, no locks.
                preexec_fn=partial(_die_with_parent, os.getpid()),  # noqa: PLW1509
            )
        except OSError as error:
            raise SiagaError(f"{name}: cannot be started ({error})") from None
        output = self._process.stdout
        if output is None:
            raise SiagaError(f"{name}: has no output to read; it was started without a pipe")
        self._standstill, self._stood_still = Standstill(self._process.pid, clock), False
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

    @property
    def is_stopped(self) -> bool:
        """Whether it stands still, as by SIGSTOP."""
        return is_stopped(self._process.pid)

    def loss(self) -> str:
        """Look whether it ended or stood still for too long, and say which; empty: it did not.

        One that stands still is told to go on, so that it can end as it should.
        """
        if not self._stood_still and self._standstill.is_too_long:
            self._stood_still = True
            self._signal(signal.SIGCONT)
        if self._stood_still:
            return f"its process stood still for {LONGEST_S:g} s"
        code = self.code()
        return "" if code is None else f"its process ended with code {code}"

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
        self.ask_to_end()
        code = self.wait(deadline_s)
        if code is None:
            self._log(f"{self.name}: did not end within {deadline_s:g} s and is killed")
            code = self.kill()
        return code

    def ask_to_end(self) -> None:
        """Ask it to end; one that is stopped goes on for that, since it would hear nothing else."""
        self._signal(signal.SIGTERM)
        self._signal(signal.SIGCONT)

    def kill(self) -> int:
        """End it and all it started, at once."""
        self._signal(signal.SIGKILL)
        code = self._process.wait()
        self._reader.join(2)
        return code

    def _signal(self, number: signal.Signals) -> None:
        """Signal it, or kill the whole group: a group outlives its leader while one member lives."""
        group = number is signal.SIGKILL
        if not group and self.code() is not None:
            # Its number may be somebody else's by now.
            return
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


def _die_with_parent(parent: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # Siaga was killed before it was said what should happen then.
        os._exit(1)
