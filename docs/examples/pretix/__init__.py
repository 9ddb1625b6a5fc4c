"""pretix: registration for an event with a quota, by Django, on a PostgreSQL."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import asyncpg

from docs.examples.staging import Site, Staging, await_page, free_port, say, warm
from mock_site.store.embedded import EmbeddedServer

DEFECTS = ("snapshot",)
"""`snapshot`: transactions of the database see it as it was when they began (REPEATABLE READ)."""

SEATS = 20
PROCESSES = 4
CONFIG = """\
[pretix]
instance_name=siaga
url={url}
datadir={folder}
registration=off
plugins_default=
plugins_organizer_default=
ecb_rates=off
[database]
backend=postgresql
name={database}
user=postgres
host={server}
[mail]
host=127.0.0.1
port={letters}
[django]
secret=a-site-on-loopback-has-no-secrets
debug=off
"""


@contextmanager
def site(staging: Staging, defect: str) -> Iterator[Site]:
    """Have pretix stand there meanwhile, with one event.

    Args:
        staging: with what it needs installed.
        defect: one of `DEFECTS`; empty: it is configured as its makers say.
    """
    url, letters = f"http://127.0.0.1:{free_port()}", free_port()
    # Letters of the site end here: where nobody took them, it would try six times for each order.
    sink = [str(staging.bin / "aiosmtpd"), "--nosetuid", "--listen", f"127.0.0.1:{letters}"]
    sink += ["--class", "aiosmtpd.handlers.Sink"]
    with EmbeddedServer(staging.folder / "database", say) as server, staging.running(sink):
        _migrate(staging, server, url)
        _run(server, "DROP DATABASE IF EXISTS event WITH (FORCE)")
        _run(server, "CREATE DATABASE event TEMPLATE migrated")
        if defect == "snapshot":
            level = "default_transaction_isolation TO 'repeatable read'"
            _run(server, f"ALTER DATABASE event SET {level}")
        environ = _configured(staging, server, url, "event", letters)
        seed = Path(__file__).with_name("seed.py")
        staging.run(["python", str(seed), str(SEATS)], environ)
        command = staging.gunicorn("pretix.wsgi", int(url.rpartition(":")[2]), PROCESSES)
        with staging.running(command, environ):
            await_page(url)
            warm(f"{url}/balai/satu/", PROCESSES)
            dsn = f"postgresql://postgres@/event?host={quote(str(server.folder))}"
            yield Site(url=url, environ={"PRETIX_DSN": dsn})


def _migrate(staging: Staging, server: EmbeddedServer, url: str) -> None:
    """Make a database with pretix's tables, once; each run begins with a copy."""
    if _known(server, "migrated"):
        return
    say("pretix: makes its tables, which takes some minutes the first time")
    _run(server, "DROP DATABASE IF EXISTS half WITH (FORCE)", "CREATE DATABASE half")
    staging.run(["python", "-m", "pretix", "migrate"], _configured(staging, server, url, "half"))
    _run(server, "ALTER DATABASE half RENAME TO migrated")


def _configured(
    staging: Staging, server: EmbeddedServer, url: str, database: str, letters: int = 9
) -> dict[str, str]:
    folder, path = staging.folder / "content", staging.folder / "pretix.cfg"
    folder.mkdir(exist_ok=True)
    places = {"url": url, "folder": folder, "server": server.folder, "letters": letters}
    content = CONFIG.format(database=database, **places)
    path.write_text(content, encoding="utf-8")
    return {"PRETIX_CONFIG_FILE": str(path)}


def _known(server: EmbeddedServer, database: str) -> bool:
    async def asked() -> bool:
        connection = await asyncpg.connect(server.dsn)
        try:
            found = "SELECT 1 FROM pg_database WHERE datname = $1"
            return bool(await connection.fetchval(found, database))
        finally:
            await connection.close()

    return asyncio.run(asked())


def _run(server: EmbeddedServer, *statements: str) -> None:
    async def ran(given: Sequence[str]) -> None:
        connection = await asyncpg.connect(server.dsn)
        try:
            for one in given:
                await connection.execute(one)
        finally:
            await connection.close()

    asyncio.run(ran(statements))
