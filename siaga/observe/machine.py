"""The Machine of a run: how much of it goes to others, who are neither siaga nor the site beside it.

A site on the generator's machine is slower where somebody else compiles there, and neither its own
metrics nor the generator's lag say so. What only runs where nobody else wants to (SCHED_IDLE) makes
nobody slower, and is no other.
"""

import math
import os
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from siaga.record.machine_second import MachineSecond

PROC = Path("/proc")
WORKED = (0, 1, 2, 7)
"""Places of the first line of /proc/stat at which somebody worked: user, nice, system, and the machine
below (proc(5)). Interrupts are left out: kernels differ in whether a process is charged with them."""

POLICY = 38
"""Place of a process's scheduling policy behind its name in /proc/PID/stat (proc(5))."""

SEEK_EVERY_S = 10.0
"""Pause after nobody was found who listens: to look through all sockets takes long."""

INIT = 1
"""It may hold the socket of a site that it starts, and is above everybody."""

TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Process:
    parent: int
    name: str
    own: int
    ended_children: int
    is_idle: bool

    @property
    def total(self) -> int:
        """Ticks of its own, and of those whom it has seen end."""
        return self.own + self.ended_children


def listeners(port: int) -> frozenset[int]:
    """Give the ids of the processes that listen at a port here, as far as they can be seen."""
    try:
        seen = psutil.net_connections(kind="tcp")
    except (psutil.Error, OSError, RuntimeError):
        return frozenset()
    return frozenset(
        one.pid
        for one in seen
        if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port and one.pid
        if one.pid != INIT
    )


class Machine:
    """Looks at the processes of this machine, and again.

    Args:
        root: id of the process below which everything is siaga's.
        site_port: where the site listens on this machine.
        proc: where the kernel shows its processes; where it does not, nothing is known.
        wall: Unix seconds.
        now: monotonic seconds.
        find: gives who listens at a port.
    """

    def __init__(
        self,
        root: int,
        site_port: int,
        *,
        proc: Path = PROC,
        wall: Callable[[], float] = time.time,
        now: Callable[[], float] = time.monotonic,
        find: Callable[[int], Collection[int]] = listeners,
    ) -> None:
        self._root, self._site_port, self._proc = root, site_port, proc
        self._wall, self._now, self._find = wall, now, find
        self._site: Collection[int] = ()
        self._seek_at_s = -math.inf
        self._before: tuple[float, int, int, dict[int, _Process]] | None = None

    def look(self) -> MachineSecond | None:
        """Give what others took since the last look; None at the first, or where it cannot be known.

        Nobody can tell the others from a site whose processes cannot be seen: of another account, or in
        a container.
        """
        try:
            busy, cores = self._busy()
            processes = dict(self._processes())
        except (OSError, ValueError, IndexError):
            return None
        at_s = self._now()
        if not processes.keys() >= set(self._site):
            self._site, self._before = (), None
        if not self._site and at_s >= self._seek_at_s:
            self._site, self._seek_at_s = self._find(self._site_port), at_s + SEEK_EVERY_S
        if not self._site:
            return None
        ours = self._ours(processes)
        spent = sum(one.total for pid, one in processes.items() if pid in ours)
        before, self._before = self._before, (at_s, busy, spent, processes)
        if before is None:
            return None
        ticks = (at_s - before[0]) * TICKS_PER_S * cores
        idle = {pid for pid, one in processes.items() if one.is_idle} - ours
        others = (busy - before[1]) - max(spent - before[2], 0) - _ticks(before[3], processes, idle)
        ratio = min(max(others / ticks, 0.0), 1.0) if ticks > 0 else 0.0
        most = _busiest(before[3], processes, ours | idle)
        return MachineSecond(at_s=round(self._wall(), 3), others_ratio=round(ratio, 4), most=most)

    def _busy(self) -> tuple[int, int]:
        """Give the ticks in which any core worked, and how many cores there are."""
        lines = (self._proc / "stat").read_text().splitlines()
        ticks = lines[0].split()[1:]
        cores = sum(line.startswith("cpu") for line in lines) - 1
        return sum(int(ticks[place]) for place in WORKED), max(cores, 1)

    def _processes(self) -> Iterator[tuple[int, _Process]]:
        """Give every process that there is; one may end while it is looked at."""
        for place in self._proc.iterdir():
            if not place.name.isdigit():
                continue
            try:
                text = (place / "stat").read_text(errors="replace")
            except OSError:
                continue
            # The name of a process stands in brackets and may have some of its own.
            head, _, rest = text.rpartition(")")
            fields = rest.split()
            own, ended = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
            process = _Process(
                parent=int(fields[1]),
                name=head.partition("(")[2],
                own=own,
                ended_children=ended,
                is_idle=fields[POLICY : POLICY + 1] == [str(os.SCHED_IDLE)],
            )
            yield int(place.name), process

    def _ours(self, processes: dict[int, _Process]) -> set[int]:
        """Give the processes below siaga's and the site's, and those themselves."""
        children: dict[int, list[int]] = {}
        for pid, one in processes.items():
            children.setdefault(one.parent, []).append(pid)
        ours, waiting = set[int](), [self._root, *self._site]
        while waiting:
            pid = waiting.pop()
            if pid not in ours:
                ours.add(pid)
                waiting += children.get(pid, [])
        return ours


def _ticks(before: dict[int, _Process], after: dict[int, _Process], pids: Collection[int]) -> int:
    """Give what some processes took between two looks, with those of their children who ended."""
    took = sum(after[pid].total - (before[pid].total if pid in before else 0) for pid in pids)
    # Whoever was there at the first look brings along what it had taken by then.
    brought = sum(one.total for pid, one in before.items() if pid not in after and one.parent in pids)
    return max(took - brought, 0)


def _busiest(before: dict[int, _Process], after: dict[int, _Process], ours: Collection[int]) -> str:
    """Give the name of the process of somebody else that took the most; empty if none took any."""
    took = {
        pid: one.own - (before[pid].own if pid in before else 0)
        for pid, one in after.items()
        if pid not in ours
    }
    pid = max(took, key=lambda one: took[one], default=-1)
    return after[pid].name if took.get(pid, 0) > 0 else ""
