"""The Nursling: a process with Locust that is forked of the nursery; asked and ended as a Popen is."""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

BORN_S = 60.0


class _Nursery:
    """The process that forks; it ends when its input does.

    It warns of whatever is left open, and so do its forks.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error::ResourceWarning", "-m", "tests.crowd.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._unread = b""
        self._codes: dict[int, int] = {}

    def born(self, order: Mapping[str, Any]) -> int:
        """Have a process forked; gives its id."""
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answers is not None
        asked.write(json.dumps(order).encode() + b"\n")
        asked.flush()
        until_s = time.monotonic() + BORN_S
        while True:
            for fact in self._told(until_s - time.monotonic()):
                if "born" in fact:
                    return fact["born"]
            if time.monotonic() > until_s:
                raise TimeoutError("nursery: forks nobody")

    def code(self, pid: int, timeout_s: float) -> int | None:
        """Wait for a process to end; gives its exit code, or None if it does not in time."""
        until_s = time.monotonic() + timeout_s
        while pid not in self._codes:
            self._told(max(until_s - time.monotonic(), 0.0))
            if time.monotonic() >= until_s:
                break
        return self._codes.get(pid)

    def end(self) -> None:
        """Ask for no more, and wait."""
        self._process.communicate()

    def _told(self, timeout_s: float) -> list[dict[str, int]]:
        """Give what the nursery tells within a time, and note who has ended."""
        answers = self._process.stdout
        assert answers is not None
        if not select.select([answers], [], [], max(timeout_s, 0.0))[0]:
            return []
        read = os.read(answers.fileno(), 65_536)
        if not read:
            raise RuntimeError(f"nursery: ended with code {self._process.wait()}")
        *lines, self._unread = (self._unread + read).split(b"\n")
        facts: list[dict[str, int]] = [json.loads(line) for line in lines]
        self._codes |= {fact["dead"]: fact["code"] for fact in facts if "dead" in fact}
        return facts


@cache
def _nursery() -> _Nursery:
    made = _Nursery()
    atexit.register(made.end)
    return made


class Nursling:
    """A process that was forked of one with Locust, in a session of its own.

    Args:
        folder: where its output is written.
        arguments: of its command line.
        module: what `python -m` would run; empty: the script.
        script: what `python -c` would run.
        environ: its environment.
        apart: whether its errors are wanted apart from its output.

    Attributes:
        pid: its id, and that of its group.
        returncode: as of a Popen; None until somebody has seen that it ended.
        out: the file with its output.
        err: the file with its errors; the same if they are not wanted apart.
    """

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        module: str = "",
        script: str = "",
        environ: Mapping[str, str] | None = None,
        apart: bool = False,
    ) -> None:
        number = len(list(folder.glob("*.out")))
        self.out = folder / f"{number}.out"
        self.err = folder / f"{number}.err" if apart else self.out
        self.out.touch()
        self.returncode: int | None = None
        self.pid = _nursery().born(
            {
                "arguments": arguments,
                "module": module,
                "script": script,
                "environ": dict(os.environ if environ is None else environ),
                "place": str(Path.cwd()),
                "out": str(self.out),
                "err": str(self.err),
            }
        )

    def wait(self, timeout: float) -> int:
        """Wait for its end, as a Popen does.

        Raises:
            subprocess.TimeoutExpired: it did not end in time.
        """
        if self.returncode is None:
            self.returncode = _nursery().code(self.pid, timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout, self.out.read_bytes())
        return self.returncode

    def poll(self) -> int | None:
        """Give its exit code; None while it goes on."""
        if self.returncode is None:
            self.returncode = _nursery().code(self.pid, 0.0)
        return self.returncode

    def communicate(self, timeout: float) -> str:
        """Wait for its end and give what it said."""
        self.wait(timeout)
        return self.out.read_text(encoding="utf-8")

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it goes on."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it and all that it has started."""
        if self.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
            self.wait(BORN_S)


def ran(
    *arguments: str, module: str = "", script: str = "", timeout_s: float = BORN_S
) -> subprocess.CompletedProcess[str]:
    """Have a process forked and wait for its end; gives what it said.

    Raises:
        subprocess.TimeoutExpired: it did not end in time.
    """
    with TemporaryDirectory() as folder:
        one = Nursling(Path(folder), *arguments, module=module, script=script, apart=True)
        try:
            code = one.wait(timeout_s)
        finally:
            one.kill()
        out, err = (path.read_text(encoding="utf-8") for path in (one.out, one.err))
        return subprocess.CompletedProcess([module, *arguments], code, out, err)
