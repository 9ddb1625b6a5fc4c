"""The schema of the PostgreSQL store: how a database is made the site's, and recognised."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import asyncpg

from mock_site.errors import UsageError
from mock_site.store.draw import new_seed
from mock_site.store.draws import IS_BEGUN, begun, refuse_mixture
from mock_site.store.migration import Migration, first_rows, migrations

CONNECT_TIMEOUT_S = 10.0
LOCK = "SELECT pg_advisory_xact_lock(7337)"
"""Keeps all others from writing, and from changing the schema, until the transaction ends."""

_NAMES = "SELECT to_regclass('schema_version') IS NULL, to_regclass('accounts') IS NULL"
_DURABLE = ("fsync", "full_page_writes")


def prepare(
    dsn: str,
    wave: str,
    quota: int,
    clock: Callable[[], float] = time.time,
    *,
    draws_lots: bool = False,
) -> int:
    """Make the tables if there are none, bring them to this version, and give the quota they hold.

    Args:
        dsn: of a database that exists.
        wave: the wave of a new store.
        quota: of that wave, in a new store only; a store that exists keeps its own.
        clock: Unix seconds.
        draws_lots: whether the wave's seats are drawn.

    Raises:
        UsageError: the database cannot be used, holds a version that is not understood, or gives its
            seats in another way.
    """
    try:
        return asyncio.run(_prepare(dsn, wave, quota, clock, draws_lots=draws_lots))
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ValueError, TimeoutError) as error:
        reason = str(error) or type(error).__name__
        raise UsageError(f"store: the database cannot be used ({reason})") from None


async def _prepare(
    dsn: str, wave: str, quota: int, clock: Callable[[], float], *, draws_lots: bool
) -> int:
    connection = await asyncpg.connect(dsn, timeout=CONNECT_TIMEOUT_S)
    try:
        for setting in _DURABLE:
            if await connection.fetchval(f"SHOW {setting}") != "on":
                raise UsageError(f"store: the database has {setting} off; a seat has to outlive a crash")
        async with connection.transaction():
            await connection.execute(LOCK)
            held = await _prepared(connection, wave, quota, clock)
            if draws_lots:
                first = begun(wave, new_seed())
                await connection.execute(first.sql, *first.values)
            is_begun = await connection.fetchval(IS_BEGUN, wave) > 0
            refuse_mixture(is_begun=is_begun, draws_lots=draws_lots)
            return held
    finally:
        connection.terminate()


async def _prepared(
    connection: Any,  # noqa: ANN401 - asyncpg has no types
    wave: str,
    quota: int,
    clock: Callable[[], float],
) -> int:
    for migration in migrations("postgresql", await _version(connection)):
        await _migrate(connection, migration)
    if await connection.fetchval("SELECT count(*) FROM waves") == 0:
        for statement in first_rows(wave, quota, clock()):
            await connection.execute(statement.sql, *statement.values)
    return int(await connection.fetchval("SELECT quota FROM waves WHERE wave = $1", wave))


async def _version(connection: Any) -> int:  # noqa: ANN401 - as above
    is_new, is_free = await connection.fetchrow(_NAMES)
    if is_new and not is_free:
        raise UsageError("store: the database has tables of something else; give the site its own")
    if is_new:
        await connection.execute("CREATE TABLE schema_version (version INTEGER NOT NULL)")
        await connection.execute("INSERT INTO schema_version VALUES (0)")
    return int(await connection.fetchval("SELECT version FROM schema_version"))


async def _migrate(connection: Any, migration: Migration) -> None:  # noqa: ANN401 - as above
    for statement in migration.statements:
        await connection.execute(statement)
    await connection.execute("UPDATE schema_version SET version = $1", migration.version)
