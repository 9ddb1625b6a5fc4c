"""Measures what the audit of a long ledger takes: wall and CPU seconds, and memory at its peak."""

import json
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from siaga.judge.audit import audit
from siaga.record.run_folder import RunFolder
from siaga.roll.reading import BEFORE, FIRST, SECOND
from siaga.scenario.load import loads

MILLION = 1_000_000
SCENARIO = """
name: long-day
description: As many people as the argument says ask for a seat, and all of them get one.
seed: 1
locustfile: opening_day.py
traffic:
  phases: [{{name: day, for: 100 s, rate: 100/s}}]
  populations: [{{name: visitors, journey: visitor}}]
site: {{quota: {seats}, roll: {{path: /admin/roll}}}}
objectives: [{{id: errors, expect: error ratio <= 1 %}}]
"""


def main() -> int:
    """Print what an audit of so many million operations takes; the argument says how many."""
    operations = int(float(sys.argv[1]) * MILLION) if len(sys.argv) > 1 else MILLION
    with TemporaryDirectory(prefix="siaga-audit-") as scratch:
        folder = RunFolder(Path(scratch))
        write(folder, operations)
        wall_s, cpu_s = time.perf_counter(), time.process_time()
        result = audit(folder, loads(SCENARIO.format(seats=operations), "scenario"))
        wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"operations audited  {result.attempted:>12,}")
    print(f"wall clock          {wall_s:12.1f} s")
    print(f"CPU                 {cpu_s:12.1f} s")
    print(f"memory at the peak  {peak_mb:12,.0f} MB")
    return 0 if result.on_roll == operations and not result.findings else 1


def write(folder: RunFolder, operations: int) -> None:
    """Write ledger and roll of a run in which everybody joins and nobody is lost."""
    for path in (folder.ledger(0), folder.roll_reads):
        path.parent.mkdir(parents=True)
    with folder.ledger(0).open("w", encoding="utf-8") as ledger:
        for number in range(operations):
            at_s = number / 1000
            ledger.write(
                f'{{"e":"invoke","op":"0-{number}","kind":"join","person":"{_person(number)}",'
                f'"key":"key-{number}","at_s":{at_s}}}\n'
                f'{{"e":"complete","op":"0-{number}","outcome":"ok","status":201,'
                f'"seat":"{number}","at_s":{at_s + 0.2:.3f},"why":"acknowledged"}}\n'
            )
    with folder.roll_reading(FIRST).open("w", encoding="utf-8") as roll:
        for number in range(operations):
            roll.write(
                f'{{"person":"{_person(number)}","operation":"key-{number}","seat":"{number}",'
                f'"at_s":{1.8e9 + number / 1000}}}\n'
            )
    folder.roll_reading(BEFORE).touch()
    folder.roll_reading(SECOND).hardlink_to(folder.roll_reading(FIRST))
    reads = ((BEFORE, 0), (FIRST, operations), (SECOND, operations))
    with folder.roll_reads.open("w", encoding="utf-8") as log:
        for name, entries in reads:
            log.write(json.dumps({"name": name, "at_s": 0.0, "entries": entries, "error": ""}) + "\n")


def _person(number: int) -> str:
    return f"person-{number:09}@siaga.test"


if __name__ == "__main__":
    sys.exit(main())
