"""The resident memory of a process: what of it the machine holds in memory, as the kernel says."""

import resource
from pathlib import Path

STATM = Path("/proc/self/statm")
_RESIDENT = 1
"""Which of the numbers it is, after the size of the address space."""


def resident_bytes(statm: Path = STATM) -> int:
    """Give how much it is now, in bytes.

    Args:
        statm: the kernel's file on the process, in pages.

    Raises:
        OSError: the kernel has none.
    """
    return int(statm.read_bytes().split()[_RESIDENT]) * resource.getpagesize()
