"""An Errand: a command that is run to its end, unless nobody can hope for that any more."""

import os
import subprocess
import time
from collections.abc import Sequence

from siaga.standstill import LONGEST_S, Standstill

LOOK_EVERY_S = 1.0


class ErrandError(Exception):
    """A command did not end by itself; the message says how it ended."""


def errand(command: Sequence[str], deadline_s: float) -> subprocess.CompletedProcess[str]:
    """Run a command and give what it said.

    Raises:
        ErrandError: it took too long or stood still, and was killed; or somebody else has killed it.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=dict(os.environ)) as process:
        standstill, until_s = Standstill(process.pid), time.monotonic() + deadline_s
        while True:
            try:
                said, complained = process.communicate(timeout=LOOK_EVERY_S)
                break
            except subprocess.TimeoutExpired:
                why = f"stood still for {LONGEST_S:g} s" if standstill.is_too_long else ""
                if time.monotonic() > until_s:
                    why = f"did not end within {deadline_s:g} s"
            if why:
                process.kill()
                raise ErrandError(f"{why} and was killed")
    if process.returncode < 0:
        raise ErrandError(f"was killed by signal {-process.returncode}")
    return subprocess.CompletedProcess(list(command), process.returncode, said, complained)
