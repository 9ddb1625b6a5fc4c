"""A Countdown: so many more statements of whatever database, and something happens before the next."""

import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any

import asyncpg

ASKS = ("execute", "fetch", "fetchval", "fetchrow")


def killed(_connection: object) -> None:
    """End this process as the kernel does, which asks nobody."""
    os.kill(os.getpid(), signal.SIGKILL)


class Countdown:
    """Counts what is about to be done.

    Args:
        end: what happens, once; it is given the connection whose statement is next, None where it is
            another thing than a statement.
    """

    def __init__(self, end: Callable[[Any], None]) -> None:
        self._end = end
        self.left: int | None = None
        """What is still done; None: nothing is counted."""

    def step(self, connection: object = None) -> None:
        """Count what is about to be done, and before the first thing that is too much, end."""
        if self.left is None:
            return
        if self.left == 0:
            self._end(connection)
        self.left -= 1

    def watch(self, put: Callable[[Any, str, Any], None] = setattr) -> None:
        """Count the statements of transactions from now on, those that begin and end them counted in.

        Args:
            put: puts something in the place of a function, as `setattr` does.
        """
        put(sqlite3, "connect", self._connecting(sqlite3.connect))
        for name in ASKS:
            put(asyncpg.Connection, name, self._asking(getattr(asyncpg.Connection, name)))

    def _connecting(self, connect: Callable[..., sqlite3.Connection]) -> Callable[..., Any]:
        def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401 - as sqlite3 takes them
            """Connect, and count what is executed."""
            connection = connect(*arguments, **options)

            def traced(sql: str) -> None:
                """Count a statement that is about to be executed."""
                if connection.in_transaction or sql.startswith("BEGIN"):
                    self.step(connection)

            connection.set_trace_callback(traced)
            return connection

        return connected

    def _asking(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        async def asked(connection: Any, sql: str, *values: Any, **options: Any) -> Any:  # noqa: ANN401 - asyncpg has no types
            """Count a statement, and execute it."""
            if connection.is_in_transaction() or sql.startswith("BEGIN"):
                self.step(connection)
            return await ask(connection, sql, *values, **options)

        return asked
