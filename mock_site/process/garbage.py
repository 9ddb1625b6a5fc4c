"""The Garbage of a process: how the cyclic collector of Python looks for it."""

import gc

YOUNG = 100_000
"""New objects after which it looks. Python's 700 are a handful of requests, which leave hardly a cycle:
to look so often took a fifth of a worker's time where many connections were open."""

SELDOM = 1_000
"""Such looks before it looks at what they have left, which is hardly ever garbage: in twenty such looks
of 75 ms each, in which nobody was answered, it freed a thousand objects of some four million."""


def settle() -> None:
    """Have the collector leave alone what is there before the first request, and look less often."""
    gc.freeze()
    gc.set_threshold(YOUNG, SELDOM, gc.get_threshold()[2])
