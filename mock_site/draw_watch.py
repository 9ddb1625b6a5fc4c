"""The draw watch: draws lots once joining has closed, and has people told of it.

Every process has one. What two of them want to draw at the same time is drawn once, by the store.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from mock_site.store.draws import MOST
from mock_site.store.role import Lots, StoreError

PAUSE_S = 1.0
LEAST_PAUSE_S = 0.2


class DrawWatch:
    """Draws the lots of a wave.

    Args:
        store: keeps them.
        wave: its name.
        dice: spreads the looks of several processes.
        time_scale: by which the pause is multiplied.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        store: Lots,
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
                await self.draw_and_tell()
            except StoreError as error:
                self._log.warning("draw of wave %s: %s", self._wave, error)

    async def draw_and_tell(self) -> None:
        """Draw if that is due, and have everybody told who has not been.

        Raises:
            StoreError: it could not be read or written.
        """
        await self._store.draw(self._wave)
        while await self._store.tell_of_draw(self._wave) == MOST:
            pass
