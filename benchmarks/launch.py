"""Measures what a launch costs as it grows: CPU, memory and disk of every part, against visitors.

    python benchmarks/launch.py [--scenario NAME] [--speed S] [SCALE ...]
    python benchmarks/launch.py --scenario full-launch --speed 1 0.01 0.1

Plays a scenario, the opening day unless told, with growing parts of its people. All rates are those of
the scale that --speed names, and all pauses, waits and patience those of the whole day; each day is so
much longer that more people come at the same rate. So nothing but their number grows, and the memory of
the senders for as long as a day is shorter than a journey. A cost that is linear is as large for each
visitor in every row: CPU, memory, time to the verdict and disk are held to 10 % between the last two,
whatever the verdicts are: rows are days too short for some objectives. What is asked for once, such as
starting processes, weighs most in the first rows. The parts are told apart by what their processes run.
Takes half an hour. Ends with 1 where a visitor costs more in the last row, or a run came to no verdict.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from killings_check import decided
from launch_day import shortened
from launch_tree import CONDUCTOR, PARTS, SUPERVISOR, Tree

from siaga import bundle
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.scenario.load import load

SCALES = (0.0025, 0.005, 0.01, 0.02)
SCENARIO = "opening-day"
SPEEDS = {SCENARIO: 0.05, "full-launch": 1.0}
"""Scale of the rates: as many come in a second as in `make rehearsal`, or in the launch itself."""

LINEAR_RATIO = 0.1
DEADLINE_S = 3_600
SAID_CHARACTERS = 2_000
SHOWN = (*dict.fromkeys(part for part, _words in PARTS if part != SUPERVISOR), CONDUCTOR)
LINEAR = ("site", "senders", CONDUCTOR)
"""Parts whose work is to grow as visitors do; the others are busy as long as the day lasts."""

HEAD = (
    "visitors",
    "requests",
    *(f"{part}, ms a visitor" for part in SHOWN),
    "site, ms a request",
    "senders, ms a request",
    "memory of senders",
    "to the verdict",
    "disk",
    "verdict",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """One day that was played.

    Attributes:
        visitors: how many came.
        requests: how many they sent.
        verdict: what was decided.
        after_s: from the end of the sending to the verdict and its report.
        folder_bytes: size of the run folder.
        tree: its processes.
    """

    visitors: int
    requests: int
    verdict: str
    after_s: float
    folder_bytes: int
    tree: Tree

    def each_s(self, part: str) -> float:
        """Give the CPU time of a part for a visitor."""
        return self.tree.part_s(part) / self.visitors


def main(arguments: list[str]) -> int:
    """Play every scale, print a row for each, and say whether costs grow as visitors do."""
    given = _parser().parse_args(arguments)
    speed = given.speed or SPEEDS.get(given.scenario, 1.0)
    print(f"| {' | '.join(HEAD)} |")
    print(f"|{' ---: |' * len(HEAD)}", flush=True)
    days: list[Launch] = []
    for scale in given.scales or SCALES:
        day = play(given.scenario, scale, speed)
        if day is None:
            print(f"{given.scenario} at {scale:g}: came to no verdict")
            return 1
        days.append(day)
        print(f"| {' | '.join(cells(day))} |", flush=True)
    return 0 if len(days) < 2 or is_linear(*days[-2:]) else 1  # noqa: PLR2004 - two rows to compare


def cells(day: Launch) -> list[str]:
    """Give the row of a day."""
    parts = [f"{1_000 * day.each_s(part):.2f}" for part in SHOWN]
    requests = [f"{1_000 * day.tree.part_s(part) / day.requests:.3f}" for part in ("site", "senders")]
    memory = f"{day.tree.peak_bytes.get('senders', 0) / 1e6:,.0f} MB"
    rest = [memory, f"{day.after_s:.1f} s", f"{day.folder_bytes / 1e6:,.1f} MB", day.verdict]
    return [f"{day.visitors:,}", f"{day.requests:,}", *parts, *requests, *rest]


def is_linear(small: Launch, large: Launch) -> bool:
    """Tell whether no part costs more for a visitor where there are more of them, and say which does."""
    linear, most = True, each(large)
    for cost, least in each(small).items():
        more = most[cost] / least - 1
        linear &= more <= LINEAR_RATIO
        print(f"{cost}: {more:+.1%} a visitor; {LINEAR_RATIO:+.0%} is allowed")
    return linear


def each(day: Launch) -> dict[str, float]:
    """Give what a visitor costs of everything that is to grow as they do, or less, by its name."""
    others = {
        "memory of senders": float(day.tree.peak_bytes["senders"]),
        "time to the verdict": day.after_s,
        "disk": float(day.folder_bytes),
    }
    parts = {f"CPU of {part}": day.each_s(part) for part in LINEAR}
    return parts | {name: whole / day.visitors for name, whole in others.items()}


def play(scenario: str, scale: float, speed: float) -> Launch | None:
    """Play a part of a scenario of ours at its rates, in a folder of its own that is removed again.

    Args:
        scenario: its name.
        scale: of the visitors.
        speed: scale of the rates, above 0 to 1.
    """
    with tempfile.TemporaryDirectory(prefix="siaga-launch-") as place:
        command = [sys.executable, "-m", "siaga", "run", scenario, "--out", place]
        command += ["--exporter-port", "0", "--scale", f"{speed:g}"]
        command += shortened(load(bundle.scenario(scenario)), scale / speed)
        with (Path(place) / "said.txt").open("w") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said)  # noqa: S603 - siaga itself
            tree = Tree()
            try:
                tree.follow(process, time.monotonic() + DEADLINE_S)
            finally:
                process.kill()
                process.wait()
        day = played(RunFolder(Path(place) / scenario / "latest"), tree, time.time())
        if day is None:
            print((Path(place) / "said.txt").read_text("utf-8")[-SAID_CHARACTERS:])
        return day


def played(folder: RunFolder, tree: Tree, over_s: float) -> Launch | None:
    """Give what a run cost whose last process ended at a moment, Unix seconds.

    None where it came to no verdict, or nobody to the site.
    """
    if not decided(folder):
        return None
    verdict: dict[str, Any] = json.loads(folder.verdict.read_text("utf-8"))
    if not verdict["load"]["requests"]:
        return None
    ended_s = datetime.fromisoformat(RunRecord.read(folder.run).ended_at).timestamp()
    files = (one for one in folder.path.resolve().rglob("*") if one.is_file())
    return Launch(
        visitors=verdict["load"]["arrived"],
        requests=verdict["load"]["requests"],
        verdict=verdict["verdict"],
        after_s=over_s - ended_s,
        folder_bytes=sum(one.stat().st_size for one in files),
        tree=tree,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenario", default=SCENARIO, help="a scenario of ours, by its name")
    parser.add_argument("--speed", type=float, help="scale of the rates, above 0 to 1")
    parser.add_argument("scales", nargs="*", type=float, help="of the visitors, growing")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
