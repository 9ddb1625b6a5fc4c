"""The cut of a PostgreSQL log: what was written behind its last flush is taken away.

Only the log is cut. A page goes into the files of tables once the log that tells of it has been flushed,
and after a crash every page that was changed since the last checkpoint is made anew from the log: so
whatever of these files has reached the disk, the flushed log has it
(https://www.postgresql.org/docs/current/wal-internals.html).
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"[0-9A-F]{24}")
_OF_A_LOG = 0x1_0000_0000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far a log has come.

    Attributes:
        timeline: of the log, 1 or more.
        segment_bytes: size of each of its files.
        flushed: bytes from its beginning that are on the disk.
        inserted: bytes that there are, those included that are in memory alone.
    """

    timeline: int
    segment_bytes: int
    flushed: int
    inserted: int

    def number(self, path: Path) -> int:
        """Give the place of a file of the log among all of them."""
        high, low = int(path.name[8:16], 16), int(path.name[16:], 16)
        return high * (_OF_A_LOG // self.segment_bytes) + low


def cut(folder: Path, reached: Reached) -> int:
    """Take away what is behind the last flush, from a log that nobody has open, and give its bytes.

    Files keep their size, as PostgreSQL expects; what they held is zeros, as in one that is new.

    Args:
        folder: of the log.
        reached: how far it has come.
    """
    last, end = divmod(reached.flushed, reached.segment_bytes)
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name) and int(path.name[:8], 16) == reached.timeline:
            number = reached.number(path)
            if number >= last:
                os.truncate(path, end if number == last else 0)
                os.truncate(path, reached.segment_bytes)
    return reached.inserted - reached.flushed
