"""A defect of the lines to neighbours shows in what a neighbour is sent."""

import asyncio
import dataclasses

import pytest

from mock_site.defects import NONE, Defect, Defects
from mock_site.layers import Level
from mock_site.outside.line import guards_of
from mock_site.outside.metrics import CallResult
from mock_site.outside.wire import CallError
from tests.mock_site.outside.told import MakeLine

pytestmark = pytest.mark.looptime


@pytest.mark.parametrize(
    ("defects", "sent"), [(NONE, 10), (frozenset({Defect.RETRY_STORM}), 110)], ids=["right", "planted"]
)
async def test_ten_calls_become_a_storm(line_over: MakeLine, defects: Defects, sent: int) -> None:
    """Eleven requests a call, without a pause between them; right, the breaker opens after ten."""
    line = line_over(guards_of(Level.HARDENED, defects), CallError(CallResult.FAILED))
    began_s = asyncio.get_running_loop().time()
    for _ in range(10):
        with pytest.raises(CallError):
            await line.line.ask("GET", "/")
    assert len(line.wire.sent) == sent
    assert (asyncio.get_running_loop().time() == began_s) is bool(defects)


@pytest.mark.parametrize("defects", [NONE, frozenset({Defect.POOL_LEAK})], ids=["right", "planted"])
async def test_failed_calls_use_up_the_places(line_over: MakeLine, defects: Defects) -> None:
    """Without a breaker, which would keep most calls away: sixty-four fail, then there is no place."""
    guards = dataclasses.replace(guards_of(Level.HARDENED, defects), breaker=None)
    line = line_over(guards, CallError(CallResult.FAILED))
    for _ in range(65):
        with pytest.raises(CallError):
            await line.line.ask("GET", "/")
    assert line.calls("bulkhead_full") == (1 if defects else 0)
