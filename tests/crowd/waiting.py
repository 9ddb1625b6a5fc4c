"""Waiting in tests: until something is true, and never for ever."""

import time
from collections.abc import Callable


def until(true: Callable[[], object], deadline_s: float = 60.0) -> None:
    """Return as soon as it is true; fail if it does not come true."""
    over_s = time.monotonic() + deadline_s
    while not true():
        assert time.monotonic() < over_s, f"did not come true within {deadline_s} s"
        time.sleep(0.01)
