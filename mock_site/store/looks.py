"""Looks: those who come while others are looked at share the next look, as writes share transactions."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mock_site.store.look import turned_away
from mock_site.store.records import JoinOutcome, JoinRequest
from mock_site.store.role import StoreError
from mock_site.store.statement import Question, Rows
from mock_site.store.usual import asked_of, usual_of

MOST = 64
"""Wishes that one look is for: SQLite is asked within the event loop."""
Ask = Callable[[Question[Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A wish for a seat that is given at once, when it came, and who waits for the answer."""

    wish: JoinRequest
    at_s: float
    future: asyncio.Future[JoinOutcome | None]


class Looks:
    """The looks of one process.

    Args:
        ask: asks the store.
        clock: Unix seconds.
    """

    def __init__(self, ask: Ask, clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._waiting: list[_Asked] = []
        self._task: asyncio.Task[None] | None = None

    async def told(self, wish: JoinRequest) -> JoinOutcome | None:
        """Tell what a join is told that changes nothing; None: one that is not usual, or may be given.

        Raises:
            StoreError: it could not be read.
        """
        asked = _Asked(wish, self._clock(), asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        return await asked.future

    async def _work(self) -> None:
        while self._waiting:
            wave = self._waiting[0].wish.wave
            some = [one for one in self._waiting if one.wish.wave == wave][:MOST]
            taken = set(map(id, some))
            self._waiting = [one for one in self._waiting if id(one) not in taken]
            try:
                outcomes = await self._ask(_question(wave, some, self._clock))
            except Exception as error:  # noqa: BLE001 - raised again where the answer is waited for
                _fail(some, error)
            else:
                for one, outcome in zip(some, outcomes, strict=True):
                    if not one.future.done():
                        one.future.set_result(outcome)
        self._task = None


def _fail(some: Sequence[_Asked], error: Exception) -> None:
    for one in some:
        if not one.future.done():
            one.future.set_exception(_copy(error))


def _copy(error: Exception) -> Exception:
    """Give everybody an error of his own: one that is raised in many places has the traces of all."""
    return StoreError(error.reason, certain=error.certain) if isinstance(error, StoreError) else error


def _question(
    wave: str, some: Sequence[_Asked], clock: Callable[[], float]
) -> Question[Sequence[JoinOutcome | None]]:
    def answer(rows: Rows) -> Sequence[JoinOutcome | None]:
        found = usual_of(rows, clock())
        return [
            None if situation is None else turned_away(one.wish, situation, one.at_s)
            for one in some
            for situation in (found.get(one.wish.account_id),)
        ]

    account_ids = list(dict.fromkeys(one.wish.account_id for one in some))
    return Question(asked_of(wave, account_ids), answer, is_quick=True)
