"""A Reading of the roll: its entries as they stood at one moment, kept in the run folder."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from siaga.errors import UsageError
from siaga.record.json_lines import JsonLines, whole_lines
from siaga.record.run_folder import RunFolder
from siaga.roll.entry import Roll, RollError

BEFORE, FIRST, SECOND, RESTARTED = "before", "first", "second", "restarted"
"""The readings of the roll around a run, in order."""

NOTICES_BEFORE, NOTICES = "notices-before", "notices"
"""The readings of its notices: with the look at the roll before the run, and after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one reading went.

    Attributes:
        name: which one.
        at_s: when it began, Unix seconds.
        entries: how many were read; 0 where it failed.
        error: why it failed; empty where it did not.
    """

    name: str
    at_s: float
    entries: int
    error: str

    @property
    def whole(self) -> bool:
        """Whether every entry was read."""
        return not self.error

    @classmethod
    def from_json(cls, fact: dict[str, Any]) -> Self:
        """Read it back.

        Raises:
            ValueError: the fact is no reading.
        """
        try:
            reading = cls(**fact)
        except TypeError as error:
            raise ValueError(f"reading: {str(fact)[:60]!r} is none ({error}); it is damaged") from None
        texts, entries = (reading.name, reading.error), reading.entries
        if not all(isinstance(text, str) for text in texts) or type(entries) is not int or entries < 0:
            raise ValueError(f"reading: {str(fact)[:60]!r} is none; it is damaged")
        return reading


def take(source: Callable[[], Roll], folder: RunFolder, name: str, wall: Callable[[], float]) -> Reading:
    """Read the roll into the run folder; a failure is part of what is recorded, not raised.

    The entries appear under their name only when all of them have been read.

    Args:
        source: gives the roll.
        folder: the run.
        name: which reading it is.
        wall: wall clock in Unix seconds.

    Raises:
        OSError: the folder cannot be written.
    """
    at_s = wall()
    path = folder.roll_reading(name)
    try:
        entries, error = _copy(source(), path), ""
    except (RollError, UsageError) as failure:
        entries, error = 0, str(failure)
    reading = Reading(name=name, at_s=round(at_s, 3), entries=entries, error=error)
    log = JsonLines(folder.roll_reads)
    log.append(asdict(reading))
    log.close()
    return reading


def readings(folder: RunFolder) -> dict[str, Reading]:
    """Give the readings of a run by name.

    Raises:
        ValueError: the list of readings is damaged.
    """
    found = (Reading.from_json(fact) for fact in whole_lines(folder.roll_reads))
    return {reading.name: reading for reading in found}


def _copy(roll: Roll, path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    entries = 0
    try:
        with fresh.open("w", encoding="utf-8") as file:
            for entry in roll.entries():
                file.write(json.dumps(entry.as_json(), separators=(",", ":")) + "\n")
                entries += 1
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return entries
