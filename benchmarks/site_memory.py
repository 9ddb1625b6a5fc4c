"""Measures whether the memory of the built-in site stays the same, however many sign up.

    python benchmarks/site_memory.py                 # 300,000 joins by the store, as many by the site
    python benchmarks/site_memory.py --joins 100000 --folder /dev/shm

Shown is what the process that serves has for itself alone (`Private` of the kernel's `smaps_rollup`),
and that with its share of what others have mapped, too (`Pss`), after each tenth of the joins. In the
second half it may grow by 32 bytes a join: to note somebody in a dictionary takes a hundred and more.
"""

import argparse
import asyncio
import multiprocessing
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvloop
from http_caller import call, each

from mock_site.settings import WAVE
from mock_site.store.choice import make_store, prepare
from mock_site.store.records import JoinRequest, JoinResult
from mock_site.store.schema import connect, store_path
from mock_site.testing import finished_account
from mock_site.trust.session import Sessions

MOST_BYTES_A_JOIN = 32
STEPS = 10
JOINERS = 256
Looks = Iterator[tuple[int, int]]
"""How many have joined, and the process that serves them."""
_IN_THE_WAY = ("waiting-room", "rate-limits", "admission")
_LISTENING = re.compile(r"listening on http://127\.0\.0\.1:(\d+)")
_JOIN = (
    "POST /waves/1/join HTTP/1.1\r\nHost: site\r\nAccept: application/json\r\n"
    "Cookie: session={session}\r\nIdempotency-Key: bench-{number}\r\n"
    "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
)
_OTHERS = {
    "account_id": "printf('%032x', n)",
    "email": "printf('budi%d@warga.test', n)",
    "nik": "printf('97%014d', n)",
    "phone": "printf('+6284%010d', n)",
}
"""What tells one account from another."""


class _Nobody:
    def committed(self, operations: int, duration_s: float) -> None:
        """Take no note."""

    def readers(self, in_use: int, most: int) -> None:
        """Take no note."""


