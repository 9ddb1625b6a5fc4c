"""The count file: what one process has counted of one kind, as prometheus_client keeps it on the disk.

Each of its values has a place of its own from when it is first counted; values change, places do not.
"""

import json
import os
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from prometheus_client.mmap_dict import MmapedDict

VALUE_BYTES = 8
_USED = struct.Struct("i")

_Read = Callable[[Path], Iterator[tuple[str, float, float, int]]]
Merge = Callable[[Iterable[float]], float]
_MERGES: Mapping[str, Merge] = MappingProxyType({"sum": sum, "max": max, "min": min})


class SeriesName(NamedTuple):
    """What tells a series from every other."""

    name: str
    labels: frozenset[tuple[str, str]]


class Extent(NamedTuple):
    """What tells whether a file has the same series in the same places as before."""

    path: Path
    inode: int
    used_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFile:
    """A file as it is now.

    Attributes:
        extent: of it.
        values: of its series, each in its place; beside them stands what else the file has.
    """

    extent: Extent
    values: Sequence[float]

    @classmethod
    def read(cls, path: Path) -> "CountFile | None":
        """Read a file; None: there is none, since its process has ended or has only just begun it.

        Args:
            path: of it; its name says what it counts.
        """
        try:
            with path.open("rb", buffering=0) as file:
                found, content = os.fstat(file.fileno()), file.read()
        except FileNotFoundError:
            return None
        if len(content) < _USED.size:
            return None
        extent = Extent(path, found.st_ino, _USED.unpack_from(content)[0])
        whole_bytes = len(content) // VALUE_BYTES * VALUE_BYTES
        values: Any = memoryview(content)[:whole_bytes].cast("d")
        return cls(extent=extent, values=values)

    def places(self) -> Iterator[tuple[SeriesName, int]]:
        """Give every series with its place.

        Raises:
            FileNotFoundError: the file has gone meanwhile.
        """
        read: _Read = MmapedDict.read_all_values_from_file
        for key, _value, _timestamp, at_byte in read(self.extent.path):
            _family, name, labels, _words = json.loads(key)
            yield SeriesName(name, frozenset(labels.items())), at_byte // VALUE_BYTES


def merge_of(path: Path) -> Merge | None:
    """Give how values of several processes become one; None: not by their values alone.

    Args:
        path: of one of their files, as `gauge_livemax_17.db`.
    """
    kind, *rest = path.stem.split("_")
    return _MERGES.get(rest[0].removeprefix("live")) if kind == "gauge" else sum
