"""Measures what it costs to turn a join away, for each reason, by what it costs to serve one.

    python benchmarks/site_reject.py --joins 4000

The same joins are sent to sites that differ in one thing: the gate of one is full, the wave of another
is closed, that of a third is sold out. All have all of their layers, and every visitor has a session and
a pass, and has been inside for a while. Costs are CPU time of the process that serves.
"""

import argparse
import asyncio
import multiprocessing
import os
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvloop
from aiohttp import web
from http_caller import call, each
from prometheus_client import CollectorRegistry

from mock_site import keys
from mock_site.app import create_app
from mock_site.counted.exposition import Exposition
from mock_site.metrics import Metrics
from mock_site.process.phase import Life
from mock_site.protection.admission.gate import Gate
from mock_site.protection.admission.limit import FixedLimit
from mock_site.settings import WAVE, Settings
from mock_site.store.choice import make_store, prepare
from mock_site.store.records import WaveChange
from mock_site.testing import finished_account
from mock_site.trust.session import Sessions

MOST_RATIO = 0.2
CONNECTIONS = 64
OPEN = WaveChange(sets_closing=True, closes_at_s=None)
CLOSED = WaveChange(sets_closing=True, closes_at_s=1.0)
OPENING = 500
"""Accounts that are brought through all steps at once."""
_JOIN = (
    "POST /waves/1/join HTTP/1.1\r\nHost: site\r\nAccept: application/json\r\n"
    "Cookie: session={session}; {room}\r\nIdempotency-Key: bench-{number}\r\n"
    "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
)
_PAGE = (
    "GET /me HTTP/1.1\r\nHost: site\r\nAccept: application/json\r\n"
    "Cookie: session={session}; {room}\r\n\r\n"
)
_TICKET = b"POST /queue HTTP/1.1\r\nHost: site\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class _Nobody:
    """Stands for everybody whom a join does not ask."""

    def committed(self, operations: int, duration_s: float) -> None:
        """Take no note."""

    def written(self, messages: Sequence[object]) -> None:
        """Send nothing."""


def main() -> int:
    """Measure, print every cost and its ratio, and end with 1 where one is too high."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--joins", type=int, default=4_000)
    joins = parser.parse_args().joins
    with tempfile.TemporaryDirectory(prefix="siaga-bench-") as scratch:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = scratch
        costs_us = _costs_us(f"sqlite:///{scratch}/site.db", joins)
    served_us = costs_us.pop("served")
    print(f"a join served              {served_us:7.1f} µs of CPU")
    for reason, cost_us in costs_us.items():
        ratio = cost_us / served_us
        print(f"turned away, {reason:13} {cost_us:7.1f} µs of CPU, ratio {ratio:.3f}")
    print(f"at most {MOST_RATIO} is wanted")
    return int(max(costs_us.values()) > MOST_RATIO * served_us)


def _costs_us(store: str, joins: int) -> dict[str, float]:
    """Give what a join costs by what becomes of it: those that are served come last."""
    prepare(store, WAVE, 1)
    *sessions, first = asyncio.run(_sessions(store, joins + 1))
    costs_us = {"gate full": _cost_us(store, sessions, 503, is_full=True)}
    asyncio.run(_change(store, CLOSED))
    costs_us["wave closed"] = _cost_us(store, sessions, 403)
    asyncio.run(_change(store, OPEN))
    _cost_us(store, [first], 201)
    costs_us["wave sold out"] = _cost_us(store, sessions, 409)
    asyncio.run(_change(store, WaveChange(quota=joins + 1)))
    costs_us["served"] = _cost_us(store, sessions, 201)
    return costs_us


def _opened(store: str) -> Any:  # noqa: ANN401 - a store, to be used within `async with`
    return make_store(store, _Nobody(), time.time, max_pending=10 * OPENING, busy_timeout_s=30.0)


async def _change(store: str, change: WaveChange) -> None:
    """Change the wave."""
    async with _opened(store) as opened:
        await opened.change_wave(WAVE, change)


async def _sessions(store: str, joins: int) -> Sequence[str]:
    """Bring so many people through every step, and log them in."""
    async with _opened(store) as opened:
        sessions = Sessions(await opened.secret())
        accounts: list[str] = []
        for first in range(0, joins, OPENING):
            numbers = range(first, min(first + OPENING, joins))
            accounts += await asyncio.gather(*(finished_account(opened, one) for one in numbers))
    return [sessions.begin(account, time.time()) for account in accounts]


def _cost_us(store: str, sessions: Sequence[str], status: int, *, is_full: bool = False) -> float:
    """Start a site, send every join, and give what one cost."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        port = listener.getsockname()[1]
        spawning = multiprocessing.get_context("spawn")
        site = spawning.Process(target=_serve, args=(listener, store, is_full), daemon=True)
        site.start()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            pages, requests = runner.run(_requests(port, sessions))
            # The first use of a pass is noted in it, which is no part of a join.
            runner.run(call("127.0.0.1", port, CONNECTIONS, each(iter(pages))))
            before_s = _cpu_s(site.pid)
            called = runner.run(call("127.0.0.1", port, CONNECTIONS, each(iter(requests))))
            cost_s = _cpu_s(site.pid) - before_s
    finally:
        site.kill()
        site.join()
    if called.statuses != Counter({status: len(sessions)}):
        raise SystemExit(f"site: answered {dict(called.statuses)}; {status} was wanted of every join")
    return cost_s / len(sessions) * 1e6


async def _requests(port: int, sessions: Sequence[str]) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """Take a ticket for everybody, which admits at once, and give what they ask before, and joins."""
    pages, joins = [], []
    for number, session in enumerate(sessions):
        room = "; ".join(await _room_cookies(port))
        pages.append(_PAGE.format(session=session, room=room).encode("ascii"))
        joins.append(_JOIN.format(session=session, room=room, number=number).encode("ascii"))
    return pages, joins


async def _room_cookies(port: int) -> Sequence[str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_TICKET)
    lines = (await reader.read()).decode("ascii").split("\r\n")
    writer.close()
    return [line.partition(": ")[2].partition(";")[0] for line in lines if line.startswith("Set-Cookie")]


def _cpu_s(process: int | None) -> float:
    """Give the CPU time of all threads of a process."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def _serve(listener: socket.socket, store: str, is_full: bool) -> None:  # noqa: FBT001 - of a process
    """Serve until killed; as a process of its own."""
    uvloop.run(_served(listener, store, is_full=is_full))


async def _served(listener: socket.socket, store: str, *, is_full: bool) -> None:
    settings, nobody = Settings(store=store), _Nobody()
    registry = CollectorRegistry()
    metrics = Metrics(registry, settings, time.time)
    made: Any = make_store(
        store, metrics, time.time, max_pending=2_000, busy_timeout_s=10.0, post=nobody
    )
    exposed = Exposition(CollectorRegistry())
    app = create_app(settings=settings, store=made, metrics=metrics, exposed=exposed, life=Life())
    stand_in: Any = nobody
    app[keys.REGISTRY] = app[keys.EVALUATOR] = stand_in
    if is_full:
        gate = Gate(FixedLimit(most=0), timer=time.monotonic, waiting_ratio=0.0)
        app[keys.GATES].usual = gate
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
