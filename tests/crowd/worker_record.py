"""The record of a worker: what it left in the run folder, added up."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from siaga.judge.latencies import Latencies
from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder
from siaga.record.tally import Tally


def tallies(folder: RunFolder) -> list[Tally]:
    """Give the tallies of the first worker, in order."""
    return [Tally.from_json(fact) for fact in whole_lines(folder.tallies(0))]


def ledger(folder: RunFolder) -> Mapping[str, int]:
    """Count the records of the first worker's ledger by their kind."""
    return Counter(str(fact["e"]) for fact in whole_lines(folder.ledger(0)))


def never(folder: RunFolder, step: str) -> int:
    """Count those who were to begin with a step, and were never served."""
    return Latencies.read([folder.latency(0)]).pool(step).never


def total(folder: RunFolder) -> Mapping[str, int]:
    """Add up what was counted; what was never counted is left out."""
    count: Counter[str] = Counter()
    for tally in tallies(folder):
        count.update(arrived=tally.arrived, dropped=tally.dropped, finished=tally.finished)
        count.update(tally.errors)
        count.update({step: number.good for step, number in tally.steps.items()})
    return +count


def full_at(path: Path) -> Callable[[int, bytes], int]:
    """Give what writes as `os.write` does, but that the disk refuses what goes to one file."""
    write, place = os.write, path.stat().st_ino

    def refuse(descriptor: int, content: bytes) -> int:
        if os.fstat(descriptor).st_ino == place:
            raise OSError("the disk is full")
        return write(descriptor, content)

    return refuse
