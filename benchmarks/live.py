"""Measures what the live view of a large run costs: CPU of the exporter, with and without its page.

The run is the made-up hour, of a million visitors who are all inside at the same time, written second by
second as its workers would; the page is asked for once a second, as a browser does. Its parts that are
no view, the metrics and the forecast, cost the same in both, so the difference is the page.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from report_day import WORKERS, make_day

from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord

INSIDE = 1_000_000
BEGUN_S, WINDOW_S, ROUNDS = 1_800, 20, 3
"""The run has gone for half an hour when it is looked at, for so long, so often each way."""

TARGET_RATIO = 0.05
"""Of a core."""

SECOND = re.compile(r'"second":\s*(\d+)')
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
LOOPBACK = re.compile(r"http://127\.0\.0\.1:\d+\S*")


def main() -> int:
    """Measure both ways in turn, and say whether the target was met."""
    with TemporaryDirectory() as place:
        whole = RunFolder(Path(place) / "whole")
        whole.path.mkdir()
        make_day(whole)
        shares: dict[bool, list[float]] = {True: [], False: []}
        for number in range(2 * ROUNDS):
            page = number % 2 == 0
            shares[page].append(share(whole, RunFolder(Path(place) / f"run-{number}"), page=page))
            print(
                f"{'with' if page else 'without'} the page: {shares[page][-1]:6.2%} of a core",
                flush=True,
            )
    found = statistics.median(shares[True]) - statistics.median(shares[False])
    print(f"the page of {INSIDE:,} visitors: {found:.2%} of a core; target {TARGET_RATIO:.0%}")
    return 0 if found <= TARGET_RATIO else 1


def share(whole: RunFolder, live: RunFolder, *, page: bool) -> float:
    """Play some seconds of a run, and give how much of a core its exporter took meanwhile, 0 to 1."""
    began_s = time.time() - BEGUN_S
    files = list(_begun(whole, live, began_s))
    command = [sys.executable, "-m", "siaga.stage.export", str(live.path), "--port", "0"]
    with subprocess.Popen(  # noqa: S603 - this project
        [*command, *(["--page"] if page else [])], stdout=subprocess.PIPE, text=True
    ) as exporter:
        try:
            metrics = LOOPBACK.search(exporter.stdout.readline() if exporter.stdout else "")
            _play(files, began_s, 10.0, None)
            used_s, at = cpu_s(exporter.pid), time.monotonic()
            _play(files, began_s, WINDOW_S, metrics[0] if metrics else None)
            return (cpu_s(exporter.pid) - used_s) / (time.monotonic() - at)
        finally:
            exporter.terminate()


def cpu_s(pid: int) -> float:
    """Give the CPU time of a process, its own and the system's, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def _begun(
    whole: RunFolder, live: RunFolder, began_s: float
) -> Iterator[tuple[Path, list[tuple[int, str]]]]:
    """Copy what the run has left so far; give what is still to be written, by file, with its second."""
    live.path.mkdir()
    for name in (whole.scenario.name, whole.run.name):
        shutil.copy(whole.path / name, live.path)
    plan = PlanRecord.read(whole.plan)
    live.plan.parent.mkdir()
    PlanRecord(
        t0_s=began_s,
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
                "".join(text for second, text in lines if second < BEGUN_S), encoding="utf-8"
            )
            yield target, [one for one in lines if one[0] >= BEGUN_S]


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


def _play(
    files: list[tuple[Path, list[tuple[int, str]]]], began_s: float, for_s: float, url: str | None
) -> None:
    """Write each second when it is over, as workers do, and ask for the metrics, for some seconds."""
    end = time.monotonic() + for_s
    while time.monotonic() < end:
        now_s = int(time.time() - began_s)
        for path, later in files:
            due = [text for second, text in later if second < now_s]
            later[:] = [one for one in later if one[0] >= now_s]
            with path.open("a", encoding="utf-8") as log:
                log.write("".join(due))
        if url:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - of this machine
                answer.read()
        time.sleep(max(1.0 - time.time() % 1.0, 0.05))


if __name__ == "__main__":
    sys.exit(main())
