"""The Slots of an interval: those of its histogram that hold anything, read without making it.

A histogram has room for 23,552 counts, of which a second of a step fills a hundred, and an hour of a run
has a hundred thousand of them: one made for each takes six times as long and a hundred times the room.
"""

import binascii
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from hdrh.codec import (
    V2_COMPRESSION_COOKIE_BASE,
    V2_ENCODING_COOKIE_BASE,
    HdrCookieException,
    HdrLengthException,
    decode,
    get_cookie_base,
)
from numpy.typing import NDArray

from siaga.record.latency import (
    DIGITS,
    HIGHEST_US,
    UNDECODABLE,
    Interval,
    each,
    histogram,
    taken_apart,
)

Numbers = NDArray[np.int32]

_WRAPPING = struct.Struct(">II")
"""Before what is compressed: a cookie and its length."""

_HEADER = struct.Struct(">IIIIQQd")
"""A cookie, the length of the counts, an offset, the digits, lowest and highest value, a factor."""

_COUNT_BYTES = 8
_RANGE = (DIGITS, 1, HIGHEST_US)
_MOST = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """One second of one step.

    Attributes:
        second: whole seconds since the first phase began, 0 or more.
        step: name of the step.
        population: whose samples they are; empty where nobody told people apart.
        intended: whether latency counts from the intended start or from the real one.
        places: of the slots that are not empty, in order, shape (slots,).
        counts: how many latencies are in each, shape (slots,).
    """

    second: int
    step: str
    population: str
    intended: bool
    places: Numbers
    counts: Numbers

    @classmethod
    def of(cls, interval: Interval) -> Self:
        """Give the slots of an interval that has its histogram.

        Raises:
            ValueError: the histogram is of another range.
        """
        counts = np.frombuffer(interval.latencies.counts, dtype=np.int64)
        if (interval.latencies.significant_figures, counts.size) != (DIGITS, _slots()):
            raise ValueError(_another_range(interval.step))
        places = np.flatnonzero(counts)
        return cls(
            second=interval.second,
            step=interval.step,
            population=interval.population,
            intended=interval.intended,
            places=places.astype(np.int32),
            counts=counts[places].astype(np.int32),
        )


def slots(paths: Iterable[Path]) -> Iterator[Slots]:
    """Give the slots of every whole interval of some logs, file by file.

    Raises:
        ValueError: a whole line is no interval, or of another range.
    """
    return each(paths, SlotReader().read)


class SlotReader:
    """Reads one line after the other; the room for the counts of a histogram is used again."""

    def __init__(self) -> None:
        self._counts = np.zeros(_slots(), dtype=np.int64)

    def read(self, line: str) -> Slots:
        """Read a line of a log.

        Raises:
            ValueError: it is no interval.
        """
        try:
            second, step, population, intended, payload = taken_apart(line)
            places, counts = self._decoded(_unpacked(payload, step))
            return Slots(
                second=second,
                step=step,
                population=population,
                intended=intended,
                places=places,
                counts=counts,
            )
        except (*UNDECODABLE, ValueError, TypeError, struct.error) as error:
            # Whoever reads on after damage finds nothing of it in the next interval.
            self._counts[:] = 0
            raise ValueError(f"{line[:60]!r} is no interval ({error})") from None

    def _decoded(self, content: bytes) -> tuple[Numbers, Numbers]:
        found = decode(content, _HEADER.size, self._counts.ctypes.data, self._counts.size, _COUNT_BYTES)
        if not 0 < found["total"] <= _MOST:
            raise ValueError(f"its {found['total']} latencies are none or too many")
        first = found["min_nonzero_index"]
        used = self._counts[first : found["max_nonzero_index"] + 1]
        # Eight times as fast as asking the counts themselves.
        places = (used != 0).nonzero()[0]
        slots_and_counts = np.empty((2, places.size), dtype=np.int32)
        np.add(places, first, out=slots_and_counts[0], casting="unsafe")
        slots_and_counts[1] = used[places]
        used[:] = 0
        return slots_and_counts[0], slots_and_counts[1]


@cache
def _slots() -> int:
    """Give how many slots a histogram has."""
    return len(histogram().counts)


def _unpacked(payload: str, step: str) -> bytes:
    """Give the header and the counts, still as the log has them, once they are known to be ours."""
    packed = binascii.a2b_base64(payload)
    cookie, length = _WRAPPING.unpack_from(packed)
    if get_cookie_base(cookie) != V2_COMPRESSION_COOKIE_BASE:
        raise HdrCookieException(f"cookie {cookie:x}")
    if length != len(packed) - _WRAPPING.size:
        raise HdrLengthException(f"length {length}")
    content = zlib.decompress(memoryview(packed)[_WRAPPING.size :])
    cookie, _length, _offset, *kept, _factor = _HEADER.unpack_from(content)
    if get_cookie_base(cookie) != V2_ENCODING_COOKIE_BASE:
        raise HdrCookieException(f"cookie {cookie:x}")
    if tuple(kept) != _RANGE:
        raise ValueError(_another_range(step))
    return content


def _another_range(step: str) -> str:
    return f"latencies of {step}: have another range; the log is damaged"
