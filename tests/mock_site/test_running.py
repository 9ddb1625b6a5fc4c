"""Works in the background go on for as long as what they belong to, and end with it."""

import asyncio

import pytest

from mock_site.running import running


async def test_works_go_on_meanwhile_and_have_ended_afterwards() -> None:
    """Whoever comes after them finds what they left, not what they are still doing."""
    said: list[str] = []

    async def work(name: str) -> None:
        """Say when it begins, and take a while to end."""
        said.append(f"{name} begins")
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            said.append(f"{name} ends")

    async with running(work("one"), work("other")):
        await asyncio.sleep(0)
        assert said == ["one begins", "other begins"]
    assert said[2:] == ["one ends", "other ends"]


async def test_works_end_also_when_something_goes_wrong() -> None:
    """What went wrong is told."""
    ended = asyncio.Event()

    async def work() -> None:
        """Note that it ended."""
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def served() -> None:
        """Go wrong meanwhile."""
        async with running(work()):
            await asyncio.sleep(0)
            raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        await served()
    assert ended.is_set()


async def test_what_a_work_has_raised_is_raised_at_the_end() -> None:
    """It does not vanish in the background."""

    async def work() -> None:
        """Break."""
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        async with running(work()):
            await asyncio.sleep(0)
