"""Claims about trouble from outside: an interruption is taken as one, and a full disk is named."""

import os
import signal
from pathlib import Path

import pytest

from siaga.errors import SiagaError
from siaga.record.run_folder import RunFolder
from siaga.stage.trouble import interruptible, told_of_the_disk


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_interrupts_while_the_run_lasts(number: signal.Signals) -> None:
    """Before and after, it does what it did."""
    told: list[str] = []
    before = signal.getsignal(number)
    with interruptible(lambda: told.append("interrupted")):
        os.kill(os.getpid(), number)
        assert told == ["interrupted"]
    assert signal.getsignal(number) is before


def test_a_disk_that_refuses_is_told_of_with_the_way_on(tmp_path: Path) -> None:
    """What was recorded until then is there."""
    with (
        pytest.raises(SiagaError, match=r"cannot be written \(.*full.*\); .*`siaga report .*` judges"),
        told_of_the_disk(RunFolder(tmp_path)),
    ):
        raise OSError(28, "the disk is full")
