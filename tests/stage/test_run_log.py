"""Claims about log.txt."""

import re
from pathlib import Path

from siaga.stage.run_log import RunLog


def test_every_line_is_stamped(tmp_path: Path) -> None:
    """A line carries its UTC time of day."""
    log = RunLog(tmp_path / "log.txt")
    log("site: listening")
    log.close()
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} site: listening\n", (tmp_path / "log.txt").read_text())


def test_a_line_after_the_close_is_no_error(tmp_path: Path) -> None:
    """A process that speaks while everything ends does not break the end."""
    log = RunLog(tmp_path / "log.txt")
    log.close()
    log("late")
    assert (tmp_path / "log.txt").read_text() == ""


def test_a_full_disk_does_not_end_a_run_because_of_its_log() -> None:
    """The log is no evidence; what is evidence fails where it is written."""
    log = RunLog(Path("/dev/full"))
    log("nobody reads this")
    log.close()
