"""The way off the event loop: a blocking call in a thread, while visitors go on."""

from collections.abc import Callable
from typing import TypeVar

import gevent

_Given = TypeVar("_Given")


def off_loop(call: Callable[[], _Given]) -> _Given:
    """Make a call in a thread of gevent's and wait for it; what it raises is raised here.

    A greenlet that is killed while it waits leaves the call running in its thread.
    """
    given, error = gevent.get_hub().threadpool.apply(_tried, (call,))
    if error is not None:
        raise error
    return given  # type: ignore[no-any-return] # gevent has no types


def _tried(call: Callable[[], _Given]) -> tuple[_Given | None, Exception | None]:
    """Make the call; an error is given, since gevent prints what a thread raises."""
    try:
        return call(), None
    except Exception as error:  # noqa: BLE001 - raised again where somebody waits for it
        return None, error
