"""Measures what the audit of a long ledger takes as it grows: wall and CPU seconds, and peak memory.

With `--full` first the scenario maps all that a roll can tell, and everybody looks at what they hold:
every rule that needs no second list has something to hold against something.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from siaga.judge.audit import audit
from siaga.record.content import content_digest
from siaga.record.run_folder import RunFolder
from siaga.roll.reading import BEFORE, FIRST, SECOND
from siaga.scenario.load import loads

MILLION = 1_000_000
SIZES = ("1", "10")
"""Millions of operations that are audited unless the arguments say others."""

TARGET_WALL_S, TARGET_MB = 90, 2_000
"""For ten million operations."""

FULL = "--full"
CONTENT = content_digest({"name": "Ana"})

SCENARIO = """
name: long-day
description: As many people as the argument says ask for a seat, and all of them get one.
seed: 1
locustfile: opening_day.py
traffic:
  phases: [{{name: day, for: 20000 s, rate: 1/s}}, {{name: closed, for: 1 s, rate: 1/s}}]
  populations: [{{name: visitors, journey: visitor}}]
site: {{quota: {seats}, roll: {{path: /admin/roll{columns}}}{more}}}
objectives: [{{id: errors, expect: error ratio <= 1 %}}]
"""

COLUMNS = ", content: [name], unique: {nik: text, phone: phone}, steps: [account_at]"
MORE = ", closes: closed, remaining: {stale: 2 s}"


def main() -> int:
    """Audit ledgers of so many million operations, each in a process of its own, and compare."""
    arguments = sys.argv[1:]
    full = FULL in arguments
    sizes = [one for one in arguments if not one.startswith("--")] or SIZES
    if "--one" in arguments:
        return one(int(float(sizes[0]) * MILLION), full=full)
    print(f"{'operations':>12} {'wall':>9} {'CPU':>9} {'CPU a million':>14} {'peak memory':>12}")
    for size in sizes:
        asked = [sys.executable, __file__, "--one", size, *[FULL] * full]
        subprocess.run(asked, check=True)  # noqa: S603 - itself
    print(f"target for 10,000,000: {TARGET_WALL_S} s on two free cores, {TARGET_MB:,} MB")
    return 0


def one(operations: int, *, full: bool) -> int:
    """Audit one ledger and print a line; fails where the audit is not what it has to be."""
    with TemporaryDirectory(prefix="siaga-audit-") as scratch:
        folder = RunFolder(Path(scratch))
        write(folder, operations, full=full)
        scenario = loads(
            SCENARIO.format(seats=operations, columns=COLUMNS * full, more=MORE * full), "scenario"
        )
        wall_s, cpu_s = time.perf_counter(), time.process_time()
        result = audit(folder, scenario)
        wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each_s = cpu_s / operations * MILLION
    figures = f"{wall_s:7.1f} s {cpu_s:7.1f} s {each_s:12.1f} s {peak_mb:9,.0f} MB"
    print(f"{result.attempted:12,} {figures}", flush=True)
    return 0 if result.on_roll == operations and not result.findings else 1


def write(folder: RunFolder, operations: int, *, full: bool) -> None:
    """Write ledger and roll of a run in which everybody joins and nobody is lost."""
    for path in (folder.ledger(0), folder.roll_reads):
        path.parent.mkdir(parents=True)
    with folder.ledger(0).open("w", encoding="utf-8") as ledger:
        ledger.writelines(_records(number, full=full) for number in range(operations))
    with folder.roll_reading(FIRST).open("w", encoding="utf-8") as roll:
        for number in range(operations):
            roll.write(
                f'{{"person":"{_person(number)}","operation":"key-{number}","seat":"{number}",'
                f'"at_s":{1.8e9 + number / 1000}{_held(number) if full else ""}}}\n'
            )
    folder.roll_reading(BEFORE).touch()
    folder.roll_reading(SECOND).hardlink_to(folder.roll_reading(FIRST))
    reads = ((BEFORE, 0), (FIRST, operations), (SECOND, operations))
    with folder.roll_reads.open("w", encoding="utf-8") as log:
        for name, entries in reads:
            log.write(json.dumps({"name": name, "at_s": 0.0, "entries": entries, "error": ""}) + "\n")


def _held(number: int) -> str:
    """Give what else an entry holds, as a reading writes it."""
    unique = f'{{"nik":"{number:016}","phone":"+62{number:011}"}}'
    return f',"content":"{CONTENT}","unique":{unique},"steps":[{1.8e9 + number / 1000 - 60}]'


def _looks(number: int, at_s: float) -> str:
    """Give the record of a person who looks at what they hold."""
    return (
        f'{{"e":"sight","op":"0-s{number}","what":"holding","person":"{_person(number)}",'
        f'"visitor":{number},"text":"{number}","number":null,"began_s":{at_s + 1:.3f},'
        f'"at_s":{at_s + 1.1:.3f}}}\n'
    )


def _records(number: int, *, full: bool) -> str:
    """Give the records of one operation, as the journal writes them."""
    at_s, person = number / 1000, _person(number)
    return (
        f'{{"e":"invoke","op":"0-{number}","kind":"join","person":"{person}","key":"key-{number}",'
        f'"at_s":{at_s},"visitor":{number},"content":"{CONTENT * full}"}}\n'
        f'{{"e":"complete","op":"0-{number}","person":"{person}","outcome":"ok","status":201,'
        f'"seat":"{number}","at_s":{at_s + 0.2:.3f},'
        '"why":"status 201: a success that names what was granted","means":""}\n'
        f"{_looks(number, at_s) if full else ''}"
    )


def _person(number: int) -> str:
    return f"person-{number:09}@siaga.test"


if __name__ == "__main__":
    sys.exit(main())
