"""Claims about the machine: what others take of it is known, and is neither siaga's nor the site's."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from siaga.observe.machine import POLICY, SEEK_EVERY_S, TICKS_PER_S, Machine, listeners
from siaga.record.machine_second import MachineSecond

SIAGA, WORKER, SITE, SITES_OWN, STRANGER = 100, 101, 200, 201, 300
IDLER, IDLERS_OWN = 400, 401
NAMES = {
    SIAGA: "siaga", WORKER: "locust", SITE: "gunicorn", SITES_OWN: "gunicorn", STRANGER: "c) (1",
    IDLER: "backup", IDLERS_OWN: "tar",
}  # fmt: skip
PARENTS = {SIAGA: 1, WORKER: SIAGA, SITE: 1, SITES_OWN: SITE, STRANGER: 1, IDLER: 1, IDLERS_OWN: IDLER}


class Kernel:
    """A folder as the kernel shows it, and a clock.

    Args:
        proc: the folder.
    """

    def __init__(self, proc: Path) -> None:
        self.proc, self.now_s, self.asked = proc, 0.0, 0
        self.ticks: dict[int, int] = dict.fromkeys(PARENTS, 0)
        self.ended: dict[int, int] = dict.fromkeys(PARENTS, 0)
        self.elsewhere = 0
        self.site: Collection[int] = {SITE}
        self.idle = {IDLER, IDLERS_OWN}
        self.show()

    def machine(self) -> Machine:
        """Give what looks at it."""
        return Machine(
            SIAGA,
            8080,
            proc=self.proc,
            wall=lambda: 1_000 + self.now_s,
            now=lambda: self.now_s,
            find=self.find,
        )

    def find(self, port: int) -> Collection[int]:
        """Give the site."""
        self.asked += 1
        return self.site if port == 8080 else ()

    def passes(self, ticks: Mapping[int, int], *, for_s: float = 1.0, elsewhere: int = 0) -> None:
        """Have processes work for a while; elsewhere work those who are gone when anybody looks."""
        for pid, more in ticks.items():
            self.ticks[pid] += more
        self.now_s += for_s
        self.elsewhere += elsewhere
        self.show()

    def ends(self, pid: int) -> None:
        """Have a process be gone."""
        self.elsewhere += self.ticks.pop(pid) + self.ended.pop(pid)
        shutil.rmtree(self.proc / str(pid))

    def show(self) -> None:
        """Write what is so now, on two cores."""
        busy = sum(self.ticks.values()) + sum(self.ended.values()) + self.elsewhere
        lines = [f"cpu  {busy} 0 0 {10_000} 50 8 9 0 7 0", "cpu0 1 1", "cpu1 1 1", "intr 5"]
        (self.proc / "stat").write_text("\n".join(lines) + "\n")
        for pid in self.ticks:
            parent = PARENTS[pid]
            (self.proc / str(pid)).mkdir(exist_ok=True)
            times = f"{self.ticks[pid]} 0 {self.ended[pid]} 0"
            policy = os.SCHED_IDLE if pid in self.idle else os.SCHED_OTHER
            rest = f"{'0 ' * (POLICY - 17)}{policy} 0"
            text = f"{pid} ({NAMES[pid]}) S {parent} 1 1 0 -1 0 0 0 0 0 {times} 20 0 {rest}"
            (self.proc / str(pid) / "stat").write_text(text)


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    """Give a machine on which nothing happened yet."""
    return Kernel(tmp_path)


def test_what_siaga_and_the_site_take_is_none_of_others(kernel: Kernel) -> None:
    """Half a core of a stranger's is a quarter of two; the first look knows nothing yet."""
    machine = kernel.machine()
    assert machine.look() is None
    each = TICKS_PER_S // 4
    kernel.passes({SIAGA: each, WORKER: each, SITE: each, SITES_OWN: each, STRANGER: 2 * each})
    assert machine.look() == MachineSecond(at_s=1001.0, others_ratio=0.25, most="c) (1")
    kernel.passes({SIAGA: each, SITE: each})
    assert machine.look() == MachineSecond(at_s=1002.0, others_ratio=0.0)


