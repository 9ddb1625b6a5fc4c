"""The Rounds: something is looked at about once a second, as long as the process lives."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from mock_site.store.role import StoreError

PAUSE_S = 1.0
LEAST_PAUSE_S = 0.2

Sleep = Callable[[float], Awaitable[None]]


class Rounds:
    """Goes and looks, again and again.

    Args:
        look: what is done each time; a store that cannot do it is asked again.
        what: names it in the log.
        dice: spreads the looks of several processes.
        time_scale: by which the pause is multiplied.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[None]],
        what: str,
        dice: random.Random,
        time_scale: float = 1.0,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._look = look
        self._what = what
        self._dice = dice
        self._pause_s = max(LEAST_PAUSE_S, PAUSE_S * time_scale)
        self._sleep = sleep

    async def go(self) -> None:
        """Look about once a second until cancelled."""
        while True:
            await self._sleep(self._pause_s * (0.5 + self._dice.random()))
            try:
                await self._look()
            except StoreError as error:
                logging.getLogger(__name__).warning("%s: %s", self._what, error)
