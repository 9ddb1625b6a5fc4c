"""Those who come while others are looked at share the next look."""

import asyncio
import math
from collections.abc import Sequence
from typing import Any

import pytest

from mock_site.store.looks import MOST, Doubt, Looks, Told
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult
from mock_site.store.role import NOT_IN_TIME, StoreError
from mock_site.store.statement import Question
from mock_site.testing import SetClock

DONE = "nik"


class Store:
    """Stands in for a store whose wave has no seats; only people called `new` have steps to go.

    Some have joined another wave: those called `old`.
    """

    def __init__(self, most: int = 1_000, patience_s: float = math.inf) -> None:
        self.asked: list[Sequence[str]] = []
        self.answers = asyncio.Event()
        self.error: Exception | None = None
        self.looks = Looks(self._ask, SetClock(), most, patience_s)

    @classmethod
    def answering(cls) -> "Store":
        """Give one that answers at once."""
        store = cls()
        store.answers.set()
        return store

    async def told(self, names: Sequence[str], wave: str = "1") -> Sequence[Told]:
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
            [
                (one, None if one == "new" else DONE, "+62", one == "old", 0, None, None, 0, 0)
                for one in names
            ]
        )


def full(outcomes: Sequence[Told]) -> list[bool]:
    """Tell who was told that the wave is full; the others have to be looked at by themselves."""
    told = [one for one in outcomes if isinstance(one, JoinOutcome)]
    assert {one.result for one in told} <= {JoinResult.FULL}
    assert {one for one in outcomes if one not in told} <= {Doubt.NOT_USUAL}
    return [one in told for one in outcomes]


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


async def test_who_may_be_given_a_seat_is_for_the_transaction() -> None:
    """So is whoever has a registration, which may be for the same wish."""
    rows = [("a", DONE, "+62", 0, 1, None, None, 0, 0), ("old", DONE, "+62", 1, 1, None, None, 0, 0)]

    async def ask(question: Question[Any]) -> Any:  # noqa: ANN401 - whatever is asked for
        """Answer of a wave with one seat."""
        return question.answer(rows)

    looks = Looks(ask, SetClock(), 9)
    wishes = [JoinRequest(account_id=one, wave="1", key="k", payload="d") for one in ("a", "old")]
    assert await asyncio.gather(*map(looks.told, wishes)) == [Doubt.UNDECIDED] * 2
    assert await Store.answering().told(["old"]) == [Doubt.UNDECIDED]


@pytest.mark.looptime
async def test_a_look_that_is_never_answered_keeps_nobody_for_longer_than_patience() -> None:
    """Nor those who come behind it: in any case they have certainly not joined."""
    store = Store(patience_s=4.0)
    first = asyncio.create_task(store.told("a"))
    await asyncio.sleep(1.0)
    second, third = (asyncio.create_task(store.told("b", wave)) for wave in "12")
    await asyncio.sleep(2.9)
    assert not first.done()
    await asyncio.sleep(0.2)
    for task, after_s in ((first, 0.0), (second, 1.0)):
        await asyncio.sleep(after_s)
        with pytest.raises(StoreError, match=f"^{NOT_IN_TIME}$") as caught:
            await asyncio.wait_for(task, 0.01)
        assert caught.value.certain
    store.answers.set()
    assert full(await store.told("c")) == [True]
    with pytest.raises(StoreError, match=f"^{NOT_IN_TIME}$"):
        await third
    assert store.asked == [["1", "a"], ["1", "b"], ["1", "c"]]


async def test_more_than_may_wait_are_refused_for_certain() -> None:
    """Those who are being looked at do not wait any more."""
    store = Store(most=2)
    tasks = [asyncio.create_task(store.told(one)) for one in "ab"]
    await asyncio.sleep(0.01)
    some = [asyncio.create_task(store.told(one)) for one in "de"]
    await asyncio.sleep(0.01)
    with pytest.raises(StoreError, match=r"^no more looks may wait now$") as caught:
        await asyncio.wait_for(store.told("f"), 1.0)
    assert caught.value.certain
    store.answers.set()
    assert [full(await one) for one in some] == [[True]] * 2
    assert [full(await one) for one in tasks] == [[True]] * 2


async def test_who_goes_away_is_not_looked_at_and_keeps_nobody_from_the_answer() -> None:
    """Before it was his turn, or while he was looked at."""
    store = Store()
    first = [asyncio.create_task(store.told(one)) for one in "ab"]
    await asyncio.sleep(0.01)
    second = [asyncio.create_task(store.told(one)) for one in "cd"]
    await asyncio.sleep(0.01)
    for gone in (first[0], second[0]):
        gone.cancel()
    store.answers.set()
    assert [full(await one) for one in (first[1], second[1])] == [[True], [True]]
    assert store.asked == [["1", "a", "b"], ["1", "d"]]
