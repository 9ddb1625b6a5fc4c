"""The shown wave: what the home page is made from, as fresh and as dear as the cache layer makes it."""

import dataclasses
from collections.abc import Callable

from mock_site.defects import NONE, Defect, Defects
from mock_site.layers import Level
from mock_site.store.records import WaveState
from mock_site.store.role import Waves
from mock_site.wave_watch import WaveWatch

KEPT_S = 1.0


class ShownWave:
    """Gives the wave for the home page.

    Hardened, it is what the watch has read, and a page costs the store nothing. Naive, it is kept for
    a second, and then everybody who comes reads the store until somebody has: a stampede. Off, every
    page reads the store.

    Args:
        level: of the cache layer.
        watch: reads the wave in the background.
        store: is read otherwise.
        wave: its name.
        clock: Unix seconds.
        defects: that are planted.
    """

    def __init__(
        self,
        level: Level,
        watch: WaveWatch,
        store: Waves,
        wave: str,
        clock: Callable[[], float],
        defects: Defects = NONE,
    ) -> None:
        self._level = Level.NAIVE if Defect.CACHE_STAMPEDE in defects else level
        self._is_watched = self._level is Level.HARDENED
        self._lies = Defect.LYING_COUNTER in defects
        self._watch = watch
        self._store = store
        self._wave = wave
        self._clock = clock
        self._kept: WaveState | None = None
        self._until_s = 0.0
        self._told: tuple[WaveState, WaveState] | None = None

    def forget(self) -> None:
        """Throw away what is kept."""
        self._kept = None

    async def read(self) -> WaveState:
        """Give the wave.

        Raises:
            StoreError: it could not be read.
        """
        wave = self._watch.state if self._is_watched else await self._read()
        return self._half(wave) if self._lies else wave

    def _half(self, wave: WaveState) -> WaveState:
        """Tell of a wave as if only half of its seats had gone."""
        if self._told is None or self._told[0] is not wave:
            self._told = (wave, dataclasses.replace(wave, given=wave.given // 2))
        return self._told[1]

    async def _read(self) -> WaveState:
        if self._kept is None or self._level is Level.OFF or self._clock() >= self._until_s:
            self._kept = await self._store.wave_state(self._wave)
            self._until_s = self._clock() + KEPT_S
        return self._kept
