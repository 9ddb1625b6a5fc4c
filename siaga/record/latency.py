"""The LatencyLog: HdrHistograms per step and second, in HdrHistogram's own log format.

Each line of a log is one second of one tag, `<step>@<population>.intended` (from the intended start) or
`<step>@<population>.service` (from the real start); logs of older runs tell no population. Values are
microseconds from 1 µs to one hour, kept to three significant digits; a longer one counts as one hour,
so that nothing is out of range silently. Beyond the hour is the last slot of a histogram, which stands
for visitors who were never served: it is above every latency, and merges as one.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, unquote

from hdrh.codec import HdrCookieException, HdrLengthException
from hdrh.histogram import HdrHistogram

UNDECODABLE = (
    zlib.error,
    HdrCookieException,
    HdrLengthException,
    IndexError,
    RuntimeError,
    AttributeError,
)
"""What the library raises on a damaged payload."""

HIGHEST_US = 3_600_000_000
DIGITS = 3

NEVER_US = 2**32 - 1
"""Stands for a visitor who was never served: it falls into the last slot, which no latency reaches."""

_Read = TypeVar("_Read")


def histogram() -> HdrHistogram:
    """Make an empty histogram of the log's range."""
    return HdrHistogram(1, HIGHEST_US, DIGITS)


def record(into: HdrHistogram, latency_s: float) -> None:
    """Record a latency in seconds; below 1 µs counts as 1 µs, above an hour as an hour."""
    into.record_value(min(max(round(latency_s * 1e6), 1), HIGHEST_US))


def never(many: int) -> HdrHistogram:
    """Give the histogram of so many visitors, 1 or more, who were never served."""
    made = histogram()
    made.record_value(NEVER_US, many)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One second of one step.

    Attributes:
        second: whole seconds since the first phase began, 0 or more.
        step: name of the step.
        intended: whether latency counts from the intended start or from the real one.
        latencies: histogram in microseconds, `NEVER_US` for those who were never served.
        population: whose samples they are; empty where nobody told people apart.
    """

    second: int
    step: str
    intended: bool
    latencies: HdrHistogram
    population: str = ""


class LatencyLog:
    """Writes intervals to one file.

    The library's own writer knows no tags and takes second 0 for "no time given", so the lines are
    written here; the payload, which is the histogram, is the library's.

    Args:
        path: the file; it is made anew.
        t0_s: wall time of the first phase, in Unix seconds.
    """

    def __init__(self, path: Path, t0_s: float) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", encoding="utf-8")
        self._file.write("#[Histogram log format version 1.3]\n")
        self._file.write(f"#[BaseTime: {t0_s:.3f} (seconds since epoch)]\n")
        self._file.write(
            '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"\n'
        )

    def append(self, interval: Interval) -> None:
        """Write one interval; an empty one is passed over."""
        latencies = interval.latencies
        if latencies.get_total_count() == 0:
            return
        # A comma ends a tag, and the names of steps are whatever a Locust file says.
        of = f"@{quote(interval.population)}" if interval.population else ""
        tag = f"{quote(interval.step)}{of}.{'intended' if interval.intended else 'service'}"
        longest_s = latencies.get_max_value() / 1e6
        payload = latencies.encode().decode("ascii")
        self._file.write(f"Tag={tag},{interval.second}.000,1.000,{longest_s:.6f},{payload}\n")

    def flush(self) -> None:
        """Hand what was written to the kernel."""
        self._file.flush()

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self._file.close()


def each(paths: Iterable[Path], read: Callable[[str], _Read]) -> Iterator[_Read]:
    """Give what is read of every whole line of some logs that holds an interval.

    Raises:
        ValueError: a line cannot be read; the file is named.
    """
    for path in paths:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith("Tag=") and line.endswith("\n"):
                    try:
                        yield read(line)
                    except ValueError as error:
                        raise ValueError(f"{path.name}: {error}") from None


def taken_apart(line: str) -> tuple[int, str, str, bool, str]:
    """Give second, step, population, whether from the intended start, and histogram of a line.

    Raises:
        ValueError: it has other parts.
    """
    tag, start, _length, _longest, payload = line.rstrip("\n").split(",", 4)
    return int(float(start)), *_named(tag), payload


@lru_cache(maxsize=1_000)
def _named(tag: str) -> tuple[str, str, bool]:
    """Give step, population and whether from the intended start; a log has few tags and many lines."""
    name, _, kind = tag.removeprefix("Tag=").rpartition(".")
    step, _, population = name.partition("@")
    return unquote(step), unquote(population), kind == "intended"
