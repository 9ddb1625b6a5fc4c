"""Looks: those who come while others are looked at share the next look, as writes share transactions."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any

from mock_site.store.look import turned_away
from mock_site.store.records import JoinOutcome, JoinRequest
from mock_site.store.role import NOT_IN_TIME, StoreError
from mock_site.store.statement import Question, Rows
from mock_site.store.usual import asked_of, registered, usual_of

MOST = 64
"""Wishes that one look is for: SQLite is asked within the event loop."""
Ask = Callable[[Question[Any]], Awaitable[Any]]


class Doubt(Enum):
    """Why a look that is shared says nothing."""

    UNDECIDED = "undecided"
    """There is a seat, or a registration already: the transaction decides."""
    NOT_USUAL = "not-usual"
    """Account or wave have to be looked at by themselves."""


Told = JoinOutcome | Doubt


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A wish for a seat that is given at once, when it came, and who waits for the answer."""

    wish: JoinRequest
    at_s: float
    future: asyncio.Future[Told]


class Looks:
    """The looks of one process.

    Args:
        ask: asks the store.
        clock: Unix seconds.
        most: wishes that may wait for their look, at least 1; more are refused.
        patience_s: wait for an answer after which a wish is refused; infinite: any.
    """

    def __init__(
        self, ask: Ask, clock: Callable[[], float], most: int, patience_s: float = math.inf
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._most = most
        self._patience_s = patience_s if patience_s < math.inf else None
        self._waiting: dict[_Asked, None] = {}
        self._task: asyncio.Task[None] | None = None

    async def told(self, wish: JoinRequest) -> Told:
        """Tell what a join is told that changes nothing, or why that cannot be said.

        Raises:
            StoreError: too many wait, or the store could not be read, or not in time; in any case the
                join has certainly not happened.
        """
        if len(self._waiting) >= self._most:
            raise StoreError("no more looks may wait now", certain=True)
        asked = _Asked(wish, self._clock(), asyncio.get_running_loop().create_future())
        self._waiting[asked] = None
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        try:
            async with asyncio.timeout(self._patience_s):
                return await asked.future
        except TimeoutError:
            raise StoreError(NOT_IN_TIME, certain=True) from None
        finally:
            self._waiting.pop(asked, None)

    async def _work(self) -> None:
        while self._waiting:
            wave = next(iter(self._waiting)).wish.wave
            some = list(islice((one for one in self._waiting if one.wish.wave == wave), MOST))
            for one in some:
                del self._waiting[one]
            try:
                # Else one that is never answered would keep all others waiting.
                async with asyncio.timeout(self._patience_s):
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
    if isinstance(error, TimeoutError):
        return StoreError(NOT_IN_TIME, certain=True)
    return StoreError(error.reason, certain=error.certain) if isinstance(error, StoreError) else error


def _question(wave: str, some: Sequence[_Asked], clock: Callable[[], float]) -> Question[Sequence[Told]]:
    def answer(rows: Rows) -> Sequence[Told]:
        found, joined = usual_of(rows, clock()), registered(rows)
        told: list[Told] = []
        for one in some:
            situation = found.get(one.wish.account_id)
            if situation is not None:
                told.append(turned_away(one.wish, situation, one.at_s) or Doubt.UNDECIDED)
            else:
                told.append(Doubt.UNDECIDED if one.wish.account_id in joined else Doubt.NOT_USUAL)
        return told

    account_ids = list(dict.fromkeys(one.wish.account_id for one in some))
    return Question(asked_of(wave, account_ids), answer, is_quick=True)
