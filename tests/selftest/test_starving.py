"""What a generator needs is really taken from it."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

from siaga.selftest import starving
from siaga.selftest.starving import take_cpu, take_descriptors, take_worker, workers_below

SLEEPER = "import time; print(flush=True); time.sleep(60)"


@pytest.fixture
def workers() -> Iterator[list[psutil.Process]]:
    """Two processes that are called like workers, and one that is not, all of this process."""
    roles = ("--worker", "--master", "--worker")
    started = [
        subprocess.Popen([sys.executable, "-c", SLEEPER, role], stdout=subprocess.PIPE) for role in roles
    ]
    for one in started:
        assert one.stdout is not None
        one.stdout.readline()
    yield [
        psutil.Process(one.pid) for one, role in zip(started, roles, strict=True) if role == "--worker"
    ]
    for one in started:
        with suppress(ProcessLookupError):
            one.kill()
        one.communicate()


def test_the_workers_are_those_that_are_called_so(workers: list[psutil.Process]) -> None:
    """Whatever else a command has started is left alone; nothing is below a process that is gone."""
    found = workers_below(psutil.Process().pid)
    assert [one.pid for one in found] == sorted(one.pid for one in workers)
    assert workers_below(2**22 + 1) == []


def test_workers_stand_still_and_go_on_again(workers: list[psutil.Process]) -> None:
    """While a pulse lasts they are stopped, after the last they are not."""
    seen: list[tuple[float, bool]] = []

    def sleep(pause_s: float) -> None:
        is_stopped = pause_s == starving.HELD_S
        deadline_s = time.monotonic() + 10
        while any((one.status() == psutil.STATUS_STOPPED) != is_stopped for one in workers):
            assert time.monotonic() < deadline_s
        seen.append((pause_s, is_stopped))

    take_cpu(workers, sleep)
    assert seen == [(starving.HELD_S, True), (starving.LET_GO_S, False)] * starving.PULSES


def test_workers_have_few_descriptors_left(workers: list[psutil.Process]) -> None:
    """What they may have is less than what their visitors need; what they could have stays."""
    before = [one.rlimit(resource.RLIMIT_NOFILE)[1] for one in workers]
    take_descriptors(workers)
    limits = [one.rlimit(resource.RLIMIT_NOFILE) for one in workers]
    assert limits == [(starving.FEW_FILES, most) for most in before]


def test_the_last_worker_is_killed(workers: list[psutil.Process]) -> None:
    """The first goes on; a second call finds it gone and says nothing."""
    take_worker(workers)
    workers[-1].wait(timeout=10)
    assert [one.is_running() for one in workers] == [True, False]
    take_worker(workers)
    take_descriptors(workers)
