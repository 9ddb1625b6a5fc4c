"""The SQL store: everything that the site asks of a store, as writes and questions for an engine."""

import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from functools import partial
from types import TracebackType
from typing import Protocol, Self, TypeVar

from mock_site.defects import Defect
from mock_site.store import (
    account_rows,
    draws,
    holds,
    joins,
    lapses,
    outbox,
    reads,
    removals,
    taking,
    writes,
)
from mock_site.store.attempts import Attempts
from mock_site.store.conduct import PROPER, Conduct
from mock_site.store.hold import Hold, HoldOutcome
from mock_site.store.lax import Lax
from mock_site.store.looks import Looks
from mock_site.store.message import Message
from mock_site.store.porter import Porter
from mock_site.store.progress import Account, StepOutcome
from mock_site.store.records import (
    JoinOutcome,
    JoinRequest,
    Notice,
    QuotaChange,
    Registration,
    RollEntry,
    Seats,
    WaveChange,
    WaveState,
)
from mock_site.store.statement import Listing, Question, Rows, Statement, Write
from mock_site.store.steps import StepTaken
from mock_site.store.store_load import StoreLoad

PORTION = 1_000
"""Rows of a listing that are read at a time."""

_Result = TypeVar("_Result")


class Engine(Protocol):
    """Executes statements in a database; used between `open` and `close`."""

    async def open(self) -> None:
        """Connect."""
        ...

    async def close(self) -> None:
        """Commit what is pending and disconnect."""
        ...

    async def write(self, write: Write[_Result]) -> _Result:
        """Do a write, which no other overlaps, and give its result once it is durable.

        Raises:
            StoreError: it could not be written.
        """
        ...

    async def ask(self, question: Question[_Result]) -> _Result:
        """Ask a question.

        Raises:
            StoreError: it could not be read.
        """
        ...

    def glance(self, statement: Statement) -> Rows | None:
        """Execute a statement that reads a few rows by their keys; None: that cannot be done at once."""
        ...

    def portions(self, listing: Listing[_Result], size: int) -> AsyncGenerator[Sequence[_Result], None]:
        """Read a listing as of one instant, in portions of a size.

        Raises:
            StoreError: it could not be read.
        """
        ...

    def load(self) -> StoreLoad:
        """Give what is under way."""
        ...


