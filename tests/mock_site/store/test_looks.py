"""Those who come while others are looked at share the next look."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from mock_site.store.looks import MOST, Looks
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult
from mock_site.store.role import StoreError
from mock_site.store.statement import Question
from mock_site.testing import SetClock

DONE = "nik"


class Store:
    """Stands in for a store whose wave has no seats; only people called `new` have steps to go."""

    def __init__(self) -> None:
        self.asked: list[Sequence[str]] = []
        self.answers = asyncio.Event()
        self.error: Exception | None = None
        self.looks = Looks(self._ask, SetClock())

    async def told(self, names: Sequence[str], wave: str = "1") -> Sequence[JoinOutcome | None]:
        """Give what people are told who come at once."""
        wishes = [JoinRequest(account_id=one, wave=wave, key="k", payload="d") for one in names]
        return await asyncio.gather(*map(self.looks.told, wishes))

    async def _ask(self, question: Question[Any]) -> Any:  # noqa: ANN401 - whatever is asked for
        wave, *names = question.statement.values
        self.asked.append([wave, *(one for one in names if one)])
        await self.answers.wait()
        if self.error is not None:
            raise self.error
        return question.answer(
            [(one, None if one == "new" else DONE, "+62", 0, 0, None, None, 0, 0) for one in names]
        )


def full(outcomes: Sequence[JoinOutcome | None]) -> list[bool]:
    """Tell who was told that the wave is full; the others were told nothing."""
    assert {one.result for one in outcomes if one is not None} <= {JoinResult.FULL}
    return [one is not None for one in outcomes]


async def test_who_comes_at_once_is_looked_at_at_once() -> None:
    """Once for whoever asks twice; those who come meanwhile have the next look."""
    store = Store()
    first = asyncio.create_task(store.told("aba"))
    await asyncio.sleep(0.01)
    second = [asyncio.create_task(store.told(names)) for names in ("cd", ["new"], "e")]
    await asyncio.sleep(0.01)
    assert store.asked == [["1", "a", "b"]]
    store.answers.set()
    assert full(await first) == [True, True, True]
    assert [full(await one) for one in second] == [[True, True], [False], [True]]
    assert store.asked[1:] == [["1", "c", "d", "new", "e"]]


async def test_a_look_is_for_some_at_most_and_for_one_wave() -> None:
    """Nobody is forgotten."""
    store = Store()
    store.answers.set()
    names = [f"{number}" for number in range(MOST + 3)]
    both = await asyncio.gather(store.told(names), store.told(["a", "b"], wave="2"))
    assert [full(one) for one in both] == [[True] * (MOST + 3), [True, True]]
    assert [len(one) - 1 for one in store.asked] == [MOST, 3, 2]


async def test_a_store_that_cannot_be_read_is_told_to_all_who_wait_for_it() -> None:
    """Each has an error of his own; the next are looked at as ever."""
    store = Store()
    store.error = StoreError("the store cannot be read", certain=True)
    store.answers.set()
    wishes = [JoinRequest(account_id=one, wave="1", key="k", payload="d") for one in "ab"]
    errors = await asyncio.gather(*map(store.looks.told, wishes), return_exceptions=True)
    assert [str(one) for one in errors] == ["the store cannot be read"] * 2
    assert errors[0] is not errors[1]
    store.error = RuntimeError("nobody foresaw it")
    with pytest.raises(RuntimeError, match="foresaw"):
        await store.told("a")
    store.error = None
    assert full(await store.told("a")) == [True]


async def test_who_goes_away_keeps_nobody_from_the_answer() -> None:
    """A wait that was given up is passed over."""
    store = Store()
    gone, stays = asyncio.create_task(store.told("a")), asyncio.create_task(store.told("b"))
    await asyncio.sleep(0.01)
    gone.cancel()
    store.answers.set()
    assert full(await stays) == [True]
    with pytest.raises(asyncio.CancelledError):
        await gone
