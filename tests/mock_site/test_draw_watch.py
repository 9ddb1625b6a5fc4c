"""The draw watch draws and tells without being asked, and stands a store that is not there."""

import asyncio
import random
from dataclasses import dataclass, field

import pytest

from mock_site.draw_watch import DrawWatch
from mock_site.store.draws import MOST
from mock_site.store.role import StoreError


@dataclass
class Drawing:
    """A store of which it is known how many people are to be told each time."""

    untold: list[int]
    fails: int = 0
    asked: list[str] = field(default_factory=list)

    async def draw(self, wave: str) -> bool:
        """Draw, or fail for as often as it is to."""
        self.asked.append(f"draw {wave}")
        if self.fails:
            self.fails -= 1
            raise StoreError("the store is locked", certain=True)
        return True

    async def tell_of_draw(self, wave: str) -> int:
        """Tell people."""
        self.asked.append(f"tell {wave}")
        return self.untold.pop(0)


async def watched(store: Drawing, looks: int, time_scale: float = 1.0) -> list[float]:
    """Let a watch look so often, and give its pauses."""
    pauses: list[float] = []

    async def sleep(pause_s: float) -> None:
        """Note the pause, and end the watch after the last look."""
        pauses.append(pause_s)
        if len(pauses) > looks:
            raise asyncio.CancelledError

    watch = DrawWatch(store, "1", random.Random(7), time_scale, sleep)  # noqa: S311 - no secret
    with pytest.raises(asyncio.CancelledError):
        await watch.watch()
    return pauses


async def test_lots_are_drawn_and_then_everybody_is_told() -> None:
    """A transaction tells but so many; the watch goes on until there are fewer."""
    store = Drawing([MOST, MOST, 3, 0])
    await watched(store, looks=2)
    assert store.asked == ["draw 1", *["tell 1"] * 3, "draw 1", "tell 1"]


async def test_a_store_that_cannot_do_it_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    """The log says so, and the watch goes on."""
    store = Drawing([0], fails=1)
    await watched(store, looks=2)
    assert store.asked == ["draw 1", "draw 1", "tell 1"]
    assert "draw of wave 1: the store is locked" in caplog.text


@pytest.mark.parametrize(("time_scale", "usual_s"), [(1.0, 1.0), (0.1, 0.2), (0.5, 0.5)])
async def test_the_pause_follows_the_time_scale(time_scale: float, usual_s: float) -> None:
    """Down to a fifth of a second, and never the same for two processes."""
    pauses = await watched(Drawing([0] * 20), looks=20, time_scale=time_scale)
    assert all(0.5 * usual_s <= one <= 1.5 * usual_s for one in pauses)
    assert len(set(pauses)) > 15
