"""The blackout of an embedded PostgreSQL: it stands still, then it is gone, and what was not flushed.

How far its log is on the disk is what PostgreSQL itself goes by: a place that it moves on when a flush
has returned, and before it tells anybody of a commit that asked for one.
"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import asyncpg

from mock_site.errors import SiteError
from mock_site.store.wal_cut import Reached, cut

TRIES = 5
STILL_DEADLINE_S = 1.0
GONE_DEADLINE_S = 10.0
_POLL_S = 0.002
_FORM = """SELECT ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int AS timeline,
  pg_size_bytes(current_setting('wal_segment_size')) AS segment_bytes"""
_PLACES = """SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint AS flushed,
  (pg_current_wal_insert_lsn() - '0/0')::bigint AS inserted"""


class Blackout:
    """Takes the power from a server.

    Args:
        pid: of the server.
        dsn: where it listens.
    """

    def __init__(self, pid: int, dsn: str) -> None:
        self._pid = pid
        self._dsn = dsn
        self._reached: Reached | None = None

    def still(self) -> None:
        """Have everything stand still, so that nothing more is acknowledged, flushed or written.

        Raises:
            SiteError: it cannot be asked how far it has come; it goes on then.
        """
        try:
            self._reached = asyncio.run(self._asked())
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
            _send(_children(self._pid), signal.SIGCONT)
            raise SiteError(
                f"PostgreSQL: cannot lose its power ({error or type(error).__name__})"
            ) from None

    def gone(self, log: Path) -> int:
        """End everything that stands still, cut the log, and give the bytes that were taken from it.

        Args:
            log: folder of the log.

        Raises:
            SiteError: it does not stand still, or a process of it does not end.
        """
        if self._reached is None:
            raise SiteError("PostgreSQL: was not asked what is on the disk")
        # The server first: it would start anew by itself when a child has died.
        every = [self._pid, *_children(self._pid)]
        _send(every, signal.SIGKILL)
        try:
            _await(every, {"", "Z"}, GONE_DEADLINE_S)
        except TimeoutError as error:
            raise SiteError(f"PostgreSQL: does not end ({error})") from None
        return cut(log, self._reached)

    async def _asked(self) -> Reached:
        connection = await asyncpg.connect(self._dsn, timeout=STILL_DEADLINE_S * TRIES)
        try:
            form = await connection.fetchrow(_FORM)
            # Whatever has to be read for the answer is read while others can still let go of it.
            await connection.fetchrow(_PLACES)
            places = await self._places(connection)
            return Reached(**form, **places)
        finally:
            connection.terminate()

    async def _places(self, connection: Any) -> Any:  # noqa: ANN401 - asyncpg has no types
        """Ask while nothing moves; where somebody holds what the answer needs, let all go on first."""
        for _ in range(TRIES):
            every, own = _children(self._pid), connection.get_server_pid()
            if own not in every:
                # Who cannot see them all cannot stop them all, and would cut a log that is in use.
                raise OSError("the system does not tell which processes are its own")
            others = [one for one in every if one != own]
            _send(others, signal.SIGSTOP)
            try:
                _await(others, {"T", "Z", ""}, STILL_DEADLINE_S)
                async with asyncio.timeout(STILL_DEADLINE_S):
                    return await connection.fetchrow(_PLACES)
            except TimeoutError:
                _send(others, signal.SIGCONT)
        raise TimeoutError(f"no answer within {STILL_DEADLINE_S:g} s, {TRIES} times")


def _children(pid: int) -> list[int]:
    """Give the processes that a process has started and that have not been waited for."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def _state(pid: int) -> str:
    """Give the letter of what a process does; empty: it is not there."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()[0]
        )
    except OSError:
        return ""


def _await(pids: Iterable[int], states: Collection[str], within_s: float) -> None:
    """Wait until each process is in one of some states; nothing else goes on meanwhile.

    Raises:
        TimeoutError: they are not in time.
    """
    deadline_s = time.monotonic() + within_s
    while waited_for := [one for one in pids if _state(one) not in states]:
        if time.monotonic() > deadline_s:
            raise TimeoutError(f"process {waited_for[0]} is busy after {within_s:g} s")
        time.sleep(_POLL_S)


def _send(pids: Iterable[int], number: signal.Signals) -> None:
    for one in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, number)
