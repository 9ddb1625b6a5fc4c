"""The roles of a store: what the site asks of it, apart from how it keeps things.

Every write resolves only once it is durable. Every read sees all writes that had resolved before it
began, of whichever process.
"""

from collections.abc import AsyncGenerator, Sequence
from types import TracebackType
from typing import Protocol, Self

from mock_site.store.records import (
    JoinOutcome,
    JoinRequest,
    NewAccount,
    Notice,
    Registration,
    RollEntry,
    Seats,
    WaveChange,
    WaveState,
)


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


class Accounts(Protocol):
    """Keeps accounts."""

    async def open_account(self, account: NewAccount) -> str | None:
        """Open an account and give its id; None if number, e-mail or phone is taken.

        Raises:
            StoreError: it could not be written.
        """
        ...


class Registrations(Protocol):
    """Gives seats."""

    async def join(self, wish: JoinRequest) -> JoinOutcome:
        """Give a seat, or say why not.

        Raises:
            StoreError: it could not be written.
        """
        ...

    async def registrations_of(self, account_id: str) -> Sequence[Registration]:
        """Read the registrations of an account."""
        ...


class Waves(Protocol):
    """Keeps the waves' quotas, openings and closings."""

    async def wave_state(self, wave: str) -> WaveState:
        """Read a wave.

        Raises:
            StoreError: it could not be read.
        """
        ...

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


class Roll(Protocol):
    """Lists everything given, and everything that people were told of it."""

    def roll(self) -> AsyncGenerator[Sequence[RollEntry], None]:
        """Read all registrations by wave and seat, in portions, as of one instant."""
        ...

    def notices(self) -> AsyncGenerator[Sequence[Notice], None]:
        """Read all notices in the order in which they were written, in portions, as of one instant."""
        ...


class Vault(Protocol):
    """Keeps the site's own secret."""

    async def secret(self) -> bytes:
        """Read the secret that sessions are signed with, the same for all processes."""
        ...


class Store(Accounts, Registrations, Waves, Roll, Vault, Protocol):
    """Everything the site asks of a store; used within `async with`."""

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
