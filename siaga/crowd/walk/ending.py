"""The end of a walk: by itself, by a mistake of the journey, or because it would never have come."""

import linecache
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType

import gevent

from siaga.crowd.answer import AnswerError
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.own_file import is_own
from siaga.crowd.walk.mask import Mask
from siaga.crowd.walk.trail import TooManyRequestsError
from siaga.record.walk_fact import Ended, How

BUSY_S = 0.5
"""A journey that never sleeps hears of no timer: a signal ends it, so much later."""

_SLEEPS = ("time.sleep", "gevent.sleep", " sleep(")
_HINT = "; `me.wait` and `me.think` are shortened in a walk, other sleeping is not"


class LateError(BaseException):
    """A journey's time is over; one that forgives every Exception does not forgive this."""


@contextmanager
def bounded(within_s: float) -> Iterator[None]:
    """Have a journey end within a time, whether it waits or computes.

    Raises:
        LateError: its time was over.
    """

    def ring(_number: int, _frame: FrameType | None) -> None:
        # In the hub, where somebody sleeps, the timer below is heard.
        if gevent.getcurrent() is not gevent.get_hub():
            raise LateError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, within_s + BUSY_S, BUSY_S)
    try:
        with gevent.Timeout(within_s, LateError):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def ended(error: BaseException | None, within_s: float, folder: Path, mask: Mask) -> Ended:
    """Say how a journey ended.

    Args:
        error: with which it ended; None: it came to its end.
        within_s: how long it might take.
        folder: of the Locust file, as the interpreter names it.
        mask: leaves secrets out.
    """
    if error is None:
        return Ended(how="whole")
    place, line = _place(error.__traceback__, folder)
    how, why = _told(error, within_s, line)
    return Ended(how=how, why=mask.hide(why), place=place, line=mask.hide(line))


def _told(error: BaseException, within_s: float, line: str) -> tuple[How, str]:
    if isinstance(error, LateError):
        hint = _HINT if any(one in f" {line}" for one in _SLEEPS) else ""
        return "late", f"did not end within {within_s:g} s{hint}"
    if isinstance(error, TooManyRequestsError):
        return "many", str(error)
    if isinstance(error, JourneyEndedError):
        return "left", str(error)
    kind = "" if isinstance(error, AnswerError) else f"{type(error).__name__}: "
    return "broke", f"{kind}{error}" if str(error) else type(error).__name__


def _place(trace: TracebackType | None, folder: Path) -> tuple[str, str]:
    """Give where the journey's own code was: the innermost frame of a file in its folder."""
    found = None
    while trace is not None:
        code = trace.tb_frame.f_code
        if found is None or is_own(Path(code.co_filename), folder):
            found = code.co_filename, trace.tb_lineno, code.co_name
        trace = trace.tb_next
    if found is None:
        return "", ""
    path, number, function = found
    return f"{path}:{number} in {function}", linecache.getline(path, number).strip()
