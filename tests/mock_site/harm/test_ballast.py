"""The ballast fills as much memory as the conditions say, and gives it back."""

import asyncio

import pytest

from mock_site.harm.ballast import SLAB_BYTES, Ballast
from mock_site.harm.conditions import Harm
from tests.mock_site.harm.harmed import Harmed


def test_it_grows_and_shrinks_slab_by_slab(process: Harmed) -> None:
    """Exactly to what it is told; each slab that is taken is a strike."""
    ballast = Ballast(process.board, process.metrics)
    assert ballast.step()
    process.suffers(memory={"bytes": 2 * SLAB_BYTES + 1})
    assert [ballast.step() for _ in range(3)] == [False, False, True]
    assert process.counted("site_harm_ballast_bytes") == 2 * SLAB_BYTES + 1
    process.suffers(memory={"bytes": 0})
    assert [ballast.step() for _ in range(3)] == [False, False, True]
    assert process.counted("site_harm_ballast_bytes") == 0
    assert process.strikes(Harm.MEMORY) == 3


async def test_it_works_on_until_it_is_as_it_should_be(process: Harmed) -> None:
    """Without a pause as long as there is something to do."""
    pauses_s: list[float] = []

    async def sleep(s: float) -> None:
        """Note the pause, and end at the first that is one."""
        pauses_s.append(s)
        if s:
            raise asyncio.CancelledError

    process.suffers(memory={"bytes": 2 * SLAB_BYTES})
    with pytest.raises(asyncio.CancelledError):
        await Ballast(process.board, process.metrics, sleep).work()
    assert pauses_s == [0, 0.1]
