"""The choice of a store: which one a URL names, how it is prepared and opened.

`sqlite:///PATH` is a file, `postgresql://DSN` a database, `postgresql+embedded://DIR` a database of the
site's own in a folder.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from mock_site.defects import NONE, Defects
from mock_site.errors import UsageError
from mock_site.store import cluster, postgres_schema, schema
from mock_site.store.conduct import PROPER, Conduct
from mock_site.store.embedded import EmbeddedServer
from mock_site.store.loosening import loosen
from mock_site.store.postgres import STATEMENT_TIMEOUT_S, PostgresLimits, PostgresStore
from mock_site.store.role import CommitObserver, MessageObserver
from mock_site.store.sql_store import SqlStore
from mock_site.store.sqlite import SqliteLimits, SqliteStore

_EMBEDDED = "postgresql+embedded://"
_POSTGRES = ("postgresql://", "postgres://")


def served(url: str, log: Callable[[str], None]) -> AbstractContextManager[object]:
    """Give what has to run as long as the store is used; entered before it is prepared.

    Args:
        url: of the store.
        log: is told what happens to a server.

    Raises:
        UsageError: the URL names no store.
    """
    if url.startswith(_EMBEDDED):
        return EmbeddedServer(_embedded(url), log)
    return nullcontext()


def prepare(
    url: str, wave: str, quota: int, defects: Defects = NONE, *, draws_lots: bool = False
) -> int:
    """Make the store if there is none, bring it to this version, and give the quota that it holds.

    Args:
        url: of the store.
        wave: the wave of a new store.
        quota: of that wave, in a new store only; a store that exists keeps its own.
        defects: whose constraints the store is to lack.
        draws_lots: whether the wave's seats are drawn; a store that gives them otherwise is refused.

    Raises:
        UsageError: the URL names no store, or one that cannot be used.
    """
    dsn = dsn_of(url)
    if dsn is not None:
        held = postgres_schema.prepare(dsn, wave, quota, draws_lots=draws_lots)
    else:
        held = schema.prepare(schema.store_path(url), wave, quota, draws_lots=draws_lots)
    loosen(dsn or url, defects)
    return held


def make_store(
    url: str,
    observer: CommitObserver,
    clock: Callable[[], float],
    *,
    max_pending: int,
    busy_timeout_s: float,
    post: MessageObserver | None = None,
    conduct: Conduct = PROPER,
) -> SqlStore:
    """Give the store that a URL names, prepared before and not open yet.

    Args:
        url: of the store.
        observer: is told of every commit, and of connections that are in use.
        clock: Unix seconds.
        max_pending: writes that may wait, at least 1.
        busy_timeout_s: wait for other processes' transactions, above 0.
        post: is told of messages that are durable; None: nobody is.
        conduct: how it behaves.

    Raises:
        UsageError: the URL names no store.
    """
    dsn = dsn_of(url)
    if dsn is not None:
        limits = PostgresLimits(
            max_pending=max_pending,
            busy_timeout_s=busy_timeout_s,
            statement_timeout_s=max(STATEMENT_TIMEOUT_S, 2 * busy_timeout_s),
            conduct=conduct,
        )
        return PostgresStore(dsn, observer, clock, limits, post=post)
    file_limits = SqliteLimits(max_pending=max_pending, busy_timeout_s=busy_timeout_s, conduct=conduct)
    return SqliteStore(schema.store_path(url), observer, clock, file_limits, post=post)


def folder_of(url: str) -> Path | None:
    """Give the folder beside which the site may keep files of its own; None: the store has none.

    Raises:
        UsageError: the URL names no store.
    """
    if url.startswith(_EMBEDDED):
        return _embedded(url)
    return None if dsn_of(url) is not None else schema.store_path(url).parent


def dsn_of(url: str) -> str | None:
    """Give the DSN of a database; None: the store is a file.

    Raises:
        UsageError: the URL has a password in it, or names no folder.
    """
    if url.startswith(_EMBEDDED):
        return cluster.dsn(_embedded(url))
    if not url.startswith(_POSTGRES):
        return None
    parts = urlsplit(url)
    if parts.password or "password" in parse_qs(parts.query):
        raise UsageError(
            "store: has a password in its URL, which others on this machine could read; put it into"
            " PGPASSWORD or a password file"
        )
    return url


def _embedded(url: str) -> Path:
    folder = url.removeprefix(_EMBEDDED)
    if not folder:
        raise UsageError(f"store: '{url}' names no folder; write postgresql+embedded://DIR")
    return Path(folder)
