"""The blocked loop stands still for as long and as often as the conditions say."""

import asyncio

import pytest

from mock_site.harm.blocked_loop import BlockedLoop
from mock_site.harm.conditions import Harm
from tests.mock_site.harm.harmed import Harmed


class Time:
    """Time that passes only while somebody sleeps; whoever awaits lets others in."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.blocked_at_s: list[float] = []
        self.ends_s = 10.0

    def timer(self) -> float:
        """Give the time."""
        return self.now_s

    def block(self, s: float) -> None:
        """Stand still."""
        self.blocked_at_s.append(self.now_s)
        self.now_s += s

    async def sleep(self, s: float) -> None:
        """Wait; at the end of time, for ever."""
        self.now_s += s
        if self.now_s >= self.ends_s:
            raise asyncio.CancelledError


@pytest.fixture
def time() -> Time:
    """Give ten seconds."""
    return Time()


async def _played(process: Harmed, time: Time) -> None:
    loop = BlockedLoop(process.board, process.metrics, time.timer, time.block, time.sleep)
    with pytest.raises(asyncio.CancelledError):
        await loop.work()


async def test_it_is_blocked_as_long_and_as_often_as_it_is_told(process: Harmed, time: Time) -> None:
    """For a tenth of a second, every two, in ten seconds: five times, which are counted."""
    process.suffers(loop={"block_s": 0.1, "every_s": 2})
    await _played(process, time)
    assert process.strikes(Harm.LOOP) == 5
    assert process.counted("site_harm_loop_blocked_seconds_total") == pytest.approx(0.5)


async def test_it_is_left_alone_otherwise(process: Harmed, time: Time) -> None:
    """Nothing is blocked where nothing is told."""
    await _played(process, time)
    assert (time.blocked_at_s, process.strikes(Harm.LOOP)) == ([], 0)


def test_a_long_block_ends_when_it_is_healed(process: Harmed, time: Time) -> None:
    """The loop looks at the board itself, as nobody else can meanwhile."""
    process.suffers(loop={"block_s": 60})
    loop = BlockedLoop(process.board, process.metrics, time.timer, time.block, time.sleep)
    process.board.change({"loop": {"block_s": 0}})
    loop.strike(60.0)
    assert process.counted("site_harm_loop_blocked_seconds_total") == pytest.approx(0.05)
