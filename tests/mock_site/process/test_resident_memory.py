"""The resident memory of a process is told as the kernel says it."""

import mmap
import resource
from pathlib import Path

from mock_site.process.resident_memory import resident_bytes

MEGABYTES = 64


def test_the_second_number_of_the_kernel_counts_in_pages(tmp_path: Path) -> None:
    """Size, resident and shared pages stand in this order."""
    statm = tmp_path / "statm"
    statm.write_text("1000 300 20 1 0 90 0\n")
    assert resident_bytes(statm) == 300 * resource.getpagesize()


def test_what_a_process_fills_counts() -> None:
    """Pages of its own that are written to are resident, less what was freed meanwhile."""
    with mmap.mmap(-1, MEGABYTES << 20) as room:
        before_bytes = resident_bytes()
        room.write(b"x" * len(room))
        assert resident_bytes() - before_bytes > MEGABYTES << 19
