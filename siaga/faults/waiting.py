"""Waiting: for something to become true, but not for ever."""

import time
from collections.abc import Callable
from typing import TypeVar

from siaga.faults.fault import FaultError

LOOK_EVERY_S = 0.1
INSIST_S = 2.0
"""For so long a site is asked again that another fault may have struck in the middle of its answer."""

Answer = TypeVar("Answer")


def becomes_true(
    look: Callable[[], bool],
    within_s: float,
    timer: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Tell whether something is true, or becomes so in time.

    Args:
        look: tells whether it is.
        within_s: how long is waited; it is looked once at least.
        timer: monotonic seconds.
        sleep: waits for so many seconds.
    """
    until_s = timer() + within_s
    while not look():
        if timer() >= until_s:
            return False
        sleep(LOOK_EVERY_S)
    return True


def insisted(
    ask: Callable[[], Answer],
    within_s: float | None = None,
    timer: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Answer:
    """Ask until there is an answer, or its time is over.

    Args:
        ask: gives the answer.
        within_s: until when it is asked once more; None: as long as is usual.
        timer: monotonic seconds.
        sleep: waits for so many seconds.

    Raises:
        FaultError: there is none; the last word is told.
    """
    until_s = timer() + (INSIST_S if within_s is None else within_s)
    while True:
        try:
            return ask()
        except FaultError:
            if timer() >= until_s:
                raise
        sleep(LOOK_EVERY_S)
