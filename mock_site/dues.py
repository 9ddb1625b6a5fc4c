"""The dues of a wave: what has to be done once its time has come.

Every process looks for them in its rounds. What two of them want to do at the same time is done once, by
the store.
"""

from mock_site.store import draws, lapses
from mock_site.store.role import Holds, Lots


async def end_holds(store: Holds, wave: str) -> None:
    """End every hold whose time is over, so that pages show its seat as free.

    Raises:
        StoreError: it could not be read or written.
    """
    while await store.end_holds(wave) == lapses.MOST:
        pass


async def draw_and_tell(store: Lots, wave: str) -> None:
    """Draw lots if joining has closed, and have everybody told of it who has not been.

    Raises:
        StoreError: it could not be read or written.
    """
    await store.draw(wave)
    while await store.tell_of_draw(wave) == draws.MOST:
        pass
