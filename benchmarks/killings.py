"""Kills processes of siaga itself in short runs, and looks whether each run ends as it should.

    python benchmarks/killings.py [--seed N] [--times N] [--only NUMBER ...] [--out DIR]

Every run plays benchmarks/killings.yaml against the built-in site; one process of a drawn kind is killed
at a drawn moment, or made to stand still. Two runs are played at once, and each takes about a minute.
One that takes too long beside another is played again alone, and counts if it takes too long then, too.
Prints a table in Markdown, and ends with 1 when something was wrong.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp

from killings_check import decided, wrong
from killings_play import Killing, Played, killings, play

AT_ONCE = 2
MOST_S = 240.0
"""Stands in for the length of a whole run while that is measured."""


def main(arguments: list[str]) -> int:
    """Play all runs, print a line for each, and say whether all was well."""
    given = _parser().parse_args(arguments)
    out = given.out or Path(mkdtemp(prefix="siaga-killings-"))
    drawn = [
        one for one in killings(given.seed, given.times) if one.number in (given.only or [one.number])
    ]
    whole_s = measured(out)
    print(f"A run to which nothing is done takes {whole_s:.0f} s; runs are in {out}\n")
    print("| run | killed | how | when | took | exit code | verdict | wrong |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    bad = hit = 0
    again = []
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        for played in at_once.map(lambda one: play(one, out / str(one.number), whole_s), drawn):
            problems = list(wrong(played, whole_s))
            _show(played, problems)
            hit += played.hit_s is not None
            slow = played.code is None
            again += [played.killing] * slow
            bad += bool(problems) and not slow
    for one in again:
        played = play(one, out / f"{one.number}-again", whole_s)
        problems = list(wrong(played, whole_s))
        _show(played, problems)
        bad += bool(problems)
    print(f"\n{len(drawn)} runs, {hit} processes hit, {bad} runs wrong.")
    return 1 if bad else 0


def measured(out: Path) -> float:
    """Give how long a run takes to which nothing is done, beside another.

    Raises:
        RuntimeError: it is no GO, so that nothing could be told of the others.
    """
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        untouched = [Killing(number=0)] * AT_ONCE
        places = [out / f"untouched-{number}" for number in range(AT_ONCE)]
        both = list(at_once.map(lambda one, place: play(one, place, MOST_S), untouched, places))
    for one in both:
        if problems := [*wrong(one, MOST_S), *([] if decided(one.folder) == "GO" else ["no GO"])]:
            raise RuntimeError(f"a run to which nothing is done: {problems}; it said {one.said}")
    return max(one.took_s for one in both)


def _show(played: Played, problems: Sequence[str]) -> None:
    print(f"| {' | '.join([*_cells(played), '; '.join(problems)])} |", flush=True)


def _cells(played: Played) -> Iterator[str]:
    killing = played.killing
    yield str(killing.number)
    yield killing.kind
    yield killing.way
    yield _when(played)
    yield f"{played.took_s:.0f} s"
    yield "hung" if played.code is None else str(played.code)
    yield decided(played.folder) or "none"


def _when(played: Played) -> str:
    if played.hit_s is None:
        return f"{played.killing.moment}: gone by then"
    day = "" if played.day_s is None else f", second {played.day_s:.1f} of the day"
    return f"{played.killing.moment}: {played.hit_s:.1f} s after the start{day}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Kill processes of siaga in short runs.")
    parser.add_argument("--seed", type=int, default=1, help="of kinds, ways and moments")
    parser.add_argument("--times", type=int, default=50, help="how many runs")
    parser.add_argument("--only", type=int, nargs="*", help="numbers of the runs to play")
    parser.add_argument("--out", type=Path, help="folder for the runs; a new one if absent")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
