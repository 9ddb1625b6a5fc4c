"""The lapse watch: ends holds whose time is over, so that pages show their seats as free.

Every process has one. What two of them end at the same time is ended once, by the store.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from mock_site.store.lapses import MOST
from mock_site.store.role import Holds, StoreError

PAUSE_S = 1.0
LEAST_PAUSE_S = 0.2


class LapseWatch:
    """Ends holds of a wave.

    Args:
        store: keeps them.
        wave: its name.
        dice: spreads the looks of several processes.
        time_scale: by which the pause is multiplied.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        store: Holds,
        wave: str,
        dice: random.Random,
        time_scale: float = 1.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._wave = wave
        self._dice = dice
        self._pause_s = max(LEAST_PAUSE_S, PAUSE_S * time_scale)
        self._sleep = sleep
        self._log = logging.getLogger(__name__)

    async def watch(self) -> None:
        """Look about once a second until cancelled; a store that cannot do it is asked again."""
        while True:
            await self._sleep(self._pause_s * (0.5 + self._dice.random()))
            try:
                await self.end_all()
            except StoreError as error:
                self._log.warning("holds of wave %s: %s", self._wave, error)

    async def end_all(self) -> None:
        """End every hold whose time is over.

        Raises:
            StoreError: it could not be read or written.
        """
        while await self._store.end_holds(self._wave) == MOST:
            pass
