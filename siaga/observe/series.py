"""The Series of a site: every value that its metrics page showed, scrape by scrape."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siaga.errors import UsageError
from siaga.observe.scrape import Scrape, SeriesKey
from siaga.record.json_lines import JsonLines, whole_lines

UP = "up"
"""Name of the pseudo series with 1 for a good scrape and 0 for a failed one."""

MOST_SERIES = 50_000
"""Series that a run keeps; a page that names them after what has no end shows more and more."""

Floats = NDArray[np.float64]


class SeriesLog:
    """Writes scrapes to a file of its own; each is in the kernel's hands when `append` returns.

    Raises:
        UsageError: the file is there already: two writers would number their series differently.
        OSError: the file cannot be opened or written.
    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise UsageError(f"{path}: is there already; a run is observed once")
        self._lines = JsonLines(path)
        self._ids: dict[SeriesKey, int] = {}
        self._last: dict[SeriesKey, float] = {}

    def append(
        self,
        at_s: float,
        *,
        up: bool,
        samples: Mapping[SeriesKey, float] | None = None,
        error: str = "",
    ) -> None:
        """Write one scrape; one with which there would be more than `MOST_SERIES` has failed.

        Args:
            at_s: when it began, Unix seconds.
            up: whether the page was read.
            samples: everything the page showed, if it was.
            error: why it was not.
        """
        known = self._ids.keys() | (samples or {}).keys()
        if len(known) > MOST_SERIES:
            up, error = False, f"{len(known):,} series by now; {MOST_SERIES:,} are allowed in a run"
        fact: dict[str, Any] = {"at": round(at_s, 3), "up": int(up)}
        if up:
            fact |= self._changes(samples or {})
        if error:
            fact["error"] = error
        self._lines.append(fact)

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self._lines.close()

    def _changes(self, samples: Mapping[SeriesKey, float]) -> dict[str, Any]:
        there = {key: float(value) for key, value in samples.items() if math.isfinite(value)}
        changed: dict[SeriesKey, float | None] = {
            key: _short(value) for key, value in there.items() if self._last.get(key) != value
        }
        changed |= dict.fromkeys(self._last.keys() - there.keys())
        new = [key for key in changed if key not in self._ids]
        self._ids |= {key: number for number, key in enumerate(new, start=len(self._ids))}
        self._last = there
        named = {"new": [[key.name, dict(key.labels)] for key in new]} if new else {}
        ids = [self._ids[key] for key in changed]
        return named | {"i": ids, "v": list(changed.values())}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoints:
    """The values of one series, one for each good scrape that showed it.

    Attributes:
        at_s: times in order, shape (n,), in the clock that `read` was asked for.
        values: shape (n,), all finite.
        labels: labels of the series.
    """

    at_s: Floats
    values: Floats
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    """When one series changed and to what; positions count good scrapes, NaN is not there."""

    positions: NDArray[np.int64]
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Everything that was scraped.

    Attributes:
        attempts_s: when each scrape began, good or not, shape (n,), in order.
        up: 1 for a good scrape, 0 for a failed one, shape (n,).
        failures: time and reason of each failed scrape.
        changes: changes of each series.
    """

    attempts_s: Floats
    up: Floats
    failures: tuple[tuple[float, str], ...]
    changes: Mapping[SeriesKey, _Changes]

    @property
    def good_s(self) -> Floats:
        """When each good scrape began, shape (n,), in order."""
        return self.attempts_s[self.up > 0]

    def names(self) -> list[str]:
        """Give the names there are, sorted; with any scrape at all, `up` is one of them."""
        return sorted({key.name for key in self.changes} | ({UP} if self.up.size else set()))

    def points(self, name: str, labels: Mapping[str, str]) -> list[SeriesPoints]:
        """Give each series of that name that has at least those labels, in order of labels.

        `up` is the pseudo series, which has no labels, even where the site shows one of that name.
        """
        if name == UP:
            pseudo = SeriesPoints(at_s=self.attempts_s, values=self.up, labels={})
            return [pseudo] if self.up.size and not labels else []
        return [self._points(key) for key in sorted(self.changes) if key.matches(name, labels)]

    def _points(self, key: SeriesKey) -> SeriesPoints:
        changes, good_s = self.changes[key], self.good_s
        newest = np.searchsorted(changes.positions, np.arange(good_s.size), side="right") - 1
        values = np.where(newest >= 0, changes.values[newest], np.nan)
        there = np.isfinite(values)
        return SeriesPoints(at_s=good_s[there], values=values[there], labels=dict(key.labels))


def read(path: Path, t0_s: float) -> Series:
    """Read a log; one that is missing has no scrapes, and a torn last line is passed over.

    Args:
        path: the log.
        t0_s: what every time counts from, Unix seconds; 0 leaves them as they are.

    Raises:
        ValueError: a whole line is no scrape.
    """
    scrapes = _Accumulated()
    for fact in whole_lines(path):
        scrapes.add(Scrape.from_json(fact))
    return scrapes.series(t0_s)


class _Accumulated:
    """The scrapes read so far, side by side in plain lists until all are known."""

    def __init__(self) -> None:
        self._keys: list[SeriesKey] = []
        self._attempts: list[tuple[float, bool, str]] = []
        self._sizes: list[int] = []
        self._ids: list[int] = []
        self._values: list[float | None] = []

    def add(self, scrape: Scrape) -> None:
        """Take the next scrape."""
        self._attempts.append((scrape.at_s, scrape.up, scrape.error))
        if scrape.up:
            self._keys.extend(scrape.new)
            self._sizes.append(len(scrape.ids))
            self._ids.extend(scrape.ids)
            self._values.extend(scrape.values)

    def series(self, t0_s: float) -> Series:
        """Give everything, its times counted from t0_s."""
        return Series(
            attempts_s=np.array([at_s - t0_s for at_s, _up, _error in self._attempts]),
            up=np.array([float(up) for _at_s, up, _error in self._attempts]),
            failures=tuple((at_s - t0_s, why) for at_s, up, why in self._attempts if not up),
            changes=self._changes(),
        )

    def _changes(self) -> dict[SeriesKey, _Changes]:
        ids = np.array(self._ids, dtype=np.int64)
        if ids.size and not 0 <= ids.min() <= ids.max() < len(self._keys):
            raise ValueError(f"series: {ids.max()} has no name; the log is damaged")
        positions = np.repeat(np.arange(len(self._sizes)), self._sizes)
        values = np.array(self._values, dtype=np.float64)
        order = np.argsort(ids, kind="stable")
        ends = np.searchsorted(ids[order], np.arange(1, len(self._keys)))
        parts = zip(
            self._keys, np.split(positions[order], ends), np.split(values[order], ends), strict=False
        )
        return {key: _Changes(positions=at, values=to) for key, at, to in parts if at.size}


def _short(value: float) -> float:
    """Give whole numbers as such: `120` is shorter than `120.0` and reads back the same."""
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
