"""The Curves of what ledger, audit and report cost, against visitors: whether they grow as visitors do.

    python benchmarks/curves.py                    # a thousand, ten and a hundred thousand visitors
    python benchmarks/curves.py --million          # and a million
    python benchmarks/curves.py --part audit

Everything is made up by the writers of a real run, and each part is done in a process of its own. What a
crowd and its site cost is measured by launch.py, which plays its days. Prints a table for each part,
writes them to benchmarks/results.md where all were measured, and ends with 1 where a visitor costs more
than where a tenth come.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from curve import FLAT_RATIO, MOST_RATIO, Curve, Point
from results_file import write
from truth_result import Result

SIZES, MILLION = (1_000, 10_000, 100_000), 1_000_000
ROUNDS = {1_000: 5, 10_000: 5, 100_000: 3, MILLION: 2}
UNITS = {"time": "s", "CPU": "s", "memory": "MB", "size": "MB"}
"""Of each cost; a visitor's part is shown in millionths of it."""

PARTS_FILE = Path(__file__).with_name("curve_parts.py")

Costs = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that is measured.

    Attributes:
        name: of it.
        told: what is done, in a sentence or two.
        before: parts that write what it reads.
        anew: whether each round begins with an empty folder.
        costs: what of it is judged.
    """

    name: str
    told: str
    before: tuple[str, ...] = ()
    anew: bool = False
    costs: tuple[str, ...] = ("time", "CPU", "memory")


PARTS = (
    Part(
        name="ledger",
        told="A worker's journal writes one operation of each visitor and one look at what came of it,"
        " and has the disk hold it at the end.",
        anew=True,
        costs=("time", "CPU", "memory", "size"),
    ),
    Part(
        name="audit",
        told="That ledger is held against a roll of as many entries, by every rule that such a day has.",
        before=("ledger", "roll"),
    ),
    Part(
        name="report",
        told="A day at the rates of a million visitors an hour, as long as it takes for so many to come,"
        " is judged and drawn; it has no ledger. The size is that of the page.",
        before=("day",),
        costs=("time", "CPU", "memory", "size"),
    ),
)


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for, and print and write its tables."""
    given = _parser().parse_args(arguments)
    sizes = (*SIZES, MILLION) if given.million else SIZES
    results = []
    for part in PARTS:
        if given.part in {"", part.name}:
            found = {visitors: measured(part, visitors) for visitors in sizes}
            results.append(result(part, found))
            print(results[-1].markdown(), flush=True)
    if not given.part:
        write("curves", "\n".join([heading(sizes), *(one.markdown() for one in results)]))
    return 1 if any(one.missed for one in results) else 0


def measured(part: Part, visitors: int) -> list[Costs]:
    """Measure a part at a size, in as many rounds as that has."""
    with TemporaryDirectory(prefix="siaga-curves-") as place:
        for other in part.before:
            done(other, visitors, Path(place) / "run")
        found = []
        for number in range(ROUNDS[visitors]):
            folder = Path(place) / (f"run-{number}" if part.anew else "run")
            found.append(done(part.name, visitors, folder))
        return found


def done(name: str, visitors: int, folder: Path) -> Costs:
    """Have a part done in a process of its own, and give what it took.

    Raises:
        CalledProcessError: it failed.
    """
    asked = [sys.executable, str(PARTS_FILE), name, str(visitors), str(folder)]
    said = subprocess.run(asked, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - our own
    costs = json.loads(said)
    return {**costs, "size": costs["gave"] / 1e6}


def result(part: Part, found: Mapping[int, Sequence[Costs]]) -> Result:
    """Give the table of a part, and where one of its costs grows too fast.

    Args:
        part: what was measured.
        found: what each round took, by the number of visitors.
    """
    curves = [_curve(part, cost, found) for cost in part.costs]
    head = [text for one in curves for text in (f"{one.name}, {one.unit}", _small(one.unit))]
    rows = [
        [f"{visitors:,}", *(cell for one in curves for cell in one.cells(place))]
        for place, visitors in enumerate(found)
    ]
    return Result(
        title=f"The {part.name}",
        told=part.told,
        head=["visitors", *head],
        rows=rows,
        missed=[problem for one in curves if (problem := one.problem())],
    )


def _curve(part: Part, cost: str, found: Mapping[int, Sequence[Costs]]) -> Curve:
    points = [
        Point(visitors=visitors, costs=tuple(one[cost] for one in rounds))
        for visitors, rounds in found.items()
    ]
    return Curve(name=f"{part.name}: {cost}", unit=UNITS[cost], points=points)


def _small(unit: str) -> str:
    """Give the unit of a visitor's part."""
    return f"{'µs' if unit == 's' else 'B'} a visitor"


def heading(sizes: Sequence[int]) -> str:
    """Say when, on what and how it is judged."""
    rounds = ", ".join(f"{ROUNDS[size]} of {size:,}" for size in sizes)
    return (
        "## Cost against visitors\n\n"
        f"`python benchmarks/curves.py`, {datetime.now(UTC):%Y-%m-%d}, on {os.cpu_count()}"
        f" {platform.machine()} cores, with a load average of {os.getloadavg()[1]:.1f},"
        f" Python {platform.python_version()}.\n\n"
        f"The least of the rounds counts: {rounds}. What is fixed is taken away by differences: the part"
        " of a visitor is what a size costs beyond the smallest, by as many as come more. In brackets is"
        f" by how much that is more than where a tenth come; {MOST_RATIO:.0%} is the most that is"
        " allowed, from 10,000 to the largest as well, and at all sizes but that what the rounds differ"
        " by besides. A cost that is at"
        f" most {FLAT_RATIO:.0%} more than at the smallest size in all does not grow.\n"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--million", action="store_true", help="a million visitors, too: minutes more")
    parser.add_argument("--part", default="", choices=["", *(one.name for one in PARTS)])
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