def new_id() -> str:
    """Give a fresh id of 32 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(16)


class SqlStore:
    """A Store in a database that `prepare` has made; the roles say what each method does.

    Args:
        engine: executes what is asked and written.
        clock: Unix seconds, asked inside the transaction, so that times follow seats.
        max_pending: writes that may wait, and as many looks.
        ids: gives fresh ids.
        conduct: how it behaves.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], float],
        max_pending: int,
        ids: Callable[[], str] = new_id,
        conduct: Conduct = PROPER,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._ids = ids
        self._lax = Lax(conduct.defects)
        looks = Looks(engine.ask, clock, max_pending, conduct.waits_s)
        attempts, is_away = conduct.attempts or Attempts(), bool(conduct.defects)
        self._porter = Porter(engine.ask, clock, looks, attempts, glance=engine.glance, is_away=is_away)

    async def __aenter__(self) -> Self:
        await self._engine.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._engine.close()

    def load(self) -> StoreLoad:
        """Give what is under way in this process at this moment."""
        return self._engine.load()

    async def open_account(self, email: str, password: str) -> str | None:
        """Open an account, with the message that verifies its e-mail; None: the e-mail is taken."""
        write = partial(writes.open_account, email, password, self._ids(), self._clock)
        return await self._engine.write(write)

    async def remind(self, email: str) -> None:
        """Write the message again, if there is an account with this e-mail that is not verified."""
        await self._engine.write(partial(writes.remind, email, self._clock))

    async def account_by_email(self, email: str) -> Account | None:
        """Find an account by its e-mail; None: there is none."""
        return await self._engine.ask(account_rows.by_email(email))

    async def account(self, account_id: str) -> Account | None:
        """Find an account by its id; None: there is none."""
        return await self._engine.ask(account_rows.by_id(account_id))

    async def take(self, step: StepTaken) -> StepOutcome:
        """Take a step, or say why not."""
        return await self._engine.write(partial(taking.take, step, self._clock, self._lax))

    async def identities(self, before_s: float, most: int) -> Sequence[Account]:
        """Find accounts whose identity was filed before a time and is not settled."""
        return await self._engine.ask(account_rows.identities_to_settle(before_s, most))

    async def assessments(self, before_s: float, most: int) -> Sequence[Account]:
        """Find accounts whose answers were handed in before a time and are not graded."""
        return await self._engine.ask(account_rows.assessments_to_grade(before_s, most))

    async def unsent(self, before_s: float, most: int) -> Sequence[Message]:
        """List messages written before a time and not sent, in the order of writing."""
        return await self._engine.ask(outbox.unsent(before_s, most))

    async def mark_sent(self, message_ids: Sequence[int]) -> None:
        """Note that messages were sent; the codes in them are forgotten."""
        await self._engine.write(partial(outbox.mark_sent, message_ids, self._clock))

    async def depth(self) -> int:
        """Count the messages that are not sent."""
        return await self._engine.ask(outbox.depth())

    def turned_away(self, account_id: str, wave: str) -> JoinOutcome | None:
        """Tell at once why an account gets no seat; None: it may get one, or that takes more."""
        return self._porter.turned_away(account_id, wave)

    async def join(self, wish: JoinRequest) -> JoinOutcome:
        """Give a seat or take an application, or say why not."""
        return await self._porter.join(wish, self._joined)

    async def _joined(self, wish: JoinRequest) -> JoinOutcome:
        has_room = await self._lax.has_room(wish.wave, self.wave_state, self._clock())
        rules = joins.Rules(defects=self._lax.defects, has_room=has_room)
        write = joins.Join(wish=wish, registration_id=self._ids(), clock=self._clock, rules=rules)
        outcome = await self._engine.write(write)
        self._lax.note(outcome)
        return outcome

    async def hold(self, wish: JoinRequest, lasts_s: float) -> HoldOutcome:
        """Take a seat for a while, or say why not."""

        async def held(wish: JoinRequest) -> HoldOutcome:
            """Ask the writer."""
            work = partial(holds.hold, wish, lasts_s, self._clock, self._lax.defects)
            return await self._engine.write(work)

        return await self._porter.hold(wish, held)

    async def hold_of(self, account_id: str, wave: str) -> Hold | None:
        """Read the last hold that an account had in a wave; None: it had none."""
        return await self._engine.ask(holds.newest(account_id, wave))

    async def end_holds(self, wave: str) -> int:
        """End holds whose time is over, and tell how many that were."""
        if not await self._engine.ask(lapses.is_due(wave, self._clock())):
            return 0
        return await self._engine.write(partial(lapses.end, wave, self._clock))

    async def draw(self, wave: str) -> bool:
        """Draw lots if joining has closed and they are not drawn; tell whether that was done now."""
        lax = self._lax
        again = Defect.DRAWS_TWICE in lax.defects and not lax.has_drawn
        if not await self._engine.ask(draws.is_due(wave, self._clock(), again=again)):
            return False
        work = partial(draws.draw, wave, self._clock, lax.defects, again=again)
        lax.has_drawn = await self._engine.write(work)
        return lax.has_drawn

    async def tell_of_draw(self, wave: str) -> int:
        """Write to people what was drawn, and tell to how many."""
        if not await self._engine.ask(draws.has_untold(wave)):
            return 0
        return await self._engine.write(partial(draws.tell, wave, self._clock, self._lax.defects))

    async def registrations_of(self, account_id: str) -> Sequence[Registration]:
        """Read the registrations of an account."""
        return await self._engine.ask(reads.registrations_of(account_id))

    async def registration(self, registration_id: str) -> Registration | None:
        """Read a registration, whoever holds it; None: there is none."""
        return await self._engine.ask(reads.registration(registration_id))

    async def remove(self, registration_id: str) -> bool:
        """Remove a registration and its account, and free its seat; False: there is none."""
        with self._porter.changing():
            return await self._engine.write(partial(removals.remove, registration_id))

    async def wave_state(self, wave: str) -> WaveState:
        """Read a wave; a StoreError if there is no such wave."""
        return await self._engine.ask(reads.wave_state(wave, self._clock(), self._lax.defects))

    async def seats(self, wave: str) -> Seats:
        """Count a wave's seats as of one instant; a StoreError if there is no such wave."""
        return await self._engine.ask(reads.seats(wave, self._clock()))

    async def change_wave(self, wave: str, change: WaveChange) -> bool:
        """Change a wave; False, and nothing changes, if it would close before it opens."""
        with self._porter.changing():
            return await self._engine.write(partial(writes.change_wave, wave, change, self._clock))

    async def quota_log(self, wave: str) -> Sequence[QuotaChange]:
        """List every quota that ever was in force, the oldest first."""
        return await self._engine.ask(reads.quota_log(wave))

    def roll(self) -> AsyncGenerator[Sequence[RollEntry], None]:
        """Read all registrations by wave and seat, in portions, as of one instant."""
        return self._engine.portions(reads.ROLL, PORTION)

    def notices(self) -> AsyncGenerator[Sequence[Notice], None]:
        """Read what people were told of their seats, in the order of writing, portioned likewise."""
        return self._engine.portions(reads.NOTICES, PORTION)

    async def secret(self) -> bytes:
        """Read the secret that sessions are signed with."""
        return await self._engine.ask(reads.secret())
