"""The lapse watch gives seats back without being asked, and stands a store that is not there."""

import asyncio
import random
from dataclasses import dataclass, field

import pytest

from mock_site.lapse_watch import LapseWatch
from mock_site.store.hold import Hold, HoldOutcome
from mock_site.store.lapses import MOST
from mock_site.store.records import JoinRequest
from mock_site.store.role import StoreError


@dataclass
class Lapsing:
    """A store of which it is known how many holds are over each time."""

    over: list[int | StoreError]
    asked: list[str] = field(default_factory=list)

    async def hold(self, wish: JoinRequest, lasts_s: float) -> HoldOutcome:
        """Hold nothing."""
        raise NotImplementedError

    async def hold_of(self, account_id: str, wave: str) -> Hold | None:
        """Know of none."""
        raise NotImplementedError

    async def end_holds(self, wave: str) -> int:
        """End what is over."""
        self.asked.append(wave)
        ended = self.over.pop(0)
        if isinstance(ended, StoreError):
            raise ended
        return ended


async def watched(store: Lapsing, looks: int, time_scale: float = 1.0) -> list[float]:
    """Let a watch look so often, and give its pauses."""
    pauses: list[float] = []

    async def sleep(pause_s: float) -> None:
        """Note the pause, and end the watch after the last look."""
        pauses.append(pause_s)
        if len(pauses) > looks:
            raise asyncio.CancelledError

    watch = LapseWatch(store, "1", random.Random(7), time_scale, sleep)  # noqa: S311 - no secret
    with pytest.raises(asyncio.CancelledError):
        await watch.watch()
    return pauses


async def test_as_many_as_are_over_are_ended_at_one_look() -> None:
    """A transaction ends but so many; the watch goes on until there are fewer."""
    store = Lapsing([MOST, MOST, 3, 0])
    await watched(store, looks=2)
    assert (store.asked, store.over) == (["1"] * 4, [])


async def test_a_store_that_cannot_do_it_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    """The log says so, and the watch goes on."""
    store = Lapsing([StoreError("the store is locked", certain=True), 1])
    await watched(store, looks=2)
    assert store.over == []
    assert "holds of wave 1: the store is locked" in caplog.text


@pytest.mark.parametrize(("time_scale", "usual_s"), [(1.0, 1.0), (0.1, 0.2), (0.5, 0.5)])
async def test_the_pause_follows_the_time_scale(time_scale: float, usual_s: float) -> None:
    """Down to a fifth of a second, and never the same for two processes."""
    pauses = await watched(Lapsing([0] * 20), looks=20, time_scale=time_scale)
    assert all(0.5 * usual_s <= one <= 1.5 * usual_s for one in pauses)
    assert len(set(pauses)) > 15
