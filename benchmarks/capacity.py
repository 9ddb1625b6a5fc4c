"""Measures how often a search for a capacity finds the true one, at made-up sites that are known.

    python benchmarks/capacity.py                  # 200 sites a row; a minute of one core
    python benchmarks/capacity.py --sites 20

No run is played: a made-up site says of each level whether it holds. Prints its tables and writes them
to benchmarks/results.md; ends with 1 where an interval that was called found is wider than was asked
for, or holds the truth less often than nine times in ten at a blur of 5 % or less.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from results_file import write
from truth_result import Result

from siaga.capacity.answer import Answer, answer
from siaga.capacity.terms import Terms
from tests.capacity.made_up_sites import MadeUpSite, searched

SITES = 200
BLURS, MISHAPS = (0.0, 0.02, 0.05, 0.1), (0.0, 0.05, 0.1)
FOR_GOOD = 1000
MEMORIES = ((0.5, FOR_GOOD), (0.7, FOR_GOOD), (0.9, FOR_GOOD), (0.7, 2), (0.9, 2))
"""Share of its capacity that a site has after a broken level, and for how many levels."""

LEAST_HELD, BLURRED = 0.9, 0.05
"""How often a found interval has to hold the truth, up to which blur where nothing else goes wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search at a site that is known.

    Attributes:
        capacity_per_s: the true one.
        found: what it came to.
        levels: that it took.
        precision: that was asked for.
    """

    capacity_per_s: float
    found: Answer
    levels: int
    precision: float

    @property
    def holds(self) -> bool:
        """Whether both ends are known, with the truth between them."""
        low_per_s, high_per_s = self.found.low_per_s, self.found.high_per_s
        if low_per_s is None or high_per_s is None:
            return False
        return low_per_s <= self.capacity_per_s <= high_per_s

    @property
    def is_wide(self) -> bool:
        """Whether it is called found and is wider than was asked for."""
        low_per_s, high_per_s = self.found.low_per_s, self.found.high_per_s
        if not self.found.is_found or low_per_s is None or high_per_s is None:
            return False
        return high_per_s > low_per_s * (1 + self.precision)


def main(arguments: Sequence[str]) -> int:
    """Search all sites, and print and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sites", type=int, default=SITES, choices=range(1, 1001), metavar="1..1000")
    sites = parser.parse_args(arguments).sites
    tables = [noisy(sites), remembering(sites)]
    text = "\n".join([heading(sites), *(one.markdown() for one in tables)])
    print(text)
    write("capacity", text)
    return 1 if any(one.missed for one in tables) else 0


def noisy(sites: int) -> Result:
    """Search sites at which chance decides near the capacity, and some levels break by mishap."""
    rows, missed = [], list[str]()
    for blur in BLURS:
        for mishaps in MISHAPS:
            made = [search(seed, (0.1, 0.9), blur=blur, mishaps=mishaps) for seed in range(sites)]
            name = f"blur {blur:.0%}, mishaps {mishaps:.0%}"
            rows.append([name, *cells(made)])
            if any(one.is_wide for one in made):
                missed.append(f"{name}: a found interval is wider than was asked for.")
            if blur <= BLURRED and not mishaps and held(made) < LEAST_HELD:
                missed.append(
                    f"{name}: {held(made):.1%} hold the truth; {LEAST_HELD:.0%} is the target."
                )
    told = "Begun at 10 % to 90 % of the capacity."
    return Result(title="Chance and mishaps", told=told, head=head("site"), rows=rows, missed=missed)


def remembering(sites: int) -> Result:
    """Search sites that do less for a time after what was too much."""
    rows = []
    for left, lasts in MEMORIES:
        made = [search(seed, (0.3, 0.6), left=left, lasts=lasts) for seed in range(sites)]
        time = "for good" if lasts == FOR_GOOD else f"for {lasts} levels"
        rows.append([f"falls to {left:.0%} {time}", *cells(made)])
    told = (
        "Begun at 30 % to 60 %. The truth is what the site does before anything was too much, and a fall"
        " lasts from the last level that broke. Of one that leaves all that was held nothing is seen:"
        " what is found is what the site does then."
    )
    return Result(title="Sites that remember", told=told, head=head("after a broken level"), rows=rows)


def search(seed: int, begin: tuple[float, float], **kind: float) -> Search:
    """Search one site; the same seed draws the same one."""
    draw = np.random.default_rng(seed)
    capacity_per_s = float(draw.uniform(20.0, 2000.0))
    terms = Terms(from_per_s=capacity_per_s * draw.uniform(*begin), to_per_s=capacity_per_s * 20)
    levels = searched(MadeUpSite(capacity_per_s=capacity_per_s, draw=draw, **kind), terms)
    found = answer(levels, terms)
    return Search(
        capacity_per_s=capacity_per_s, found=found, levels=len(levels), precision=terms.precision
    )


def head(first: str) -> list[str]:
    """Give the names of the columns."""
    return [
        first,
        "found",
        "of them hold the truth",
        "width, median",
        "hysteresis told",
        "levels, median",
    ]


def cells(made: Sequence[Search]) -> list[str]:
    """Give a row of a table but its first column."""
    found = [one.found for one in made if one.found.is_found]
    widths = [one.high_per_s / one.low_per_s - 1 for one in found if one.high_per_s and one.low_per_s]
    told = sum(bool(one.found.hysteresis or one.found.lost) for one in made)
    return [
        f"{len(found) / len(made):.1%}",
        f"{held(made):.1%}" if found else "-",
        f"{median(widths):.1%}" if widths else "-",
        f"{told / len(made):.1%}",
        f"{median(one.levels for one in made):.0f}",
    ]


def held(made: Sequence[Search]) -> float:
    """Give the share of the found intervals that hold the truth; 1 where nothing was found."""
    found = [one.holds for one in made if one.found.is_found]
    return sum(found) / len(found) if found else 1.0


def heading(sites: int) -> str:
    """Say what is done."""
    return (
        "## The search for a capacity\n\n"
        f"`python benchmarks/capacity.py`, {datetime.now(UTC):%Y-%m-%d}: {sites} made-up sites a row,"
        " whose capacity is known, from 20/s to 2,000/s, with seeds of their own; 5 % was asked for, and"
        " time did not end. Blur is the width of the range around the capacity in which chance decides;"
        " mishaps are levels that break for another reason.\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
