"""The Tail of a file that another process is still writing: what came since the last look.

A line that is torn is left for the look that finds it whole. A whole line that is damaged is passed
over: these tails feed displays, and the audit, which reads the same files strictly, will refuse it.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from siaga.observe.scrape import Scrape, SeriesKey
from siaga.record.run_folder import RunFolder
from siaga.record.slots import SlotReader, Slots
from siaga.record.tally import Tally


class LineTail:
    """Follows one file line by line; a file that is not there yet has no lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset_bytes = 0

    def new(self) -> list[str]:
        """Give the whole lines that came since the last look, without their ends."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self._offset_bytes)
            whole, newline, _torn = file.read().rpartition(b"\n")
        if not newline:
            return []
        self._offset_bytes += len(whole) + 1
        return whole.decode("utf-8", errors="replace").split("\n")


class TallyTail:
    """Follows the tallies of every worker, those that begin later included."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._tails: dict[int, LineTail] = {}

    def new(self) -> list[tuple[int, Tally]]:
        """Give rank and tally of what came since the last look, worker by worker."""
        for path in self._folder.tally_files():
            self._tails.setdefault(_rank(path), LineTail(path))
        return [(rank, tally) for rank, tail in self._tails.items() for tally in _tallies(tail)]


class LatencyTail:
    """Follows the latency logs of every worker, those that begin later included.

    Only latencies from the intended start are given: no live view asks for the others, and
    unpacking them would double what a look costs. They come one by one and without their histograms:
    whoever begins to follow late has a whole day to read, of which each would take 190 kB.

    Args:
        folder: the run.
        closed: whether there is nothing but service time, which then is what is given.
    """

    def __init__(self, folder: RunFolder, *, closed: bool = False) -> None:
        self._folder, self._end = folder, ".service" if closed else ".intended"
        self._tails: dict[int, LineTail] = {}
        self._reader = SlotReader()

    def new(self) -> Iterator[Slots]:
        """Give the intervals that came since the last look, worker by worker."""
        for path in self._folder.latency_logs():
            self._tails.setdefault(_rank(path), LineTail(path))
        for tail in self._tails.values():
            for line in tail.new():
                if line.startswith("Tag=") and line.partition(",")[0].endswith(self._end):
                    with suppress(ValueError):
                        yield self._reader.read(line)


class ScrapeTail:
    """Follows the log of scrapes and knows what the last one showed."""

    def __init__(self, path: Path) -> None:
        self._tail = LineTail(path)
        self._keys: list[SeriesKey] = []
        self._values: dict[SeriesKey, float | None] = {}
        self._up = False

    def look(self) -> None:
        """Take in what came since the last look."""
        for fact in facts(self._tail):
            with suppress(ValueError, IndexError):
                self._take(Scrape.from_json(fact))

    def last(self, name: str, labels: Mapping[str, str]) -> float | None:
        """Give the sum over the matching series in the last scrape; None if it showed none."""
        there = [
            value
            for key, value in self._values.items()
            if value is not None and key.matches(name, labels)
        ]
        return sum(there) if self._up and there else None

    def _take(self, scrape: Scrape) -> None:
        self._up = scrape.up
        self._keys.extend(scrape.new)
        for number, value in zip(scrape.ids, scrape.values, strict=True):
            self._values[self._keys[number]] = value


def _rank(path: Path) -> int:
    return int(path.stem.removeprefix("worker-"))


def facts(tail: LineTail) -> Iterator[dict[str, Any]]:
    """Give each JSON object that came since the last look."""
    for line in tail.new():
        try:
            fact = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(fact, dict):
            yield fact


def _tallies(tail: LineTail) -> Iterator[Tally]:
    for fact in facts(tail):
        try:
            tally = Tally.from_json(fact)
        except ValueError:
            continue
        if tally.is_sound:
            yield tally
