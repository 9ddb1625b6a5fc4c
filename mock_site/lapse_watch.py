"""The lapse watch: ends holds whose time is over, so that pages show their seats as free.

Every process has one. What two of them end at the same time is ended once, by the store.
"""

import asyncio
import random

from mock_site.rounds import Rounds, Sleep
from mock_site.store.lapses import MOST
from mock_site.store.role import Holds


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
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._store = store
        self._wave = wave
        self._rounds = Rounds(self.end_all, f"holds of wave {wave}", dice, time_scale, sleep)

    async def watch(self) -> None:
        """Look about once a second until cancelled; a store that cannot do it is asked again."""
        await self._rounds.go()

    async def end_all(self) -> None:
        """End every hold whose time is over.

        Raises:
            StoreError: it could not be read or written.
        """
        while await self._store.end_holds(self._wave) == MOST:
            pass
