"""Plays the whole launch, and tells where its time goes: CPU by process and by step, and memory.

    python benchmarks/full_launch.py [--out DIR] [-- arguments of `siaga run`]
    python benchmarks/full_launch.py -- --set traffic.phases.2.for=30min   # with a rate that fits

Looks at all processes of the run every few seconds. What a step costs site and sender nobody can see
from outside: it is what fits their CPU in all those looks best, by the requests that came in them (least
squares, nothing below zero); steps that always come together are one. All processes of the generator
together may hold 4 GB. Prints tables in Markdown, as far as there was anything to count, and ends with
the verdict's code, or with 1 where that is 0 and the generator held more.
"""

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
from launch import HEAD, cells, played
from launch_steps import steps_by_second
from launch_tree import Tree, looks
from scipy.optimize import nnls

from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord

EVERY_S = 5.0
DEADLINE_S = 3 * 3_600.0
MINUTE_S = 60
MOST_BYTES = 4_000_000_000
FITTED = ("site", "senders", "neighbours")
KINDS = {
    "home": "home pages",
    "reload": "home pages",
    "queue": "tickets and looks",
    "inbox": "letters",
    "test-result": "looks for results",
}
OTHER = "steps of signing up"
"""What steps are together: those of signing up come one after the other, and cannot be told apart."""


@dataclass(slots=True)
class Course:
    """How much CPU each part had taken by each look.

    Attributes:
        at_s: when the looks were, Unix seconds.
        cpu_s: what each part had taken by then.
    """

    at_s: list[float] = field(default_factory=list)
    cpu_s: list[Counter[str]] = field(default_factory=list)

    def note(self, tree: Tree) -> None:
        """Write down what a tree has seen by now."""
        parts: Counter[str] = Counter()
        for part, taken_s in tree.cpu_s.values():
            parts[part] += taken_s
        self.at_s.append(time.time())
        self.cpu_s.append(parts)

    def between(self, part: str, begin_s: float, end_s: float) -> float:
        """Give what a part took between two moments."""
        taken_s = [one[part] for one in self.cpu_s]
        begin, end = np.interp([begin_s, end_s], self.at_s, taken_s)
        return float(end - begin)


def main(arguments: list[str]) -> int:
    """Play, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="folder of the run")
    parser.add_argument("rest", nargs="*", help="arguments of `siaga run`")
    given = parser.parse_args(arguments)
    out = given.out or Path(mkdtemp(prefix="siaga-full-launch-"))
    out.mkdir(parents=True, exist_ok=True)
    tree, course = Tree(), Course()
    command = [sys.executable, "-m", "siaga", "run", "full-launch", "--out", str(out), *given.rest]
    with (out / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)  # noqa: S603 - siaga
        try:
            for processes in looks(process, time.monotonic() + DEADLINE_S, EVERY_S):
                tree.look(processes)
                course.note(tree)
        finally:
            process.terminate()
            process.wait()
    print(*_tables(RunFolder(out / "full-launch" / "latest"), tree, course, time.time()), sep="\n\n")
    held_bytes = tree.generator_bytes()
    print(f"\nThe generator held {held_bytes / 1e9:.2f} GB; {MOST_BYTES / 1e9:g} GB is the target.")
    return process.returncode or int(held_bytes > MOST_BYTES)


def _tables(folder: RunFolder, tree: Tree, course: Course, over_s: float) -> Iterator[str]:
    """Write what was seen, as far as the run came."""
    if len(course.at_s) < 2:  # noqa: PLR2004 - two looks have a time between them
        yield f"It ended before it could be looked at; {folder.path.parents[1] / 'said.txt'} says why."
        return
    yield _parts(tree, course)
    steps = steps_by_second(folder)
    if steps and folder.plan.is_file():
        t0_s = PlanRecord.read(folder.plan).t0_s
        yield _minutes(course, steps, t0_s)
        yield _costs(course, steps, t0_s)
    day = played(folder, tree, over_s)
    # The row that benchmarks/launch.py prints of smaller ones.
    yield "It came to no verdict." if day is None else _table(HEAD, [tuple(cells(day))])


def _parts(tree: Tree, course: Course) -> str:
    """Write what each part took in all."""
    wall_s = course.at_s[-1] - course.at_s[0]
    rows = [
        (part, f"{taken_s:,.0f}", f"{taken_s / wall_s:.2f}", f"{tree.peak_bytes.get(part, 0) / 1e9:.2f}")
        for part, taken_s in course.cpu_s[-1].most_common()
    ]
    return _table(("part", "CPU, s", "of a core", "memory at most, GB"), rows)


def _minutes(course: Course, steps: dict[int, Counter[str]], t0_s: float) -> str:
    """Write how busy everybody was in each minute."""
    parts = [part for part, _ in course.cpu_s[-1].most_common(4)]
    rows = []
    for begin in range(0, max(steps) + 1, MINUTE_S):
        minute = [steps[one] for one in range(begin, begin + MINUTE_S) if one in steps]
        requests = sum(one.total() for one in minute)
        span_s = t0_s + begin, t0_s + begin + MINUTE_S
        busy = [f"{course.between(part, *span_s) / MINUTE_S:.2f}" for part in parts]
        rows.append((f"{begin // MINUTE_S}", f"{requests / MINUTE_S:,.0f}", *busy))
    return _table(("minute", "requests a second", *(f"{part}, of a core" for part in parts)), rows)


def _costs(course: Course, steps: dict[int, Counter[str]], t0_s: float) -> str:
    """Write what fits as the cost of each kind of request."""
    kinds = {second: _kinds(one) for second, one in steps.items()}
    sums = sum(kinds.values(), Counter[str]())
    names = [name for name, _ in sums.most_common()]
    spans = list(pairwise(at_s for at_s in course.at_s if 0 <= at_s - t0_s <= max(steps)))
    if not spans:
        return "It was too short to tell what a request costs."
    counts = np.array([_counted(kinds, names, a_s - t0_s, b_s - t0_s) for a_s, b_s in spans])
    each_s = {part: nnls(counts, [course.between(part, *one) for one in spans])[0] for part in FITTED}
    rows = [
        (name, f"{sums[name]:,}", *(f"{1_000 * each_s[part][place]:.2f}" for part in FITTED))
        for place, name in enumerate(names)
    ]
    return _table(("what", "requests", *(f"{part}, ms each" for part in FITTED)), rows)


def _kinds(steps: Counter[str]) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for name, requests in steps.items():
        kinds[KINDS.get(name, OTHER)] += requests
    return kinds


def _counted(
    kinds: dict[int, Counter[str]], names: list[str], begin_s: float, end_s: float
) -> list[int]:
    """Count the requests of each kind between two moments."""
    seconds = range(int(begin_s), int(end_s))
    return [sum(kinds.get(second, Counter())[name] for second in seconds) for name in names]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---", *("---:" for _ in head[1:])), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
