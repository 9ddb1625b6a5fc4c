"""The Garbage of a process: how the cyclic collector of Python looks for it."""

import gc

YOUNG = 100_000
"""New objects after which it looks. Python's 700 are a handful of requests, which leave hardly a cycle:
to look so often took a fifth of a worker's time where many connections were open."""


def settle() -> None:
    """Have the collector leave alone what is there before the first request, and look less often."""
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
