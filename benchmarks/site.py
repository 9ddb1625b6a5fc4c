"""Measures the built-in site: home pages and durable joins a second, and what idle connections cost it.

    python benchmarks/site.py                # 20,000 joins on each store, 15,000 idle connections
    python benchmarks/site.py --joins 2000 --idle 1000

A worker's rate is what it answers in a second of its own CPU time: that is the rate of one free core,
whatever else the machine does. Beside it stands the rate by the clock on the wall, which the caller on
the other core and a slow disk keep down. Writes a table to benchmarks/results.md where all was measured,
and ends with 1 where a target is missed.
"""

import argparse
import asyncio
import os
import platform
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import uvloop
from http_caller import Called, call, each, hold, repeated
from results_file import write
from site_rates import Rate, result

from mock_site.settings import WAVE
from mock_site.store.choice import make_store, prepare, served
from mock_site.testing import finished_account
from mock_site.trust.session import Sessions

HOME_TARGET_PER_S, SQLITE_TARGET_PER_S, POSTGRES_TARGET_PER_S = 6_000, 2_500, 1_500
CALLERS = 64
JOINERS = 256
HOME_S = 5.0
HARMLESS_RATIO = 0.9
"""Of the home pages, that a worker still has to serve beside idle connections."""

ALL_JOINS, ALL_IDLE = 20_000, 15_000
_IN_THE_WAY = ("waiting-room", "rate-limits", "admission")
"""Layers that keep a crowd out which comes from one address, without a ticket, and all at once."""

OPENING = 500
"""Accounts that are brought through all steps at once."""

