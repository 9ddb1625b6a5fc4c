"""Visitors who sit in one process and wait, as many as are asked for: what each of them takes.

    python benchmarks/crowd_sitting.py FOLDER --visitors 100000
    python benchmarks/crowd_sitting.py FOLDER --visitors 15000 --url http://127.0.0.1:18480

Each has asked for an identity, has a browser with a cookie, and waits in the middle of a journey; with
`--parked` to be let in, away between two looks. With a URL each has asked for a page there, whose
connection is kept. Prints JSON.
"""

import argparse
import json
import os
import signal
import time
from pathlib import Path

from gevent import monkey

monkey.patch_all()

import gevent  # noqa: E402 - as Locust does it: patched first
import psutil  # noqa: E402

from siaga.crowd.absence import Absence  # noqa: E402
from siaga.crowd.alarm import Alarm  # noqa: E402
from siaga.crowd.answer import Answer  # noqa: E402
from siaga.crowd.browsers import Browsers  # noqa: E402
from siaga.crowd.garbage import settle  # noqa: E402
from siaga.crowd.headers import Headers  # noqa: E402
from siaga.crowd.recorder import Recorder  # noqa: E402
from siaga.crowd.throng import Throng  # noqa: E402
from siaga.crowd.turn import Turn  # noqa: E402
from siaga.crowd.visitor import Visitor  # noqa: E402
from siaga.crowd.waiting_room import WaitingRoom  # noqa: E402
from siaga.crowd.world import World  # noqa: E402
from siaga.ledger.journal import Journal  # noqa: E402
from siaga.people.people import People  # noqa: E402
from siaga.record.json_lines import JsonLines  # noqa: E402
from siaga.record.latency import LatencyLog  # noqa: E402
from siaga.scenario.model import Population  # noqa: E402

LONG_S = 100_000.0
PAGE = Answer(200, Headers(()), b"", "/queue", 0.0, 0.0, 0.0, 0, 0, 0)
ROOM = WaitingRoom(
    path="/queue", step="queue", reads=lambda _page: Turn(admitted=False, wait_s=LONG_S), every_s=LONG_S
)
AT_ONCE = 1_000
DEADLINE_S = 600.0


def main() -> None:
    """Let everybody in, and tell what that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--visitors", type=int, default=10_000)
    parser.add_argument("--url", default="", help="where each asks for a page first")
    parser.add_argument("--parked", action="store_true", help="wait without a greenlet")
    given = parser.parse_args()
    world = _world(given.folder, given.url or "http://127.0.0.1:1")
    seated: list[int] = []

    def sit(me: Visitor) -> Absence | None:
        """Come, and wait."""
        if given.url:
            me.get("/page", step="page")
        else:
            me.browser.cookies.take("/", [(b"set-cookie", b"session=%032x; Path=/" % me.index)])
        me.notes["name"] = me.person.name
        seated.append(me.index)
        if given.parked:
            return me.line_up(ROOM, PAGE, then=come_in)
        me.wait(LONG_S)
        return None

    everybody = Population(name="everybody", journey="sit")
    throng = Throng(world, [everybody], {"sit": sit}, lambda _coming: True)
    settle()
    process = psutil.Process()
    before_bytes, before_s = process.memory_info().rss, time.process_time()
    _seat(throng, world, given.visitors, seated)
    grown_bytes, taken_s = process.memory_info().rss - before_bytes, time.process_time() - before_s
    told = {
        "seated": len(seated),
        "each_bytes": grown_bytes / len(seated),
        "each_s": taken_s / len(seated),
    }
    print(json.dumps(told), flush=True)
    # Nobody waits until each of them has been told to go.
    os.kill(os.getpid(), signal.SIGKILL)


def come_in(_me: Visitor, _turn: Turn) -> None:
    """Be let in, which nobody is."""


def _seat(throng: Throng, world: World, visitors: int, seated: list[int]) -> None:
    """Admit everybody, a thousand at once, and wait until they sit."""
    until_s = time.monotonic() + DEADLINE_S
    for come in range(0, visitors, AT_ONCE):
        for index in range(come, min(come + AT_ONCE, visitors)):
            throng.admit(index, world.now_s(), 0)
        while len(seated) < min(come + AT_ONCE, visitors) and time.monotonic() < until_s:
            gevent.sleep(0.001)


def _world(folder: Path, url: str) -> World:
    began_s, alarm = time.perf_counter(), Alarm()
    return World(
        seed=1,
        epoch=0,
        time_scale=1.0,
        now_s=lambda: time.perf_counter() - began_s,
        browsers=Browsers(url, 30.0, run_id="crowd"),
        people=People(1, 0),
        recorder=Recorder(
            JsonLines(folder / "tallies.jsonl"),
            LatencyLog(folder / "latency.hlog", 0.0),
            lambda _samples: None,
        ),
        journal=Journal(folder / "ledger.jsonl", 0),
        outcomes=(),
        sleep=alarm.sleep,
        later=alarm.call,
    )


if __name__ == "__main__":
    main()
