"""Starving: what a generator needs is taken from it, so that its run can prove nothing of the site."""

import resource
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import psutil

HELD_S = 1.5
LET_GO_S = 0.1
PULSES = 6
FEW_FILES = 24
"""Fewer than a worker has open when the first visitors come: no connection of theirs finds a place."""

Sleep = Callable[[float], None]


def take_cpu(workers: Sequence[psutil.Process], sleep: Sleep = time.sleep) -> None:
    """Let workers run for little of some seconds, as on a machine that has too much to do."""
    for _ in range(PULSES):
        _tell(workers, signal.SIGSTOP)
        sleep(HELD_S)
        _tell(workers, signal.SIGCONT)
        sleep(LET_GO_S)


def take_descriptors(workers: Sequence[psutil.Process], sleep: Sleep = time.sleep) -> None:  # noqa: ARG001 - as the others
    """Leave workers fewer file descriptors than their visitors need."""
    for one in workers:
        with suppress(psutil.NoSuchProcess):
            _, most = one.rlimit(resource.RLIMIT_NOFILE)
            one.rlimit(resource.RLIMIT_NOFILE, (FEW_FILES, most))


def take_worker(workers: Sequence[psutil.Process], sleep: Sleep = time.sleep) -> None:  # noqa: ARG001 - as the others
    """Kill the last of the workers."""
    _tell(workers[-1:], signal.SIGKILL)


WAYS: Mapping[str, Callable[[Sequence[psutil.Process]], None]] = {
    "cpu": take_cpu,
    "descriptors": take_descriptors,
    "worker": take_worker,
}
"""How each thing that can be missing is taken away."""


def workers_below(pid: int) -> list[psutil.Process]:
    """Give the generator's workers that a command has started, the first first."""
    found = []
    with suppress(psutil.NoSuchProcess):
        for one in psutil.Process(pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if "--worker" in one.cmdline():
                    found.append(one)
    return sorted(found, key=lambda one: one.pid)


def _tell(workers: Sequence[psutil.Process], number: signal.Signals) -> None:
    for one in workers:
        with suppress(psutil.NoSuchProcess):
            one.send_signal(number)
