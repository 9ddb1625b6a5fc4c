"""The PostgresDatabase: a PostgreSQL, asked in a transaction in which nothing can be written."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import asyncpg

from siaga.roll.entry import RollError
from siaga.roll.table import Table

CONNECT_DEADLINE_S = 10.0
PORTION_DEADLINE_S = 60.0
"""A query that gives no further rows for this long is ended."""

GRACE_S = 5.0
"""How much later than the server siaga itself gives up: the server's own sentence is the better one."""

CLOSE_DEADLINE_S = 2.0
PORTION = 1_000

_ACCOUNT = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InsufficientPrivilegeError)
_FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
_GARBLED = (*_FAILURES, ValueError, OverflowError)


class PostgresDatabase:
    """One database of a server.

    Args:
        dsn: where it is, with its secret.
        shown: what messages call it.
        portion_deadline_s: how long the next rows may take, in seconds.
    """

    def __init__(self, dsn: str, shown: str, portion_deadline_s: float = PORTION_DEADLINE_S) -> None:
        self._dsn = dsn
        self._shown = shown
        self._portion_deadline_s = portion_deadline_s

    @contextmanager
    def table(self, statement: str) -> Iterator[Table]:
        """Give the rows of a statement, as long as the context lasts; a portion is in memory at a time.

        Raises:
            RollError: the server does not answer, refuses the account, or refuses the statement.
        """
        with asyncio.Runner() as runner:
            connection = self._connected(runner)
            try:
                names, cursor = runner.run(self._begun(connection, statement))
                yield Table(names=names, rows=_rows(runner, cursor))
            except _GARBLED as error:
                raise self._refused(error) from None
            finally:
                with suppress(*_FAILURES):
                    runner.run(connection.close(timeout=CLOSE_DEADLINE_S))

    def _connected(self, runner: asyncio.Runner) -> Any:  # noqa: ANN401 - asyncpg ships no types
        """Connect; failures are told in words of ours, as the library's repeat parts of the DSN."""
        try:
            return runner.run(
                asyncpg.connect(
                    self._dsn,
                    timeout=CONNECT_DEADLINE_S,
                    command_timeout=self._portion_deadline_s + GRACE_S,
                    # A pooler between us and the server may know no statements of ours.
                    statement_cache_size=0,
                )
            )
        except _ACCOUNT:
            said = "the server refuses this account or its password; set the variable to one it takes"
        except asyncpg.InvalidCatalogNameError:
            said = "the server has no such database; set the variable to one that it has"
        except OSError as error:
            said = f"no server answers ({type(error).__name__}); start it, or mend the variable"
        except _GARBLED as error:
            said = (
                f"cannot be connected to ({type(error).__name__}); write postgresql://NAME@HOST/DATABASE"
            )
        raise RollError(f"roll: {self._shown}: {said}")

    async def _begun(self, connection: Any, statement: str) -> tuple[list[str], Any]:  # noqa: ANN401 - as above
        """Open a cursor of the server in a transaction that reads."""
        await connection.transaction(readonly=True).start()
        await connection.execute(f"SET LOCAL statement_timeout = {int(self._portion_deadline_s * 1000)}")
        prepared = await connection.prepare(statement)
        names = [attribute.name for attribute in prepared.get_attributes()]
        return names, await prepared.cursor()

    def _refused(self, error: Exception) -> RollError:
        if isinstance(error, asyncpg.QueryCanceledError | TimeoutError):
            said = f"gives no row for {self._portion_deadline_s:g} s; that long is allowed"
            return RollError(f"roll: {self._shown}: the query {said}")
        if isinstance(error, asyncpg.PostgresError):
            return RollError(f"roll: {self._shown}: refuses the query ({error})")
        return RollError(f"roll: {self._shown}: cannot be read to its end ({type(error).__name__})")


def _rows(runner: asyncio.Runner, cursor: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    while portion := runner.run(cursor.fetch(PORTION)):
        yield from portion
