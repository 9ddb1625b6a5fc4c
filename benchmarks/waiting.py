"""Has a million people wait at the same time, and tells what the generator held meanwhile.

    python benchmarks/waiting.py [--scale 1] [--time-scale 1] [--workers 2] [--out DIR]

Plays benchmarks/waiting.yaml against the built-in site, whose room opens long after everybody has gone.
It asks for 1,600 looks a second of all of them together, which it can answer beside those who come, and
has turns so long that each is asked to look again after about ten minutes. Everybody has to have looked
three times, all of them have to have waited at once by the site's own count, and all generator processes
together may hold 6 GB. Takes fifty minutes. Prints a table in Markdown, and ends with 1 when something
was wrong.
"""

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from killings_check import decided
from launch_steps import GOOD, steps_by_second
from launch_tree import Tree

from siaga.record.run_folder import RunFolder

HERE = Path(__file__).parent
VISITORS, LOOKS = 1_000_000, 3
MOST_BYTES = 6_000_000_000
TURN_S = 1_250.0
"""Whoever waits for the opening is asked to look again after half of it, a fifth earlier or later."""

LOOKS_PER_S = VISITORS / (TURN_S / 2)
"""What the site asks for where all of them wait: 1,600."""

OPENS_AFTER_S = 100_000.0
DEADLINE_S = 7_200.0


def main(arguments: list[str]) -> int:
    """Play, print what was held, and say what was wrong."""
    given = _parser().parse_args(arguments)
    out = given.out or Path(mkdtemp(prefix="siaga-waiting-"))
    out.mkdir(parents=True, exist_ok=True)
    tree = Tree()
    with (out / "said.txt").open("wb") as said:
        command = [*_command(given), "--out", str(out)]
        process = subprocess.Popen(command, stdout=said, stderr=said)  # noqa: S603 - siaga
        try:
            tree.follow(process, time.monotonic() + DEADLINE_S)
        finally:
            process.terminate()
            process.wait()
    folder = RunFolder(next((out / "waiting").glob("2*")))
    steps = sum(steps_by_second(folder, GOOD).values(), Counter[str]())
    held_bytes = tree.generator_bytes()
    print(_table(tree, steps, held_bytes))
    problems = list(_wrong(folder, steps, held_bytes, round(VISITORS * given.scale)))
    told = [f"\n{folder.path}: {decided(folder) or 'no verdict'}", *(f"- {one}" for one in problems)]
    print("\n".join(told))
    return 1 if problems else 0


def _command(given: argparse.Namespace) -> list[str]:
    opens_at = f"{time.time() + OPENS_AFTER_S:.0f}"
    looks_per_s = LOOKS_PER_S * given.scale / given.time_scale
    room = ["--room-opens-at", opens_at, "--room-turn-s", f"{TURN_S:g}", "--no-walk-in"]
    room += ["--room-looks-per-s", f"{looks_per_s:g}"]
    play = [sys.executable, "-m", "siaga", "run", str(HERE / "waiting.yaml")]
    play += ["--locustfile", str(HERE / "waiting_day.py"), "--exporter-port", "0"]
    play += ["--scale", f"{given.scale:g}", "--time-scale", f"{given.time_scale:g}"]
    all_at_once = (
        f'max(site_queue_people{{place="pre_queue"}}) >= {round(VISITORS * given.scale * 0.99)}'
    )
    play += ["--set", f"objectives.1.expect={all_at_once}", "--workers", str(given.workers)]
    return [*play, *(f"--site-arg={one}" for one in room)]


def _wrong(folder: RunFolder, steps: Counter[str], held_bytes: int, visitors: int) -> Iterator[str]:
    """Give a sentence for everything that is not as it should be."""
    if (verdict := decided(folder)) not in {"GO", "GO_WITH_CONDITIONS"}:
        yield f"the verdict is {verdict or 'none'}"
    if steps["look"] < LOOKS * visitors * 0.999:
        yield f"{steps['look']:,} looks were good; {LOOKS * visitors:,} are to be"
    if held_bytes > MOST_BYTES:
        yield f"the generator held {held_bytes / 1e9:.2f} GB; {MOST_BYTES / 1e9:g} GB is the target"


def _table(tree: Tree, steps: Counter[str], held_bytes: int) -> str:
    """Write what was held and sent as a table in Markdown."""
    cells = [
        f"{datetime.now().astimezone():%Y-%m-%d}",
        f"{steps['ticket']:,}",
        f"{steps['look']:,}",
        f"{held_bytes / 1e9:.2f}",
        f"{tree.part_s('senders'):,.0f}",
        f"{tree.part_s('site'):,.0f}",
    ]
    head = "| date | tickets | looks | generator, GB | CPU of senders, s | CPU of the site, s |"
    return f"{head}\n|{' --- |' * len(cells)}\n| {' | '.join(cells)} |"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="of the million")
    parser.add_argument("--time-scale", type=float, default=1.0, help="of the times")
    parser.add_argument("--workers", type=int, default=2, help="processes that send")
    parser.add_argument("--out", type=Path, help="folder of the run")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
