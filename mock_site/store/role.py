"""The roles of a store: what the site asks of it, apart from how it keeps things.

Every write resolves only once it is durable. Every read sees all writes that had resolved before it
began, of whichever process; it raises a StoreError where it cannot be read.
"""

from collections.abc import AsyncGenerator, Sequence
from types import TracebackType
from typing import Protocol, Self

from mock_site.store.hold import Hold, HoldOutcome
from mock_site.store.message import Message
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
from mock_site.store.refusals import Refusals
from mock_site.store.steps import StepTaken
from mock_site.store.store_load import StoreLoad

NOT_IN_TIME = "the store is not to be had in time"
"""Why a hardened store refuses what has waited for longer than its patience."""


class StoreError(Exception):
    """A store could not do what it was asked to.

    Args:
        reason: one clause for the visitor.
        certain: whether the write has certainly not happened and will not.
    """

    def __init__(self, reason: str, *, certain: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.certain = certain


class UnforeseenError(StoreError):
    """A store could not do what it was asked to, and nobody has thought of what to say then."""


class Accounts(Protocol):
    """Keeps accounts, and how far each has got."""

    async def open_account(self, email: str, password: str) -> str | None:
        """Open an account, with the message that verifies its e-mail; None: the e-mail is taken.

        Args:
            email: normalised.
            password: hashed.

        Raises:
            StoreError: it could not be written.
        """
        ...

    async def remind(self, email: str) -> None:
        """Write the message again, if there is an account with this e-mail that is not verified.

        Raises:
            StoreError: it could not be written.
        """
        ...

    async def account_by_email(self, email: str) -> Account | None:
        """Find an account by its e-mail; None: there is none."""
        ...

    async def account(self, account_id: str) -> Account | None:
        """Find an account by its id; None: there is none."""
        ...

    async def take(self, step: StepTaken) -> StepOutcome:
        """Take a step, or say why not.

        Raises:
            StoreError: it could not be written.
        """
        ...


class Pending(Protocol):
    """Lists what waits for a neighbour's word, the oldest first."""

    async def identities(self, before_s: float, most: int) -> Sequence[Account]:
        """Find accounts whose identity was filed before a time and is not settled."""
        ...

    async def assessments(self, before_s: float, most: int) -> Sequence[Account]:
        """Find accounts whose answers were handed in before a time and are not graded."""
        ...


class Outbox(Protocol):
    """Keeps messages, each written with what it tells of, until they are sent."""

    async def unsent(self, before_s: float, most: int) -> Sequence[Message]:
        """List messages written before a time and not sent, in the order of writing."""
        ...

    async def mark_sent(self, message_ids: Sequence[int]) -> None:
        """Note that messages were sent; the codes in them are forgotten.

        Raises:
            StoreError: it could not be written.
        """
        ...

    async def depth(self) -> int:
        """Count the messages that are not sent."""
        ...


class Registrations(Refusals, Protocol):
    """Gives seats, or takes applications for those that are drawn."""

    async def join(self, wish: JoinRequest) -> JoinOutcome:
        """Give a seat or take an application, or say why not.

        Raises:
            StoreError: it could not be written, or the wave's seats are given in the other way.
        """
        ...

    async def registrations_of(self, account_id: str) -> Sequence[Registration]:
        """Read the registrations of an account."""
        ...

    async def registration(self, registration_id: str) -> Registration | None:
        """Read a registration, whoever holds it; None: there is none."""
        ...


class Holds(Protocol):
    """Takes seats for a while."""

    async def hold(self, wish: JoinRequest, lasts_s: float) -> HoldOutcome:
        """Take a seat for a while, above 0 seconds, or say why not.

        Raises:
            StoreError: it could not be written, or the wave's seats are drawn.
        """
        ...

    async def hold_of(self, account_id: str, wave: str) -> Hold | None:
        """Read the last hold that an account had in a wave; None: it had none."""
        ...

    async def end_holds(self, wave: str) -> int:
        """End holds whose time is over, a few hundred at most, and tell how many that were.

        Raises:
            StoreError: it could not be read or written.
        """
        ...


class Lots(Protocol):
    """Draws what was applied for."""

    async def draw(self, wave: str) -> bool:
        """Draw lots if joining has closed and they are not drawn; tell whether that was done now.

        Raises:
            StoreError: it could not be read or written.
        """
        ...

    async def tell_of_draw(self, wave: str) -> int:
        """Write to people what was drawn, some hundreds at most, and tell to how many.

        Raises:
            StoreError: it could not be read or written.
        """
        ...


class Removals(Protocol):
    """Takes away what was given."""

    async def remove(self, registration_id: str) -> bool:
        """Remove a registration and its account, and free its seat; False: there is none.

        Raises:
            StoreError: it could not be written.
        """
        ...


class WaveStates(Protocol):
    """Tells how a wave stands."""

    async def wave_state(self, wave: str) -> WaveState:
        """Read a wave.

        Raises:
            StoreError: it could not be read.
        """
        ...


class Waves(WaveStates, Protocol):
    """Keeps the waves' quotas, openings and closings."""

    async def seats(self, wave: str) -> Seats:
        """Count a wave's seats as of one instant.

        Raises:
            StoreError: it could not be read.
        """
        ...

    async def change_wave(self, wave: str, change: WaveChange) -> bool:
        """Change a wave; False, and nothing changes, if it would close before it opens.

        Raises:
            StoreError: it could not be written.
        """
        ...

    async def quota_log(self, wave: str) -> Sequence[QuotaChange]:
        """List every quota that ever was in force, the oldest first."""
        ...


class Roll(Protocol):
    """Lists everything given, and everything that people were told of it."""

    def roll(self) -> AsyncGenerator[Sequence[RollEntry], None]:
        """Read all registrations by wave and seat, in portions, as of one instant.

        Those that have no seat come together, first or last.
        """
        ...

    def notices(self) -> AsyncGenerator[Sequence[Notice], None]:
        """Read what people were told of their seats, in the order of writing, portioned likewise.

        Where seats are drawn, those who have none were told so.
        """
        ...


class Vault(Protocol):
    """Keeps the site's own secret."""

    async def secret(self) -> bytes:
        """Read the secret that sessions are signed with, the same for all processes."""
        ...


class Store(
    Accounts, Pending, Outbox, Registrations, Holds, Lots, Removals, Waves, Roll, Vault, Protocol
):
    """Everything the site asks of a store; used within `async with`."""

    def load(self) -> StoreLoad:
        """Give what is under way in this process at this moment."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class CommitObserver(Protocol):
    """Is told of every commit."""

    def committed(self, operations: int, duration_s: float) -> None:
        """Note a batch and how long it took, waiting for the lock included."""
        ...


class MessageObserver(Protocol):
    """Is told of messages once they are durable."""

    def written(self, messages: Sequence[Message]) -> None:
        """Take note of messages that may be sent; called in the event loop, so it must not wait."""
        ...


class NobodyTold:
    """A MessageObserver that lets the outbox be."""

    def written(self, messages: Sequence[Message]) -> None:
        """Leave them to whoever sweeps the outbox."""