def test_who_runs_only_where_nobody_else_wants_to_is_no_other(kernel: Kernel) -> None:
    """It makes nobody slower, whatever it takes; its children are of its kind."""
    machine = kernel.machine()
    machine.look()
    kernel.ended[IDLER] += TICKS_PER_S // 2
    kernel.passes({IDLER: TICKS_PER_S, STRANGER: TICKS_PER_S // 2})
    assert machine.look() == MachineSecond(at_s=1001.0, others_ratio=0.25, most="c) (1")


def test_whoever_was_idle_and_ends_makes_nobody_else_an_other(kernel: Kernel) -> None:
    """What it had taken long before is nobody's of this second; its parent may be idle, too."""
    machine = kernel.machine()
    kernel.passes({IDLER: 50 * TICKS_PER_S, IDLERS_OWN: 50 * TICKS_PER_S}, for_s=0)
    machine.look()
    kernel.ended[IDLER] += kernel.ticks[IDLERS_OWN] + TICKS_PER_S // 2
    kernel.elsewhere -= kernel.ticks[IDLERS_OWN]
    kernel.ends(IDLERS_OWN)
    kernel.passes({SITE: TICKS_PER_S, STRANGER: TICKS_PER_S // 2})
    assert machine.look() == MachineSecond(at_s=1001.0, others_ratio=0.25, most="c) (1")
    kernel.ends(IDLER)
    kernel.passes({SITE: TICKS_PER_S, STRANGER: TICKS_PER_S // 2})
    assert machine.look() == MachineSecond(at_s=1002.0, others_ratio=0.25, most="c) (1")


def test_whoever_turns_idle_brings_nothing_along(kernel: Kernel) -> None:
    """What a process took while it was an other it has taken from somebody."""
    machine = kernel.machine()
    kernel.idle = set()
    kernel.passes({IDLER: 50 * TICKS_PER_S}, for_s=0)
    machine.look()
    kernel.idle = {IDLER}
    kernel.passes({IDLER: TICKS_PER_S, STRANGER: TICKS_PER_S // 2})
    assert machine.look() == MachineSecond(at_s=1001.0, others_ratio=0.25, most="c) (1")


def test_on_the_real_machine_who_is_idle_by_its_own_will_is_known() -> None:
    """As the kernel shows it."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as asleep:
        os.sched_setscheduler(asleep.pid, os.SCHED_IDLE, os.sched_param(0))
        seen = dict(Machine(1, 80)._processes())
        asleep.kill()
    assert seen[asleep.pid].is_idle
    assert not seen[1].is_idle


def test_those_who_are_gone_when_anybody_looks_have_worked_too(kernel: Kernel) -> None:
    """A compiler is called a hundred times a minute; siaga's own children are known by their parent."""
    machine = kernel.machine()
    machine.look()
    kernel.ended[SIAGA] += TICKS_PER_S
    kernel.passes({}, elsewhere=TICKS_PER_S // 2)
    assert machine.look() == MachineSecond(at_s=1001.0, others_ratio=0.25)


def test_a_ratio_is_one_whatever_the_ticks_say(kernel: Kernel) -> None:
    """Ticks are rounded, and a process that ended may have taken its time along."""
    machine = kernel.machine()
    machine.look()
    kernel.passes({STRANGER: 3 * TICKS_PER_S})
    assert machine.look() == MachineSecond(at_s=1001.0, others_ratio=1.0, most="c) (1")
    kernel.ticks[WORKER] = kernel.ticks[SIAGA] = 0
    kernel.elsewhere -= 1
    kernel.passes({})
    assert machine.look() == MachineSecond(at_s=1002.0, others_ratio=0.0)


def test_a_site_that_was_started_again_is_no_stranger(kernel: Kernel) -> None:
    """It is looked for as soon as one of its processes is gone; the second in between is not told of."""
    machine = kernel.machine()
    machine.look()
    kernel.passes({})
    assert machine.look() == MachineSecond(at_s=1001.0, others_ratio=0.0)
    kernel.ends(SITE)
    kernel.site = {SITES_OWN}
    kernel.now_s = SEEK_EVERY_S
    kernel.passes({SITES_OWN: TICKS_PER_S})
    assert machine.look() is None
    kernel.passes({SITES_OWN: TICKS_PER_S})
    assert machine.look() == MachineSecond(at_s=1012.0, others_ratio=0.0)
    assert kernel.asked == 2


def test_others_are_not_known_where_the_site_cannot_be_seen(kernel: Kernel) -> None:
    """That of another account would be one of them; it is sought again, and not at every look."""
    kernel.site = ()
    machine = kernel.machine()
    for _ in range(3):
        kernel.passes({SITE: TICKS_PER_S})
        assert machine.look() is None
    assert kernel.asked == 1
    kernel.passes({}, for_s=SEEK_EVERY_S)
    machine.look()
    assert kernel.asked == 2


def test_a_system_that_shows_no_processes_tells_nothing(tmp_path: Path) -> None:
    """Neither without the folder nor with one that is something else."""
    for proc in (tmp_path / "none", tmp_path):
        machine = Machine(1, 80, proc=proc, find=lambda _port: {1})
        assert [machine.look(), machine.look()] == [None, None]


def test_this_process_is_found_by_the_port_at_which_it_listens() -> None:
    """And by no other port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert os.getpid() in listeners(port)
    assert os.getpid() not in listeners(port)


def test_on_the_real_machine_a_stranger_at_work_is_seen() -> None:
    """Whoever works here is a stranger to a run of a process that sleeps."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as asleep:
        machine = Machine(asleep.pid, 80, find=lambda _port: {asleep.pid})
        machine.look()
        until_s = time.process_time() + 10 / TICKS_PER_S
        while time.process_time() < until_s:
            pass
        seen = machine.look()
        asleep.kill()
    assert seen is not None
    assert seen.others_ratio > 0
    assert seen.most
