"""Claims about the lifetime of a process beside a run."""

import asyncio
import os
import signal

import pytest

from siaga.observe import lifetime
from siaga.observe.lifetime import live


async def _for_ever(ended: list[str]) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        ended.append("cancelled")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_and_every_part(number: signal.Signals) -> None:
    """Parts can write what they have."""
    ended: list[str] = []
    living = asyncio.create_task(live(_for_ever(ended), _for_ever(ended)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    os.kill(os.getpid(), number)
    await living
    assert ended == ["cancelled", "cancelled"]
    asyncio.get_running_loop().remove_signal_handler(number)


async def test_what_a_part_raises_is_raised() -> None:
    """A part that cannot go on ends the others."""
    ended: list[str] = []

    async def broken() -> None:
        """Fail at once."""
        raise ValueError("the disk is full")

    with pytest.raises(ValueError, match="the disk is full"):
        await live(_for_ever(ended), broken())
    assert ended == ["cancelled"]


async def test_it_ends_with_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is adopted watches a run that is over."""
    parents = iter((1_000, 1_000, 1))
    monkeypatch.setattr(lifetime, "PARENT_EVERY_S", 0.0)
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    ended: list[str] = []
    await live(_for_ever(ended))
    assert ended == ["cancelled"]
