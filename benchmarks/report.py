"""Measures what the report of a long run takes: seconds to judge and to draw, memory, size of the page.

The run is made up, by the writers of a real one: an hour, a million visitors, ten million requests, two
workers, two faults, a scrape a second. It has no ledger: what the audit of one takes is measured by
itself.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from report_day import REQUESTS, SECONDS, VISITORS, make_day

from siaga.judge.run import judge_run
from siaga.record.run_folder import RunFolder
from siaga.report.render import render
from siaga.scenario.load import load

TARGET_S, TARGET_MB, TARGET_PAGE_MB = 10.0, 1_000, 2.0
REPORTED = "--reported"


def main() -> int:
    """Make a run up, report it in a process of its own, and say whether the targets were met."""
    if REPORTED in sys.argv:
        return reported(RunFolder(Path(sys.argv[-1])))
    with TemporaryDirectory() as place:
        folder = RunFolder(Path(place))
        began = time.perf_counter()
        make_day(folder)
        size_mb = sum(one.stat().st_size for one in folder.path.rglob("*") if one.is_file()) / 1e6
        took_s = time.perf_counter() - began
        print(
            f"{SECONDS:,} s, {VISITORS:,} visitors, {REQUESTS:,} requests:"
            f" {size_mb:,.0f} MB, made up in {took_s:.0f} s"
        )
        asked = [sys.executable, __file__, REPORTED, place]
        return subprocess.run(asked, check=False).returncode  # noqa: S603 - itself


def reported(folder: RunFolder) -> int:
    """Judge and draw one run, and print what each took."""
    scenario = load(folder.scenario)
    began, used = time.perf_counter(), time.process_time()
    judgement = judge_run(folder, scenario, strict=False)
    judged, judged_used = time.perf_counter(), time.process_time()
    render(folder, judgement)
    drawn, drawn_used = time.perf_counter(), time.process_time()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    page_mb = folder.report.stat().st_size / 1e6
    print(f"{'':8} {'wall':>8} {'CPU':>8}")
    print(f"{'judged':8} {judged - began:6.1f} s {judged_used - used:6.1f} s")
    print(f"{'drawn':8} {drawn - judged:6.1f} s {drawn_used - judged_used:6.1f} s")
    print(f"page {page_mb:.2f} MB of {TARGET_PAGE_MB:g}, peak memory {peak_mb:,.0f} MB of {TARGET_MB:,}")
    print(f"target for drawing: {TARGET_S:g} s on a free core")
    met = drawn_used - judged_used <= TARGET_S and peak_mb <= TARGET_MB and page_mb <= TARGET_PAGE_MB
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
