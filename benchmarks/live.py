"""Measures what the live view of a large run costs: CPU of drawing it, second by second.

The run is the made-up hour, of a million visitors who are all inside at the same time, written second by
second as its workers would. What is measured is what the page needs: following the files of the run,
drawing and writing the page. The forecast, which judges all that there is, paces itself by its own CPU.
"""

import re
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from report_day import WORKERS, make_day

from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.stage.board import Board

INSIDE = 1_000_000
BEGUN_S, WINDOW_S = (60, 1_800, 3_000), 40
"""When the run is looked at, and for how long each time: a later look must not cost more."""

TARGET_RATIO = 0.05
"""Of a core."""

SECOND = re.compile(r'"second":\s*(\d+)')

Later = list[tuple[Path, list[tuple[int, str]]]]
"""By file, what is still to be written, each line with its second."""


def main() -> int:
    """Measure early and late in the run, and say whether the target was met."""
    shares = []
    with TemporaryDirectory() as place:
        whole = RunFolder(Path(place) / "whole")
        whole.path.mkdir()
        make_day(whole)
        for begun_s in BEGUN_S:
            shares.append(share(whole, RunFolder(Path(place) / f"run-{begun_s}"), begun_s))
            print(f"{INSIDE:,} inside, after {begun_s:,} s: {shares[-1]:.2%} of a core", flush=True)
    print(f"target {TARGET_RATIO:.0%}; early to late 1 : {shares[-1] / shares[0]:.2f}")
    return 0 if max(shares) <= TARGET_RATIO else 1


def share(whole: RunFolder, live: RunFolder, begun_s: int) -> float:
    """Give the CPU time of the median look, of one a second, 0 to 1."""
    now_s = [float(begun_s)]
    later = list(_begun(whole, live, begun_s))
    t0_s = PlanRecord.read(live.plan).t0_s
    board = Board(live, lambda: t0_s + now_s[0], lambda: ({}, None), page=True)
    board.look()
    used = []
    for _second in range(WINDOW_S):
        now_s[0] += 1.0
        _write(later, int(now_s[0]))
        began_s = time.process_time()
        board.look()
        used.append(time.process_time() - began_s)
    if not live.live_page.exists():
        raise RuntimeError(f"{live.live_page}: was not drawn")
    return statistics.median(used)


def _begun(
    whole: RunFolder, live: RunFolder, begun_s: int
) -> Iterator[tuple[Path, list[tuple[int, str]]]]:
    """Copy what the run has left so far; give what is still to be written, by file, with its second."""
    live.path.mkdir()
    for name in (whole.scenario.name, whole.run.name):
        shutil.copy(whole.path / name, live.path)
    plan = PlanRecord.read(whole.plan)
    live.plan.parent.mkdir()
    PlanRecord(
        t0_s=plan.t0_s,
        workers=WORKERS,
        duration_s=plan.duration_s,
        planned=plan.planned,
        populations=plan.populations,
    ).write(live.plan)
    for rank in range(WORKERS):
        for source, target in (
            (whole.tallies(rank), live.tallies(rank)),
            (whole.latency(rank), live.latency(rank)),
        ):
            lines = list(_seconds(source))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(
                "".join(text for second, text in lines if second < begun_s), encoding="utf-8"
            )
            yield target, [one for one in lines if one[0] >= begun_s]


def _seconds(path: Path) -> Iterator[tuple[int, str]]:
    """Give each line with the second it tells of; headings with none before the first."""
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("{"):
            found = SECOND.search(line)
            text = re.sub(r'"active":\s*\d+', f'"active": {INSIDE // WORKERS}', line)
            yield int(found[1]) if found else -1, text
        elif line.startswith("Tag="):
            yield int(float(line.split(",", 2)[1])), line
        else:
            yield -1, line


def _write(files: Later, now_s: int) -> None:
    """Write what was over before a second, as workers do."""
    for path, later in files:
        due = [text for second, text in later if second < now_s]
        later[:] = [one for one in later if one[0] >= now_s]
        with path.open("a", encoding="utf-8") as log:
            log.write("".join(due))


if __name__ == "__main__":
    sys.exit(main())
