"""The wave watch: a wave as every process knows it, asked of the store four times a second."""

import asyncio
import logging

from mock_site.store.records import WaveState
from mock_site.store.role import StoreError, WaveStates

POLL_S = 0.25


class WaveWatch:
    """The wave as of at most a quarter of a second ago, for pages that may be that old.

    Args:
        store: is asked.
        wave: its name.
    """

    def __init__(self, store: WaveStates, wave: str) -> None:
        self._store = store
        self._wave = wave
        self._state: WaveState | None = None
        self._log = logging.getLogger(__name__)

    @property
    def state(self) -> WaveState:
        """The state read last.

        Raises:
            StoreError: none has been read yet.
        """
        if self._state is None:
            raise StoreError("the wave has not been read yet", certain=True)
        return self._state

    async def refresh(self) -> None:
        """Read the wave now.

        Raises:
            StoreError: it could not be read; the last state stays.
        """
        state = await self._store.wave_state(self._wave)
        # Pages are rendered again for a new object only.
        if state != self._state:
            self._state = state

    async def watch(self) -> None:
        """Keep reading until cancelled; a store that cannot be read leaves the last state."""
        while True:
            await asyncio.sleep(POLL_S)
            try:
                await self.refresh()
            except StoreError as error:
                self._log.warning("wave %s: %s", self._wave, error)
