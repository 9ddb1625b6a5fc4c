"""The Leash of a job: the end of its standard input is SIGTERM, which leaves whatever is being done."""

import os
import signal
import threading
from types import FrameType
from typing import NoReturn

LEAVE = 20
"""What Chaos Toolkit takes for being told to end at once, but not without its rollbacks."""

AGAIN_S = 0.5


class Leash:
    """Waits for the end of standard input in a thread."""

    def __init__(self) -> None:
        self._left = threading.Event()

    def hold(self) -> None:
        """Begin to wait; called by the main thread, which is the one that leaves."""
        signal.signal(signal.SIGTERM, self._leave)
        threading.Thread(target=self._wait, name="leash", daemon=True).start()

    def _wait(self) -> None:
        while os.read(0, 65_536):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        # A signal just before the main thread begins to wait for something does not interrupt that.
        while not self._left.wait(AGAIN_S):
            os.kill(os.getpid(), signal.SIGTERM)

    def _leave(self, _number: int, _frame: FrameType | None) -> NoReturn:
        self._left.set()
        raise SystemExit(LEAVE)
