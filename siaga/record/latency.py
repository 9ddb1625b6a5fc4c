"""The LatencyLog: HdrHistograms per step and second, in HdrHistogram's own log format.

Each line of a log is one second of one tag, `<step>@<population>.intended` (from the intended start) or
`<step>@<population>.service` (from the real start); logs of older runs tell no population. Values are
microseconds from 1 µs to one hour, kept to three significant digits; a longer one counts as one hour,
so that nothing is out of range silently.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from hdrh.codec import HdrCookieException, HdrLengthException
from hdrh.histogram import HdrHistogram

_UNDECODABLE = (
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


def histogram() -> HdrHistogram:
    """Make an empty histogram of the log's range."""
    return HdrHistogram(1, HIGHEST_US, DIGITS)


def record(into: HdrHistogram, latency_s: float) -> None:
    """Record a latency in seconds; below 1 µs counts as 1 µs, above an hour as an hour."""
    into.record_value(min(max(round(latency_s * 1e6), 1), HIGHEST_US))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One second of one step.

    Attributes:
        second: whole seconds since the first phase began, 0 or more.
        step: name of the step.
        intended: whether latency counts from the intended start or from the real one.
        latencies: histogram in microseconds.
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


def intervals(paths: Iterable[Path]) -> Iterator[Interval]:
    """Give every whole interval of some logs, file by file; a torn last line is passed over.

    Raises:
        ValueError: a whole line is no interval.
    """
    for path in paths:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith("Tag=") and line.endswith("\n"):
                    try:
                        yield interval(line)
                    except ValueError as error:
                        raise ValueError(f"{path.name}: {error}") from None


def interval(line: str) -> Interval:
    """Read a line of a log.

    Raises:
        ValueError: it is no interval.
    """
    try:
        tag, start, _length, _longest, payload = line.rstrip("\n").split(",", 4)
        name, _, kind = tag.removeprefix("Tag=").rpartition(".")
        step, _, population = name.partition("@")
        return Interval(
            second=int(float(start)),
            step=unquote(step),
            population=unquote(population),
            intended=kind == "intended",
            latencies=HdrHistogram.decode(payload),
        )
    except (*_UNDECODABLE, ValueError, TypeError) as error:
        raise ValueError(f"{line[:60]!r} is no interval ({error})") from None