_LISTENING = re.compile(r"listening on http://127\.0\.0\.1:(\d+)")
_HOME = b"GET / HTTP/1.1\r\nHost: site\r\nAccept: text/html\r\n\r\n"
_JOIN = (
    "POST /waves/1/join HTTP/1.1\r\nHost: site\r\nAccept: application/json\r\n"
    "Cookie: session={session}\r\nIdempotency-Key: bench-{number}\r\n"
    "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A site that was started.

    Attributes:
        port: where it listens.
        worker: process id of the one worker.
    """

    port: int
    worker: int

    def cpu_s(self) -> float:
        """CPU seconds of the worker so far."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Memory that the worker holds."""
        pages = int(Path(f"/proc/{self.worker}/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 2**20


class _Nobody:
    def committed(self, operations: int, duration_s: float) -> None:
        """Take no note."""


def main() -> int:
    """Measure, print and write a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--joins", type=int, default=ALL_JOINS, help="joins on each store")
    parser.add_argument("--idle", type=int, default=ALL_IDLE, help="idle connections to hold")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory(prefix="siaga-bench-") as scratch, _site() as site:
        # A database of one's own may run as another than root, who has to get at its folder.
        Path(scratch).chmod(0o711)
        plain = _home(site)
        rates = [
            plain,
            _idle(site, options.idle, plain),
            _joins(f"sqlite:///{scratch}/site.db", options.joins, SQLITE_TARGET_PER_S),
            _joins(f"postgresql+embedded://{scratch}/pg", options.joins, POSTGRES_TARGET_PER_S),
        ]
    found = result(rates)
    print(found.markdown())
    if (options.joins, options.idle) == (ALL_JOINS, ALL_IDLE):
        write("site", f"{_heading()}\n{found.markdown()}")
    return 1 if found.missed else 0


def _heading() -> str:
    return (
        "## The built-in site\n\n"
        f"`python benchmarks/site.py`, {datetime.now(UTC):%Y-%m-%d}, on {os.cpu_count()}"
        f" {platform.machine()} cores, with a load average of {os.getloadavg()[1]:.1f}; one worker."
        f" Joins go through all layers but {', '.join(_IN_THE_WAY)}, which would keep them out, by"
        f" {JOINERS} connections at once; home pages by {CALLERS}.\n"
    )


def _home(site: Served) -> Rate:
    def calls() -> Coroutine[Any, Any, Called]:
        return call("127.0.0.1", site.port, CALLERS, repeated(_HOME, HOME_S))

    return _measured(site, "home pages", HOME_TARGET_PER_S, calls)


def _idle(site: Served, connections: int, plain: Rate) -> Rate:
    told = []

    async def beside() -> Called:
        before_mb = site.memory_mb()
        held = await hold("127.0.0.1", site.port, connections)
        each_kb = (site.memory_mb() - before_mb) * 1024 / max(len(held), 1)
        called = await call("127.0.0.1", site.port, CALLERS, repeated(_HOME, HOME_S))
        alive = sum(not one.transport.is_closing() for one in held)
        for one in held:
            one.close()
        told.append(f"{alive:,} of {connections:,} idle connections were held, {each_kb:.1f} kB each.")
        return called

    found = _measured(site, "home pages beside idle connections", 0, beside)
    return replace(found, target=HARMLESS_RATIO * plain.per_cpu_s, more=told[0])


def _joins(store: str, joins: int, target_per_s: int) -> Rate:
    name = store.partition(":")[0]
    with served(store, lambda _line: None):
        prepare(store, WAVE, joins)
        requests = asyncio.run(_requests(store, joins))
    without = [part for layer in _IN_THE_WAY for part in ("--without", layer)]
    with _site("--store", store, *without) as site:
        held_mb = [site.memory_mb()]

        def halved() -> Iterator[bytes]:
            """Look at the memory in the middle: the first who come fill what keeps the last in mind."""
            yield from islice(requests, joins // 2)
            held_mb.append(site.memory_mb())
            yield from requests

        def calls() -> Coroutine[Any, Any, Called]:
            return call("127.0.0.1", site.port, JOINERS, each(halved()))

        found = _measured(site, f"joins, {name}", target_per_s, calls)
        held_mb.append(site.memory_mb())
    before, half, after = held_mb
    grown_kb = (after - half) * 1024 / (joins - joins // 2)
    more = f"With {name} memory grew by {half - before:.1f} MB in the first half of the joins,"
    return replace(found, more=f"{more} then by {grown_kb:.2f} kB a join.")


async def _requests(store: str, joins: int) -> Iterator[bytes]:
    """Bring so many people through every step, and give their requests for a seat."""
    made = make_store(store, _Nobody(), time.time, max_pending=10 * OPENING, busy_timeout_s=30.0)
    async with made as opened:
        sessions = Sessions(await opened.secret())
        accounts: list[str] = []
        for first in range(0, joins, OPENING):
            numbers = range(first, min(first + OPENING, joins))
            accounts += await asyncio.gather(*(finished_account(opened, one) for one in numbers))
    now_s = time.time()
    return iter(
        [
            _JOIN.format(session=sessions.begin(account, now_s), number=number).encode("ascii")
            for number, account in enumerate(accounts)
        ]
    )


def _measured(
    site: Served, what: str, target: float, calls: Callable[[], Coroutine[Any, Any, Called]]
) -> Rate:
    began_s = site.cpu_s()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        called = runner.run(calls())
    good = called.statuses[200] + called.statuses[201]
    if good != sum(called.statuses.values()):
        print(f"{what}: answers were {dict(called.statuses)}")
    took_s = site.cpu_s() - began_s
    return Rate(what=what, per_cpu_s=good / took_s, per_s=good / called.took_s, target=target)


@contextmanager
def _site(*arguments: str) -> Iterator[Served]:
    command = [sys.executable, "-m", "mock_site", "--port", "0", *arguments]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own site
    try:
        yield Served(port=_port(started), worker=_worker(started.pid))
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(30)


def _port(started: subprocess.Popen[str]) -> int:
    for line in started.stdout or ():
        if found := _LISTENING.search(line):
            return int(found[1])
    raise SystemExit("site: ended before it listened")


def _worker(parent: int) -> int:
    """Give the one worker among the processes of a site."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    (worker,) = (one for one in children if "mock_site.worker" in _command(one))
    return int(worker)


def _command(process: str) -> Sequence[str]:
    return Path(f"/proc/{process}/cmdline").read_text().split("\0")


if __name__ == "__main__":
    sys.exit(main())
