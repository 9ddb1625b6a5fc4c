"""The Porter: turns away whom a look tells that there is no seat, and sends all others to the writer.

A refusal is for certain. So no look may overtake an earlier attempt of the same account that a writer
has: it would not see it, and refuse, and then a seat would be given. Therefore every account is noted
for as long as its wish is with a writer, where all processes of the site see it; whoever is noted is
not looked at but waits for a writer in his turn, as if there were no looks.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from mock_site.store.attempts import Attempts
from mock_site.store.glance import Glance, glanced, nothing_at_once
from mock_site.store.hold import HoldOutcome, HoldResult
from mock_site.store.look import look, look_for_hold
from mock_site.store.looks import Ask, Doubt, Looks
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult
from mock_site.store.role import StoreError

_TURNED_AWAY = frozenset({"full", "closed", "not_open"})
_GRANTED = frozenset({"given", "applied", "held"})
_Outcome = TypeVar("_Outcome", JoinOutcome, HoldOutcome)


class Shut:
    """The waves in which a process has turned somebody away, and has granted nothing since."""

    def __init__(self) -> None:
        self._waves: set[str] = set()

    def __contains__(self, wave: str) -> bool:
        return wave in self._waves

    def note(self, wave: str, result: JoinResult | HoldResult) -> None:
        """Note what came of a wish in a transaction."""
        if result.value in _TURNED_AWAY:
            self._waves.add(wave)
        elif result.value in _GRANTED:
            self._waves.discard(wave)


class Porter:
    """The porter of one process.

    Args:
        ask: asks the store.
        clock: Unix seconds.
        looks: that are shared.
        attempts: that are with a writer, of whichever process.
        glance: of the store.
        is_away: whether everybody is sent to the writer.
    """

    def __init__(
        self,
        ask: Ask,
        clock: Callable[[], float],
        looks: Looks,
        attempts: Attempts,
        *,
        glance: Glance = nothing_at_once,
        is_away: bool = False,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._looks = looks
        self._attempts = attempts
        self._glance = glance
        self._is_away = is_away
        self._changes = 0
        self._shut, self._shut_to_holds = Shut(), Shut()

    def turned_away(self, account_id: str, wave: str) -> JoinOutcome | None:
        """Tell at once why an account gets no seat; None: it may get one, or that takes a look.

        Args:
            account_id: that asks.
            wave: whose seats are given at once.
        """
        if not self._may_look(self._shut, account_id, wave):
            return None
        return glanced(self._glance, wave, account_id, self._clock())

    async def join(
        self, wish: JoinRequest, joined: Callable[[JoinRequest], Awaitable[JoinOutcome]]
    ) -> JoinOutcome:
        """Give what a wish for a seat comes to.

        Args:
            wish: for a seat, or for a lot.
            joined: asks the writer.

        Raises:
            StoreError: the store could not be read, or written.
        """
        told = await self._turned_away(self._shut, wish, self._looked_at)
        if told is not None:
            return told
        outcome = await self._noted(wish, joined)
        # Of a wave whose seats are held no look tells that it is full.
        if not (wish.needs_hold and outcome.result is JoinResult.FULL):
            self._shut.note(wish.wave, outcome.result)
        return outcome

    async def hold(
        self, wish: JoinRequest, held: Callable[[JoinRequest], Awaitable[HoldOutcome]]
    ) -> HoldOutcome:
        """Give what a wish that a seat be held comes to; as `join`."""
        told = await self._turned_away(self._shut_to_holds, wish, self._looked_at_for_hold)
        if told is not None:
            return told
        outcome = await self._noted(wish, held)
        self._shut_to_holds.note(wish.wave, outcome.result)
        return outcome

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Give a while in which nobody is looked at: what is known of waves is being changed here."""
        self._changes += 1
        try:
            yield
        finally:
            self._changes -= 1

    async def _turned_away(
        self,
        shut: Shut,
        wish: JoinRequest,
        looked_at: Callable[[JoinRequest], Awaitable[_Outcome | None]],
    ) -> _Outcome | None:
        """Tell what somebody is told who gets no seat; None: the writer is to be asked."""
        if not self._may_look(shut, wish.account_id, wish.wave):
            return None
        told = await looked_at(wish)
        # Meanwhile the same account may have been sent to a writer.
        return told if self._may_look(shut, wish.account_id, wish.wave) else None

    async def _noted(
        self, wish: JoinRequest, asked: Callable[[JoinRequest], Awaitable[_Outcome]]
    ) -> _Outcome:
        """Ask the writer; a wish of which nobody knows what became of it stays noted."""
        self._attempts.begin(wish.account_id)
        try:
            outcome = await asked(wish)
        except StoreError as error:
            if error.certain:
                self._attempts.end(wish.account_id)
            raise
        self._attempts.end(wish.account_id)
        self._attempts.settle()
        return outcome

    def _may_look(self, shut: Shut, account_id: str, wave: str) -> bool:
        is_known = wave in shut and not self._changes and not self._is_away
        return is_known and account_id not in self._attempts

    async def _looked_at(self, wish: JoinRequest) -> JoinOutcome | None:
        if not (wish.by_lot or wish.needs_hold):
            told = await self._looks.told(wish)
            if told is not Doubt.NOT_USUAL:
                return None if told is Doubt.UNDECIDED else told
        outcome: JoinOutcome | None = await self._ask(look(wish, self._clock(), self._clock))
        return outcome

    async def _looked_at_for_hold(self, wish: JoinRequest) -> HoldOutcome | None:
        question = look_for_hold(wish, self._clock(), self._clock)
        outcome: HoldOutcome | None = await self._ask(question)
        return outcome
