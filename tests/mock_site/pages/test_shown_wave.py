"""The shown wave costs the store nothing, or as much as the cache layer lets it."""

import asyncio

import pytest

from mock_site.layers import Level
from mock_site.pages.shown_wave import ShownWave
from mock_site.settings import WAVE
from mock_site.store.records import Seats, WaveChange, WaveState
from mock_site.testing import SetClock
from mock_site.wave_watch import WaveWatch


class Waves:
    """A store that counts how often the wave is read, and answers a turn of the loop later."""

    def __init__(self) -> None:
        self.reads = 0

    async def wave_state(self, wave: str) -> WaveState:
        """Give the wave, with a quota that tells which reading it is."""
        self.reads += 1
        reading = self.reads
        await asyncio.sleep(0)
        return WaveState(wave=wave, quota=reading, given=0, opens_at_s=None, closes_at_s=None)

    async def seats(self, wave: str) -> Seats:
        """Nobody asks."""
        raise NotImplementedError(wave)

    async def change_wave(self, wave: str, change: WaveChange) -> bool:
        """Nobody asks."""
        raise NotImplementedError(wave, change)


async def reads(level: Level, at_s: list[float], people: int) -> int:
    """Give how often the store is read by so many people at each of these times."""
    store, clock = Waves(), SetClock()
    watch = WaveWatch(store, WAVE)
    await watch.refresh()
    shown = ShownWave(level, watch, store, WAVE, clock)  # type: ignore[arg-type]
    for now_s in at_s:
        clock.now_s = now_s
        await asyncio.gather(*(shown.read() for _ in range(people)))
    return store.reads - 1


@pytest.mark.parametrize(
    ("level", "expected"), [(Level.HARDENED, 0), (Level.NAIVE, 20), (Level.OFF, 30)]
)
async def test_the_layer_says_who_reads_the_store(level: Level, expected: int) -> None:
    """Ten people at once, at three times: nobody, all of a stampede after each second, everybody."""
    assert await reads(level, [100.0, 100.5, 101.0], 10) == expected
