"""Plays an hour of the launch at 1:10 while things go wrong, and looks whether siaga itself grows.

    python benchmarks/soak.py [--share 1] [--out DIR]

Plays benchmarks/soak.yaml against the built-in site. Every few seconds it is noted how much memory and
how many descriptors each process of the run holds. What is held in the last fifth of the day, by the
median, may be at most 10 % and a little more than in the second fifth, by which all is warm; the day is
even. The verdict has to be GO, the audit has to find nothing, and the report has to be there. `--share
0.1` plays a tenth of the hour. Takes an hour and a few minutes. Prints a table in Markdown, and ends
with 1 when something was wrong.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from killings_check import decided
from soak_growth import Growth, growths
from soak_watch import Watch

from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord

ROOT = Path(__file__).parents[1]
FAULTS = 60
DEADLINE_S = 3_600.0
"""Beside the day itself: for the start, the audit and the report."""

DAY_S = 3_600.0
"""Length of the phases of that scenario."""


def main(arguments: list[str]) -> int:
    """Play the hour, print what each process held, and say what was wrong."""
    given = _parser().parse_args(arguments)
    out = given.out or Path(mkdtemp(prefix="siaga-soak-"))
    out.mkdir(parents=True, exist_ok=True)
    watch = Watch()
    with (out / "said.txt").open("w") as said:
        process = subprocess.Popen(command(given.share, out), stdout=said, stderr=said)  # noqa: S603 - siaga
        try:
            watch.follow(process, time.monotonic() + DAY_S * given.share + DEADLINE_S)
        finally:
            process.terminate()
            process.wait()
    folder = RunFolder(next((out / "soak-hour").glob("2*")))
    grown = list(growths(watch.looks, *day(folder)))
    print(table(grown))
    problems = [*wrong(folder), *(one.problem() for one in grown if one.problem())]
    print(
        f"\n{folder.path}: {decided(folder) or 'no verdict'}\n"
        + "\n".join(f"- {one}" for one in problems)
    )
    return 1 if problems else 0


def command(share: float, out: Path) -> list[str]:
    """Give the command that plays a share of the hour, with as many visitors and faults in a minute."""
    scales = ["--scale", f"{share:g}", "--time-scale", f"{share:g}"] if share < 1 else []
    faults = ["--set", f"bad-day.faults={max(round(FAULTS * share), 1)}"]
    play = [sys.executable, "-m", "siaga", "run", str(ROOT / "benchmarks" / "soak.yaml")]
    return [*play, *scales, *faults, "--out", str(out), "--exporter-port", "0"]


def day(folder: RunFolder) -> tuple[float, float]:
    """Give when the day began and when its last phase ended, in Unix seconds."""
    plan = PlanRecord.read(folder.plan)
    return plan.t0_s, plan.t0_s + plan.duration_s


def wrong(folder: RunFolder) -> Iterator[str]:
    """Give a sentence for everything about the run that is not as it should be."""
    if not folder.verdict.exists():
        yield "there is no verdict"
        return
    verdict = decided(folder)
    if verdict != "GO":
        reasons = json.loads(folder.verdict.read_text(encoding="utf-8"))["reasons"]
        yield f"the verdict is {verdict}: {'; '.join(one['text'] for one in reasons)}"
    if not folder.report.read_text(encoding="utf-8").rstrip().endswith("</html>"):
        yield "the report has no end"


def table(grown: Sequence[Growth]) -> str:
    """Write what was held as a table in Markdown."""
    head = "| process | memory, MB: second fifth | last fifth | descriptors: second fifth | last fifth |"
    lines = (f"| {' | '.join(one.cells())} |" for one in grown)
    return "\n".join([f"{datetime.now().astimezone():%Y-%m-%d}", head, f"|{' --- |' * 5}", *lines])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--share", type=float, default=1.0, help="how much of the hour is played")
    parser.add_argument("--out", type=Path, help="folder of the run")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