def main() -> int:
    """Measure, print a line for each tenth, and end with 1 where something has grown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--joins", type=int, default=300_000)
    parser.add_argument("--folder", type=Path, default=None, help="of the store; a tmpfs is quick")
    parser.add_argument("--by", choices=_BY, action="append", help="store or site; both, if not given")
    options = parser.parse_args()
    grown = [_grown(by, options.joins, options.folder) for by in options.by or _BY]
    print(f"at most {MOST_BYTES_A_JOIN} bytes a join are wanted")
    return int(max(grown) > MOST_BYTES_A_JOIN)


def _grown(by: str, joins: int, folder: Path | None) -> float:
    """Give by how many bytes a join the memory grew in the second half."""
    print(f"by the {by}:\n{'joins':>9}  {'private MB':>10}  {'PSS MB':>7}", flush=True)
    held: list[tuple[int, int]] = []
    with tempfile.TemporaryDirectory(prefix="siaga-bench-", dir=folder) as scratch:
        store = f"sqlite:///{scratch}/site.db"
        prepare(store, WAVE, joins)
        asyncio.run(_fill(store, joins))
        for done, process in _BY[by](store, joins):
            private, pss = _held_bytes(process)
            held.append((done, private))
            print(f"{done:9,}  {private / 1e6:10.1f}  {pss / 1e6:7.1f}", flush=True)
    (half, early), (whole, late) = held[len(held) // 2], held[-1]
    each_bytes = (late - early) / (whole - half)
    print(f"{'':9}  {each_bytes:10.1f}  bytes a join in the second half")
    return each_bytes


async def _fill(store: str, joins: int) -> None:
    """Bring one person through every step, and make the others of what is kept of that one."""
    async with _opened(store) as opened:
        first = await finished_account(opened, 0)
    with closing(connect(store_path(store), 30.0)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(accounts)")]
        values = ", ".join(_OTHERS.get(name, name) for name in columns)
        connection.execute("CREATE TEMP TABLE numbers (n INTEGER)")
        connection.executemany("INSERT INTO numbers VALUES (?)", ((n + 1,) for n in range(joins)))
        others = f"SELECT {values} FROM accounts, numbers WHERE account_id = ?"  # noqa: S608 - our own column names
        connection.execute(f"INSERT INTO accounts {others}", (first,))


def _by_store(store: str, joins: int) -> Looks:
    """Have a process join for everybody."""
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    process = spawning.Process(target=_join_all, args=(there, store, joins), daemon=True)
    process.start()
    try:
        for step in range(STEPS + 1):
            here.recv()
            yield step * joins // STEPS, process.pid or 0
            here.send(step)
    finally:
        process.kill()
        process.join()


def _join_all(told: Connection, store: str, joins: int) -> None:
    """Join for everybody, and wait after each step until somebody has looked."""

    async def work() -> None:
        async with _opened(store) as opened:
            for step in range(STEPS + 1):
                for at in range(max(0, step - 1) * joins // STEPS, step * joins // STEPS, JOINERS):
                    last = min(at + JOINERS, step * joins // STEPS)
                    await asyncio.gather(*(_join(opened, one + 1) for one in range(at, last)))
                told.send(step)
                told.recv()

    uvloop.run(work())


async def _join(opened: Any, number: int) -> None:  # noqa: ANN401 - a store
    wish = JoinRequest(account_id=f"{number:032x}", wave=WAVE, key=f"bench-{number}", payload="none")
    outcome = await opened.join(wish)
    if outcome.result is not JoinResult.GIVEN:
        raise RuntimeError(f"join: of {number} is {outcome.result}; a seat was to be given")


def _by_site(store: str, joins: int) -> Looks:
    """Have everybody ask a site of one worker."""
    requests = _requests(asyncio.run(_secret(store)), joins)
    without = [part for layer in _IN_THE_WAY for part in ("--without", layer)]
    command = [sys.executable, "-m", "mock_site", "--port", "0", "--store", store, *without]
    site = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own site
    try:
        port = next(int(found[1]) for line in site.stdout or () if (found := _LISTENING.search(line)))
        yield 0, _worker(site.pid)
        for step in range(1, STEPS + 1):
            some = islice(requests, joins // STEPS)
            called = uvloop.run(call("127.0.0.1", port, JOINERS, each(some)))
            # On a busy machine a join or two may come to the store too late, and are refused.
            if not called.statuses[201] >= 0.99 * called.statuses.total():
                raise SystemExit(f"site: answered {dict(called.statuses)}; 201 was wanted of every join")
            yield step * joins // STEPS, _worker(site.pid)
    finally:
        site.send_signal(signal.SIGTERM)
        site.wait(30)


def _requests(secret: bytes, joins: int) -> Iterator[bytes]:
    sessions = Sessions(secret)
    for number in range(1, joins + 1):
        session = sessions.begin(f"{number:032x}", time.time())
        yield _JOIN.format(session=session, number=number).encode("ascii")


async def _secret(store: str) -> bytes:
    async with _opened(store) as opened:
        return bytes(await opened.secret())


def _opened(store: str) -> Any:  # noqa: ANN401 - a store, to be used within `async with`
    return make_store(store, _Nobody(), time.time, max_pending=2_000, busy_timeout_s=30.0)


def _held_bytes(process: int) -> tuple[int, int]:
    """Give what a process has for itself alone, and that with its share of the rest."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    held = {name: int(size.split()[0]) * 1024 for name, _, size in (one.partition(":") for one in lines)}
    return held["Private_Clean"] + held["Private_Dirty"], held["Pss"]


def _worker(parent: int) -> int:
    """Give the one worker among the processes of a site."""
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        if b"mock_site.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
            return int(child)
    raise SystemExit("site: has no worker any more")


_BY: dict[str, Callable[[str, int], Looks]] = {"store": _by_store, "site": _by_site}


if __name__ == "__main__":
    sys.exit(main())
