"""Durable joins per second of the site's stores, against a plain loop of single commits in the same run.

    python benchmarks/site_store.py [--joins 5000] [--at-once 500] [--core 0]

Everything, the embedded PostgreSQL too, runs on one core. What that core does beside it slows every line
alike, so the ratio and the CPU time a join are worth more than the rate.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import uvloop

from mock_site.store import choice
from mock_site.store.records import JoinRequest, JoinResult
from mock_site.store.schema import connect, store_path
from mock_site.store.sql_store import SqlStore

WAVE = "1"
LONE_JOINS = 300
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_ACCOUNT = """
  INSERT INTO accounts (account_id, email, password, opened_at_s, email_at_s, identity_at_s,
    profile_at_s, documents_at_s, phone_at_s, assessment_at_s, nik, phone)
  VALUES ($1, $1, 'hash', 0, 0, 0, 0, 0, 0, 0, $1, $1)"""


@dataclass
class Commits:
    """Commits, counted."""

    operations: list[int] = field(default_factory=list)

    def committed(self, operations: int, _duration_s: float) -> None:
        """Count one."""
        self.operations.append(operations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Joins that were given, in what time.

    Attributes:
        per_s: joins a second.
        cpu_s: CPU time of this process and the database, a join.
        batch: joins in the median commit, weighed by joins.
        commits: that it took.
    """

    per_s: float
    cpu_s: float
    batch: int
    commits: int


async def measured(
    store: SqlStore, commits: Commits, ids: list[str], at_once: int, cpu_s: Callable[[], float]
) -> Measured:
    """Let accounts join, so many at once."""
    commits.operations.clear()
    waiting = iter(ids)
    began_s, cpu_before_s = time.perf_counter(), cpu_s()

    async def joins() -> None:
        """Join with one account after the other."""
        for account_id in waiting:
            wish = JoinRequest(account_id=account_id, wave=WAVE, key="k", payload="d")
            outcome = await store.join(wish)
            if outcome.result is not JoinResult.GIVEN:
                raise RuntimeError(f"join: is {outcome.result}")

    await asyncio.gather(*(joins() for _ in range(at_once)))
    took_s = time.perf_counter() - began_s
    by_size = sorted(size for size in commits.operations for _ in range(size))
    return Measured(
        per_s=len(ids) / took_s,
        cpu_s=(cpu_s() - cpu_before_s) / len(ids),
        batch=by_size[len(by_size) // 2],
        commits=len(commits.operations),
    )


async def compare(url: str, joins: int, at_once: int, cpu_s: Callable[[], float]) -> None:
    """Measure a store alone and in company, and print both."""
    commits = Commits()
    ids = [f"{number:032x}" for number in range(LONE_JOINS + joins)]
    await fill(url, ids)
    store = choice.make_store(url, commits, time.time, max_pending=at_once, busy_timeout_s=30.0)
    async with store:
        lone = await measured(store, commits, ids[:LONE_JOINS], 1, cpu_s)
        shared = await measured(store, commits, ids[LONE_JOINS:], at_once, cpu_s)
        seats = await store.seats(WAVE)
    if (seats.given, seats.taken) != (len(ids), len(ids)):
        raise RuntimeError(f"seats: are {seats}; {len(ids)} were acknowledged")
    for name, one in (("one commit each", lone), (f"{at_once} at once", shared)):
        print(
            f"  {name:<16} {one.per_s:8.0f} joins/s   {one.cpu_s * 1e6:6.0f} µs CPU a join"
            f" ({1 / one.cpu_s:5.0f} joins/s of a core to itself)   median batch {one.batch:3},"
            f" {one.commits} commits"
        )
    print(f"  group commit is {shared.per_s / lone.per_s:.1f} times a loop of single commits")


async def fill(url: str, ids: list[str]) -> None:
    """Write accounts that have done every step."""
    if url.startswith("sqlite"):
        connection = connect(store_path(url), 10.0)
        connection.execute("BEGIN")
        connection.executemany(_ACCOUNT.replace("$", "?"), [(one,) for one in ids])
        connection.execute("COMMIT")
        connection.close()
        return
    database = await asyncpg.connect(choice.dsn_of(url))
    await database.executemany(_ACCOUNT, [(one,) for one in ids])
    await database.execute("ANALYZE")
    await database.close()


def cpu_of(pids: Callable[[], list[int]]) -> float:
    """Give the CPU time of this process and of some others."""
    ticks = 0
    for pid in pids():
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / _TICKS_PER_S


def children(pid: int) -> list[int]:
    """Give a process and its children."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *map(int, found)]


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that a server's own account can reach."""
    with tempfile.TemporaryDirectory(prefix="siaga-store-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def main() -> None:
    """Measure both stores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--joins", type=int, default=5_000)
    parser.add_argument("--at-once", type=int, default=500)
    parser.add_argument("--core", type=int, default=0)
    options = parser.parse_args()
    os.sched_setaffinity(0, {options.core})
    with scratch() as folder:
        for name, url in (
            ("SQLite, WAL, synchronous=FULL", f"sqlite:///{folder}/site.db"),
            (
                "embedded PostgreSQL, fsync and synchronous_commit on",
                f"postgresql+embedded://{folder}/pg",
            ),
        ):
            with choice.served(url, print) as server:
                choice.prepare(url, WAVE, 1_000_000)
                pid = getattr(server, "pid", None)

                def cpu_s(pid: int | None = pid) -> float:
                    """Give what this process and the database have used."""
                    return cpu_of(lambda: [] if pid is None else children(pid))

                print(name)
                with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                    runner.run(compare(url, options.joins, options.at_once, cpu_s))


if __name__ == "__main__":
    main()
