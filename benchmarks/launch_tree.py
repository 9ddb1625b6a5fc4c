"""The tree of a run's processes: how much CPU each part of it has taken, and how much memory it held."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

EVERY_S = 0.5
"""What a process does after the last look at it is not counted."""

GENERATOR = ("senders", "master")
SUPERVISOR, CONDUCTOR = "supervisor", "conductor, judge, report"
WATCHERS = "observer, exporter"

PARTS = (
    ("site", ("mock_site.worker",)),
    ("neighbours", ("mock_site.neighbours",)),
    ("senders", ("locust", "--worker")),
    ("master", ("locust", "--master")),
    (WATCHERS, ("siaga.observe",)),
    (WATCHERS, ("siaga.stage.",)),
    (SUPERVISOR, ("mock_site",)),
)
"""Part of a run, and words that its command lines have; the first that fits, else the conductor."""


@dataclass(slots=True)
class Tree:
    """What was seen of the processes below one.

    Attributes:
        cpu_s: CPU time of each process, by its id and birth, with the part that it belongs to.
        peak_bytes: most memory that all processes of a part held at one look.
    """

    cpu_s: dict[tuple[int, float], tuple[str, float]] = field(default_factory=dict)
    peak_bytes: dict[str, int] = field(default_factory=dict)

    def follow(self, process: "subprocess.Popen[bytes]", until_s: float) -> None:
        """Look at it again and again until it has ended.

        Raises:
            TimeoutError: it has not until then, monotonic seconds.
        """
        for processes in looks(process, until_s, EVERY_S):
            self.look(processes)

    def part_s(self, part: str) -> float:
        """Give the CPU time of a part."""
        return sum(taken_s for name, taken_s in self.cpu_s.values() if name == part)

    def generator_bytes(self) -> int:
        """Give the most memory that the processes of the generator held."""
        return sum(self.peak_bytes.get(part, 0) for part in GENERATOR)

    def look(self, processes: Sequence[psutil.Process]) -> None:
        """Count what these processes have taken by now."""
        held: dict[str, int] = {}
        for one in processes:
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                part = part_of(one.cmdline())
                times = one.cpu_times()
                self.cpu_s[one.pid, one.create_time()] = (part, times.user + times.system)
                held[part] = held.get(part, 0) + one.memory_info().rss
        for part, sum_bytes in held.items():
            self.peak_bytes[part] = max(self.peak_bytes.get(part, 0), sum_bytes)


def looks(
    process: "subprocess.Popen[bytes]", until_s: float, every_s: float
) -> Iterator[Sequence[psutil.Process]]:
    """Give a process and all below it, again and again until it has ended.

    Raises:
        TimeoutError: it has not until then, monotonic seconds.
    """
    root = psutil.Process(process.pid)
    while process.poll() is None:
        if time.monotonic() > until_s:
            raise TimeoutError(f"process {process.pid}: goes on and on")
        with suppress(psutil.NoSuchProcess):
            yield [root, *root.children(recursive=True)]
        with suppress(subprocess.TimeoutExpired):
            process.wait(every_s)


def part_of(command: Sequence[str]) -> str:
    """Give the part of a run that a process belongs to by its command line.

    >>> part_of(["python", "-m", "mock_site.neighbours.registry", "3"])
    'neighbours'
    >>> part_of(["python", "-m", "locust", "-f", "a.py", "--worker"])
    'senders'
    """
    line = " ".join(command)
    fitting = (part for part, words in PARTS if all(word in line for word in words))
    return next(fitting, CONDUCTOR)
