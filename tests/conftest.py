"""What every test may rely on."""

import asyncio
import signal

import pytest


@pytest.fixture(scope="session", autouse=True)
def _no_stray_loop() -> None:
    """Keep pytest-asyncio from making a loop that nobody closes.

    Up to Python 3.13 its first question for the main thread's loop makes one, unless it was told
    that there is none.
    """
    asyncio.set_event_loop(None)


@pytest.fixture(scope="session", autouse=True)
def _interrupts_arrive() -> None:
    """Let the processes that tests start hear Ctrl-C, also where a shell started pytest without it.

    A shell's background job ignores interrupts, and so do all its children.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
