"""Claims about the garbage of a process: looking for it costs the site's visitors little."""

import subprocess
import sys

_SCRIPT = """
import gc
from mock_site.process.garbage import SELDOM, YOUNG, settle

settle()
print(gc.isenabled(), gc.get_freeze_count() > 1_000, gc.get_threshold()[:2] == (YOUNG, SELDOM))
"""


def test_what_was_there_before_the_first_request_is_left_alone() -> None:
    """And the collector looks less often afterwards, but does."""
    told = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True)
    assert told.stdout == "True True True\n"
