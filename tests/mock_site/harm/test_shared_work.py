"""Shared work is done once for all who want it meanwhile."""

import asyncio

import pytest

from mock_site.harm.shared_work import SharedWork

Answers = list[asyncio.Future[int]]


def _shared(answers: Answers) -> SharedWork[int]:
    """Give work that waits, each time it is begun, for the next answer."""

    async def work() -> int:
        answers.append(asyncio.get_running_loop().create_future())
        return await answers[-1]

    return SharedWork(work)


async def _begun(shared: SharedWork[int], waiting: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(shared.done()) for _ in range(waiting)]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_all_who_wait_share_one_piece_of_work() -> None:
    """Who comes when it is done has it done anew."""
    answers: Answers = []
    shared = _shared(answers)
    waiting = await _begun(shared, 5)
    assert len(answers) == 1
    answers[0].set_result(7)
    assert await asyncio.gather(*waiting) == [7] * 5
    later = await _begun(shared, 1)
    answers[1].set_result(8)
    assert await later[0] == 8


async def test_whoever_goes_away_does_not_end_it_for_the_others() -> None:
    """Not even the one who began it."""
    answers: Answers = []
    first, second = await _begun(_shared(answers), 2)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    answers[0].set_result(7)
    assert await second == 7


async def test_what_fails_fails_for_all_who_waited_and_for_nobody_else() -> None:
    """The next one tries again."""
    answers: Answers = []
    shared = _shared(answers)
    waiting = await _begun(shared, 2)
    answers[0].set_exception(OSError("gone"))
    assert [type(one) for one in await asyncio.gather(*waiting, return_exceptions=True)] == [OSError] * 2
    (again,) = await _begun(shared, 1)
    answers[1].set_result(8)
    assert await again == 8
