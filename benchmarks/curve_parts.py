"""The Parts of a cost curve, each done once in a process of its own, which says what that took.

    python benchmarks/curve_parts.py PART VISITORS FOLDER

`ledger` writes what a worker promises of so many visitors, by the journal of a worker; `roll` the site's
list of them, and `audit` holds one against the other. `day` writes the rest of a run of as many, and
`report` judges it and draws its page. Of each visitor the ledger has one operation and one look at what
it has come to.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from audit import COLUMNS, CONTENT, MORE, SCENARIO
from report_day import SECONDS, VISITORS, make_day

from siaga.judge.audit import audit
from siaga.judge.run import judge_run
from siaga.ledger.journal import Journal
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.record.run_folder import RunFolder
from siaga.report.render import render
from siaga.roll.entry import Entry
from siaga.roll.reading import BEFORE, FIRST, SECOND, take
from siaga.scenario.load import load, loads

A_SECOND = 1_000
"""How many ask in a second of the day that the ledger tells of."""

BEGAN_S = 1.8e9
LEAST_SECONDS = 4


class Everybody:
    """A roll on which every visitor has what was promised, or nobody has.

    Args:
        visitors: how many.
    """

    def __init__(self, visitors: int) -> None:
        self._visitors = visitors

    def entries(self) -> Iterator[Entry]:
        """Give them in order."""
        for number in range(self._visitors):
            at_s = BEGAN_S + number / A_SECOND
            yield Entry(
                person=person(number),
                operation=f"key-{number}",
                seat=str(number),
                at_s=at_s,
                content=CONTENT,
                unique={"nik": f"{number:016}", "phone": f"+62{number:011}"},
                steps=(at_s - 60,),
            )


def person(number: int) -> str:
    """Give the name of a visitor."""
    return f"person-{number:09}@siaga.test"


def ledger(folder: RunFolder, visitors: int) -> int:
    """Write the ledger; gives its size in bytes."""
    journal = Journal(folder.ledger(0), 0)
    for number in range(visitors):
        at_s, who = number / A_SECOND, person(number)
        asked = {"kind": "join", "person": who, "key": f"key-{number}", "content": CONTENT}
        operation = journal.invoke(at_s=at_s, visitor=number, **asked)
        why = "status 201: a success that names what was granted"
        end = {"outcome": Outcome.OK, "status": 201, "seat": str(number), "why": why}
        journal.complete(operation, at_s=at_s + 0.2, **end)
        seen = {"visitor": number, "text": str(number), "began_s": at_s + 1, "ended_s": at_s + 1.1}
        journal.sight(Sighting(what="holding", person=who, **seen))
    journal.close()
    return folder.ledger(0).stat().st_size


def roll(folder: RunFolder, visitors: int) -> int:
    """Write the readings of the roll; gives the size of one in bytes."""
    for name, many in ((BEFORE, 0), (FIRST, visitors), (SECOND, visitors)):
        take(lambda many=many: Everybody(many), folder, name, time.time)
    return folder.roll_reading(FIRST).stat().st_size


def audited(folder: RunFolder, visitors: int) -> int:
    """Audit them; gives how many were audited.

    Raises:
        ValueError: the audit is not what it has to be.
    """
    scenario = loads(SCENARIO.format(seats=visitors, columns=COLUMNS, more=MORE), "scenario")
    result = audit(folder, scenario)
    if result.on_roll != visitors or result.findings:
        raise ValueError(f"audit: {result.on_roll} of {visitors} on the roll, {result.findings} found")
    return result.attempted


def day(folder: RunFolder, visitors: int) -> int:
    """Write a day that is as long as it takes so many to come; gives that in seconds."""
    folder.path.mkdir(parents=True)
    seconds = max(round(SECONDS * visitors / VISITORS), LEAST_SECONDS)
    make_day(folder, seconds)
    return seconds


def report(folder: RunFolder, _visitors: int) -> int:
    """Judge and draw it; gives the size of the page in bytes."""
    render(folder, judge_run(folder, load(folder.scenario), strict=False))
    return folder.report.stat().st_size


PARTS: dict[str, Callable[[RunFolder, int], int]] = {
    "ledger": ledger,
    "roll": roll,
    "audit": audited,
    "day": day,
    "report": report,
}


def main(part: str, visitors: str, place: str) -> None:
    """Do a part, and say what it took and what it gave."""
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    gave = PARTS[part](RunFolder(Path(place)), int(visitors))
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    print(json.dumps({"time": wall_s, "CPU": cpu_s, "memory": peak_mb(), "gave": gave}))


def peak_mb() -> float:
    """Give the most memory that this process held, in MB.

    What getrusage says begins with what the process held that started this one.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (held_kb,) = re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(held_kb) * 1024 / 1e6


if __name__ == "__main__":
    main(*sys.argv[1:])
