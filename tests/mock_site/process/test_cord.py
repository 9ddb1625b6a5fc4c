"""The cord ends a process with its supervisor."""

import asyncio
import os
import signal
import socket

import pytest

from mock_site.process.cord import READY, stop_event


async def test_a_cut_cord_is_a_reason_to_stop() -> None:
    """In whatever way it was cut; until then there is none."""
    near, far = socket.socketpair()
    with near:
        stop = stop_event(far)
        await asyncio.sleep(0)
        assert not stop.is_set()
        far.send(READY)
        assert near.recv(1) == READY
    await asyncio.wait_for(stop.wait(), 5)
    far.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_is_a_reason_to_stop(number: signal.Signals) -> None:
    """With a cord or without."""
    stop = stop_event(None)
    os.kill(os.getpid(), number)
    await asyncio.wait_for(stop.wait(), 5)
