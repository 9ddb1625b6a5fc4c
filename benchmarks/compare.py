"""Measures how often two runs of one build are called different, and how often a slower join is found.

Real runs are played against a plain site and kept: the bench goes on from those that are there. Beside
them runs are made up whose seconds hang together and whose levels differ from run to run.

    python benchmarks/compare.py --pairs 60 --slower 60    # plays 180 runs, an hour and a half
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from compare_made_up import made_up
from scipy import stats

from siaga.judge.comparison import Answer, Comparison, signed
from siaga.judge.comparison_baseline import of_folder
from siaga.judge.comparison_pair import Pair
from siaga.judge.comparison_run import compare
from siaga.judge.recorded import Recorded
from siaga.record.run_folder import RunFolder

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent

SLOWER = 1.2
JOINS = 20_000
MOST_TRIES = 3
"""A run that siaga itself calls INCONCLUSIVE is no baseline and none to be held against one."""

MOST_FALSE, LEAST_FOUND = 0.10, 0.95

SCENARIO = """
name: compared
description: Twenty seconds at one rate against a plain site, to be compared with other such runs.
seed: 1
locustfile: compare_day.py
traffic:
  phases: [{name: day, for: 20 s, rate: 500/s}]
  populations: [{name: visitors, journey: visitor}]
  patience: 10 s
site: {roll: null, metrics: null}
evidence: {loop-lag: 200 ms, cpu: 90 %}
objectives: [{id: errors, expect: error ratio <= 1 %}]
"""


def main() -> int:
    """Play what is missing, compare everything and print both rates with their bounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=3, help="pairs of identical runs to have")
    parser.add_argument("--slower", type=int, default=3, help="runs with a slower join to have")
    parser.add_argument("--made-up", type=int, default=60, help="pairs to make up, of each kind")
    parser.add_argument("--runs", type=Path, default=HERE.parent / "reports" / "compared")
    given = parser.parse_args()
    play(given.runs, given.pairs, given.slower)
    lost = len(list(given.runs.glob("*/*/compared/20*"))) - len(list(_played(given.runs)))
    print(f"{lost} runs were INCONCLUSIVE, were stopped or came to nothing, and are left out")
    told = [
        *_told("real runs", list(real(given.runs, "b")), list(real(given.runs, "slower"))),
        *_told("made-up runs", list(made_up(given.made_up, 1.0)), list(made_up(given.made_up, SLOWER))),
    ]
    return 0 if all(told) else 1


def play(runs: Path, pairs: int, slower: int) -> None:
    """Play the runs that are not there yet: of each number a and b, and one with a slower join."""
    for number in range(max(pairs, slower)):
        names = ["a", "b"] if number < pairs else ["a"]
        names += ["slower"] if number < slower else []
        for name in names:
            place = runs / f"{number:03}" / name
            for _ in range(MOST_TRIES):
                if _folder(place) is not None:
                    break
                print(f"plays {place.relative_to(runs)}", flush=True)
                _play(place, SLOWER if name == "slower" else 1.0)


def _play(place: Path, slower: float) -> None:
    place.mkdir(parents=True, exist_ok=True)
    scenario = place / "scenario.yaml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    with _site(slower) as url:
        command = [BIN / "siaga", "run", scenario, "--locustfile", HERE / "compare_day.py"]
        command += ["--host", url, "--scale", "1", "--out", place, "--exporter-port", "0"]
        with (place / "said.txt").open("wb") as said:
            subprocess.run(command, stdout=said, stderr=said, check=False)  # noqa: S603 - siaga itself


@contextmanager
def _site(slower: float) -> Iterator[str]:
    """Run the plain site and give its address."""
    command = [sys.executable, HERE / "compare_site.py", "--slower", str(slower)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as site:  # noqa: S603 - beside this file
        try:
            yield site.stdout.readline().strip() if site.stdout else ""
        finally:
            site.terminate()


def real(runs: Path, name: str) -> Iterator[Comparison]:
    """Compare each run of a name with the run a of its number."""
    for place in sorted(runs.glob("[0-9][0-9][0-9]")):
        before, after = _facts(place / "a"), _facts(place / name)
        if before is not None and after is not None:
            yield compare(Pair(before=before, after=after, least=after.scenario.baseline))


def _played(runs: Path) -> Iterator[RunFolder]:
    """Give every run that can be believed."""
    folders = (_folder(place) for place in sorted(runs.glob("[0-9][0-9][0-9]/*")))
    return (folder for folder in folders if folder is not None)


def _facts(place: Path) -> Recorded | None:
    folder = _folder(place)
    return None if folder is None else of_folder(folder)


def _folder(place: Path) -> RunFolder | None:
    """Give the first run of a place that can be believed; a machine may be too busy for one."""
    verdicts = sorted(place.glob("compared/20*/verdict.json"))
    fit = [one for one in verdicts if json.loads(one.read_text())["verdict"] != "INCONCLUSIVE"]
    return RunFolder(fit[0].parent) if fit else None


def _told(name: str, same: Sequence[Comparison], slower: Sequence[Comparison]) -> Iterator[bool]:
    """Print what became of the comparisons; gives whether each rate is what it has to be."""
    print(f"\n{name}")
    false = [one for one in same if one.answer in {Answer.WORSE, Answer.BETTER}]
    yield _rate("one build called worse or better", len(false), same, at_most=MOST_FALSE)
    for one in false:
        print("    " + ", ".join(f"{of.id} {signed(of.change or 0.0, of.unit)}" for of in one.worse))
    found = [one for one in slower if any("join" in of.id for of in one.worse)]
    yield _rate(f"a join of {SLOWER:g} times found", len(found), slower, at_least=LEAST_FOUND)


def _rate(
    name: str,
    hits: int,
    of: Sequence[Comparison],
    *,
    at_most: float | None = None,
    at_least: float | None = None,
) -> bool:
    """Print a rate with its 95 % bound (Clopper and Pearson); tells whether the rate itself will do."""
    if not of:
        print(f"  {name}: no pair was played")
        return True
    interval = stats.binomtest(hits, len(of)).proportion_ci(0.90, method="exact")
    bound = interval.high if at_most is not None else interval.low
    answers = Counter(one.answer.value for one in of)
    told = ", ".join(f"{many} {answer}" for answer, many in sorted(answers.items()))
    side = "upper" if at_most is not None else "lower"
    print(f"  {name}: {hits} of {len(of)}, {side} 95 % bound {bound:.1%} ({told})")
    rate = hits / len(of)
    return rate <= at_most if at_most is not None else rate >= (at_least or 0.0)


if __name__ == "__main__":
    sys.exit(main())
