"""The Garbage of a worker: how the cyclic collector of Python looks for it."""

import gc

import gevent

YOUNG = 20_000
"""New objects after which it looks. Python's 700 are a dozen requests, which leave hardly a cycle."""

SELDOM = 50
"""Times that it looks at what it has left once, before it looks at what it has left twice. What is so
old is hardly ever garbage, and as long as more visitors come than go all of them were looked through
again and again."""


def settle() -> None:
    """Have the collector leave alone what is there before the visitors are, and look less often.

    Locust and what it brings along are never let go, and looking through them takes a fifth of a second,
    in which no visitor could do anything: it would fall into the first seconds of every run. And no
    greenlet keeps the frames of whoever spawned it, with which it took a fifth longer to begin.
    """
    gevent.config.track_greenlet_tree = False
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, gc.get_threshold()[1], SELDOM)
