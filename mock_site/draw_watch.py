"""The draw watch: draws lots once joining has closed, and has people told of it.

Every process has one. What two of them want to draw at the same time is drawn once, by the store.
"""

import asyncio
import random

from mock_site.rounds import Rounds, Sleep
from mock_site.store.draws import MOST
from mock_site.store.role import Lots


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
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._store = store
        self._wave = wave
        self._rounds = Rounds(self.draw_and_tell, f"draw of wave {wave}", dice, time_scale, sleep)

    async def watch(self) -> None:
        """Look about once a second until cancelled; a store that cannot do it is asked again."""
        await self._rounds.go()

    async def draw_and_tell(self) -> None:
        """Draw if that is due, and have everybody told who has not been.

        Raises:
            StoreError: it could not be read or written.
        """
        await self._store.draw(self._wave)
        while await self._store.tell_of_draw(self._wave) == MOST:
            pass
