"""The Machine of a run: how much of it goes to others, who are neither siaga nor the site beside it.

A site on the generator's machine is slower where somebody else compiles there, and neither its own
metrics nor the generator's lag say so.
"""

import os
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from siaga.record.machine_second import MachineSecond

PROC = Path("/proc")
IDLE = (3, 4)
"""Places of the first line of /proc/stat at which nobody works: idle, and waiting for a disk."""

GUESTS = 8
"""From this place on it says again what was counted before (proc(5))."""

LISTENERS_EVERY_S = 30.0
"""To look for who listens takes as long as everything else a hundred times over."""

TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Process:
    parent: int
    name: str
    own: int
    ended_children: int


def listeners(port: int) -> frozenset[int]:
    """Give the ids of the processes that listen at a port here, as far as they can be seen."""
    try:
        seen = psutil.net_connections(kind="tcp")
    except (psutil.Error, OSError):
        return frozenset()
    return frozenset(
        one.pid
        for one in seen
        if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port and one.pid
    )


class Machine:
    """Looks at the processes of this machine, and again.

    Args:
        root: id of the process below which everything is siaga's.
        site_port: where the site listens on this machine; None: it is on another one.
        proc: where the kernel shows its processes; where it does not, nothing is known.
        wall: Unix seconds.
        now: monotonic seconds.
        find: gives who listens at a port.
    """

    def __init__(
        self,
        root: int,
        site_port: int | None,
        *,
        proc: Path = PROC,
        wall: Callable[[], float] = time.time,
        now: Callable[[], float] = time.monotonic,
        find: Callable[[int], Collection[int]] = listeners,
    ) -> None:
        self._root, self._site_port, self._proc = root, site_port, proc
        self._wall, self._now, self._find = wall, now, find
        self._site: Collection[int] = ()
        self._found_at_s: float | None = None
        self._before: tuple[float, int, int, dict[int, _Process]] | None = None

    def look(self) -> MachineSecond | None:
        """Give what others took since the last look; None at the first, or where it cannot be known."""
        try:
            busy, cores = self._busy()
            processes = dict(self._processes())
        except (OSError, ValueError, IndexError):
            return None
        at_s, ours = self._now(), self._ours(processes)
        spent = sum(one.own + one.ended_children for pid, one in processes.items() if pid in ours)
        before, self._before = self._before, (at_s, busy, spent, processes)
        if before is None:
            return None
        ticks = (at_s - before[0]) * TICKS_PER_S * cores
        others = (busy - before[1]) - max(spent - before[2], 0)
        ratio = min(max(others / ticks, 0.0), 1.0) if ticks > 0 else 0.0
        most = _busiest(before[3], processes, ours)
        return MachineSecond(at_s=round(self._wall(), 3), others_ratio=round(ratio, 4), most=most)

    def _busy(self) -> tuple[int, int]:
        """Give the ticks in which any core worked, and how many cores there are."""
        lines = (self._proc / "stat").read_text().splitlines()
        ticks = [int(one) for one in lines[0].split()[1 : GUESTS + 1]]
        cores = sum(line.startswith("cpu") for line in lines) - 1
        return sum(ticks) - sum(ticks[place] for place in IDLE), max(cores, 1)

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
            named = head.partition("(")[2]
            yield (
                int(place.name),
                _Process(parent=int(fields[1]), name=named, own=own, ended_children=ended),
            )

    def _ours(self, processes: dict[int, _Process]) -> set[int]:
        """Give the processes below siaga's and the site's, and those themselves."""
        due_s = None if self._found_at_s is None else self._found_at_s + LISTENERS_EVERY_S
        if self._site_port is not None and (due_s is None or self._now() >= due_s):
            self._site, self._found_at_s = self._find(self._site_port), self._now()
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


def _busiest(before: dict[int, _Process], after: dict[int, _Process], ours: Collection[int]) -> str:
    """Give the name of the process of somebody else that took the most; empty if none took any."""
    took = {
        pid: one.own - (before[pid].own if pid in before else 0)
        for pid, one in after.items()
        if pid not in ours
    }
    pid = max(took, key=lambda one: took[one], default=-1)
    return after[pid].name if took.get(pid, 0) > 0 else ""
