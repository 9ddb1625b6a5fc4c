"""The Trouble that a run meets: it is refused, somebody interrupts it, or the disk is full."""

import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from siaga.errors import RefusedError, SiagaError, UsageError
from siaga.record.run_folder import RunFolder


@contextmanager
def told_of_the_disk(folder: RunFolder) -> Iterator[None]:
    """Name the run folder where the disk refuses it: a full disk does not say which file it was."""
    try:
        yield
    except OSError as error:
        raise SiagaError(
            f"run {folder.path}: cannot be written ({error}); what was recorded until then is there, and"
            f" `siaga report {folder.path}` judges it once there is room"
        ) from None


@contextmanager
def traceless(folder: RunFolder, *, kept: bool = False) -> Iterator[None]:
    """Leave no run folder of what is refused before anything is sent: nothing in it could be judged.

    Args:
        folder: of the run.
        kept: whether it stays all the same, since whoever named it reads it.
    """
    try:
        yield
    except (RefusedError, UsageError):
        if kept:
            raise
        shutil.rmtree(folder.path, ignore_errors=True)
        with suppress(OSError):  # other runs of the scenario are there
            folder.path.parent.rmdir()
        raise


@contextmanager
def interruptible(interrupt: Callable[[], None]) -> Iterator[None]:
    """Take Ctrl-C and SIGTERM as "end the run and say what happened", while the run lasts."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: interrupt()) for number in numbers}
    try:
        yield
    finally:
        for number, old in before.items():
            with suppress(ValueError):
                signal.signal(number, old)
