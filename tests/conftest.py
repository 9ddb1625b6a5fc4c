"""What every test may rely on."""

import asyncio
import os
import signal

import pytest

from siaga.native import form


@pytest.fixture(scope="session", autouse=True)
def _what_is_compiled_is_what_is_read() -> None:
    """Hold nothing against code that was compiled from other sources.

    Raises:
        UsageError: some was.
    """
    form()


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


@pytest.fixture(scope="session", autouse=True)
def _no_authority_is_trusted() -> None:
    """Spare processes that tests start the machine's certificates, which take long to load.

    None of them asks anybody but this machine.
    """
    os.environ["SSL_CERT_FILE"] = os.devnull
