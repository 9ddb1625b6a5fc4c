"""The counting of a process: whether what it counts is its own, or is added to what others count.

Prometheus' library decides it when it is imported, which is before a process of the site is forked.
"""

import os
from pathlib import Path

from prometheus_client import values

from mock_site.counted.counted_value import value_class

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Environment variable by which that library knows where the counts are that are added up."""


def count_alone() -> None:
    """Have metrics that are made from now on be this process's own."""
    os.environ.pop(FOLDER, None)
    values.ValueClass = values.MutexValue


def count_together(folder: Path) -> None:
    """Have metrics that are made from now on be counted in files, a set for each process.

    Args:
        folder: of the files.
    """
    os.environ[FOLDER] = str(folder)
    values.ValueClass = value_class()
