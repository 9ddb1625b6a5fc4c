"""The SQLite store: one file, shared by all processes of the site, WAL and fully synchronous."""

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from mock_site.store import reads
from mock_site.store.group_commit import GroupCommit
from mock_site.store.reads import Listing
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
from mock_site.store.role import CommitObserver, StoreError
from mock_site.store.schema import connect
from mock_site.store.writes import ChangeWave, Join, OpenAccount

PORTION = 1_000
"""Rows of a listing that are read at a time."""

_Result = TypeVar("_Result")


def new_id() -> str:
    """Give a fresh id of 32 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteLimits:
    """What the store allows itself.

    Attributes:
        max_pending: writes that may wait, at least 1.
        busy_timeout_s: wait for other processes' transactions, above 0.
    """

    max_pending: int = 2_000
    busy_timeout_s: float = 10.0

    def __post_init__(self) -> None:
        if self.max_pending < 1 or self.busy_timeout_s <= 0:
            raise ValueError(f"limits: are {self}; max_pending is 1 or more, the timeout above 0")


class SqliteStore:
    """A Store in one SQLite file, which `prepare` has made.

    Args:
        path: of the file.
        observer: is told of every commit.
        clock: Unix seconds, asked inside the transaction, so that times follow seats.
        limits: what it allows itself.
        ids: gives fresh ids.
    """

    def __init__(
        self,
        path: Path,
        observer: CommitObserver,
        clock: Callable[[], float],
        limits: SqliteLimits,
        ids: Callable[[], str] = new_id,
    ) -> None:
        self._path = path
        self._observer = observer
        self._clock = clock
        self._limits = limits
        self._ids = ids
        self._writer: GroupCommit | None = None
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-reader")
        self._connection: sqlite3.Connection | None = None

    async def __aenter__(self) -> Self:
        self._connection = await asyncio.to_thread(self._connect)
        self._writer = GroupCommit(
            await asyncio.to_thread(self._connect),
            self._observer,
            max_pending=self._limits.max_pending,
            busy_timeout_s=self._limits.busy_timeout_s,
        )
        self._writer.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._open_writer.stop()
        await asyncio.to_thread(self._reader.shutdown)
        if self._connection is not None:
            self._connection.close()

    async def open_account(self, account: NewAccount) -> str | None:
        """Open an account and give its id; None if number, e-mail or phone is taken.

        Raises:
            StoreError: it could not be written.
        """
        return await self._open_writer.do(OpenAccount(account, self._ids(), self._clock))

    async def join(self, wish: JoinRequest) -> JoinOutcome:
        """Give a seat, or say why not.

        Raises:
            StoreError: it could not be written.
        """
        return await self._open_writer.do(Join(wish, self._ids(), self._clock))

    async def change_wave(self, wave: str, change: WaveChange) -> bool:
        """Change a wave; False, and nothing changes, if it would close before it opens.

        Raises:
            StoreError: it could not be written.
        """
        return await self._open_writer.do(ChangeWave(wave, change))

    async def registrations_of(self, account_id: str) -> Sequence[Registration]:
        """Read the registrations of an account.

        Raises:
            StoreError: it could not be read.
        """
        return await self._read(lambda connection: reads.registrations_of(connection, account_id))

    async def wave_state(self, wave: str) -> WaveState:
        """Read a wave.

        Raises:
            StoreError: it could not be read, or there is no such wave.
        """
        return await self._read(lambda connection: reads.wave_state(connection, wave))

    async def seats(self, wave: str) -> Seats:
        """Count a wave's seats as of one instant.

        Raises:
            StoreError: it could not be read, or there is no such wave.
        """
        return await self._read(lambda connection: reads.seats(connection, wave))

    async def secret(self) -> bytes:
        """Read the secret that sessions are signed with.

        Raises:
            StoreError: it could not be read.
        """
        return await self._read(reads.secret)

    def roll(self) -> AsyncGenerator[Sequence[RollEntry], None]:
        """Read all registrations by wave and seat, in portions of 1,000, as of one instant.

        Raises:
            StoreError: it could not be read.
        """
        return self._portions(reads.ROLL)

    def notices(self) -> AsyncGenerator[Sequence[Notice], None]:
        """Read all notices in the order in which they were written, in portions, as of one instant.

        Raises:
            StoreError: it could not be read.
        """
        return self._portions(reads.NOTICES)

    @property
    def _open_writer(self) -> GroupCommit:
        if self._writer is None:
            raise RuntimeError("store: is not open; use it within `async with`")
        return self._writer

    def _connect(self) -> sqlite3.Connection:
        return connect(self._path, self._limits.busy_timeout_s)

    async def _read(self, question: Callable[[sqlite3.Connection], _Result]) -> _Result:
        connection = self._connection
        if connection is None:
            raise RuntimeError("store: is not open; use it within `async with`")
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._reader, question, connection)
        except sqlite3.Error as error:
            raise StoreError("the store cannot be read", certain=True) from error

    async def _portions(self, listing: Listing[_Result]) -> AsyncGenerator[Sequence[_Result], None]:
        connection = await asyncio.to_thread(self._connect)
        try:
            cursor = await asyncio.to_thread(connection.execute, listing.question)
            while rows := await asyncio.to_thread(cursor.fetchmany, PORTION):
                yield [listing.item(row) for row in rows]
        except sqlite3.Error as error:
            raise StoreError("the store cannot be read", certain=True) from error
        finally:
            await asyncio.to_thread(connection.close)
