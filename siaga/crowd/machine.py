"""The Machine that a process runs on: what one process there has written, every other one can read."""

import platform
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")


def machine(boot: Path = BOOT) -> str:
    """Give what tells the kernel of this machine, since its start, from that of any other.

    Args:
        boot: holds the id of the start; where there is none, the name of the machine has to do.
    """
    try:
        return boot.read_text(encoding="ascii").strip()
    except OSError:
        return platform.node()
