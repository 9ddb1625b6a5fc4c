"""The CleanRecord of a run: what was removed of it from the site, and what proves that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from siaga.record.record import SCHEMA, Record

MOST_SHOWN = 100
"""Rows that are named of each kind; how many there are is counted."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanRecord(Record):
    """What came of a cleaning.

    Attributes:
        run_id: of the run whose rows were removed.
        host: base URL of the site.
        call: method and path of each call, its places unfilled.
        started_at: wall time of the start, ISO 8601 UTC.
        ended_at: wall time of the end.
        found: rows of the run that were on the roll at the start.
        others: rows at the start that are not of the run.
        removed: calls to which the site said that it has removed a row.
        gone: calls to which it said that there is no such row any more.
        refused: calls to which it said anything else, or nothing.
        unsent: rows for which there was no call any more.
        left: rows of the run that are on the roll in the end; None where that could not be read.
        vanished: rows of others that are not on it any more; None where that could not be read.
        shown: the first rows that were `refused`, `left` or `vanished`, by that name.
        stopped: why not every row was asked for; empty where each was.
        doubt: why even an empty list proves nothing; empty where nothing stands against it.
        proven: whether nothing of the run is left, and nothing of anybody else is gone.
    """

    schema: int = SCHEMA
    run_id: str
    host: str
    call: str
    started_at: str
    ended_at: str = ""
    found: int
    others: int
    removed: int = 0
    gone: int = 0
    refused: int = 0
    unsent: int = 0
    left: int | None = None
    vanished: int | None = None
    shown: Mapping[str, list[Row]]
    stopped: str = ""
    doubt: str = ""
    proven: bool = False
