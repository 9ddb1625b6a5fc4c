"""A whole interval of a latency log, with its histogram as the library itself decodes it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from hdrh.histogram import HdrHistogram

from siaga.record.latency import UNDECODABLE, Interval, each, taken_apart


def intervals(paths: Iterable[Path]) -> Iterator[Interval]:
    """Give every whole interval of some logs, file by file; a torn last line is passed over.

    Raises:
        ValueError: a whole line is no interval.
    """
    return each(paths, interval)


def interval(line: str) -> Interval:
    """Read a line of a log.

    Raises:
        ValueError: it is no interval.
    """
    try:
        second, step, population, intended, payload = taken_apart(line)
        return Interval(
            second=second,
            step=step,
            population=population,
            intended=intended,
            latencies=HdrHistogram.decode(payload),
        )
    except (*UNDECODABLE, ValueError, TypeError) as error:
        raise ValueError(f"{line[:60]!r} is no interval ({error})") from None
