"""A sender of the crowd's benchmark: one worker of siaga, with all that it has in `siaga run`.

    python benchmarks/crowd_sender.py URL FOLDER --visitors 50 --pause 0 --for 20
    python benchmarks/crowd_sender.py URL FOLDER --rate 2000 --for 10

Every visitor walks the journey again and again on one connection: a page, a page with the cookie that it
gave, a promise. A pause is between steps; the visitors then begin spread over it. With a rate so many
come in a second instead, and each asks for one page. Ledger with its syncs, tallies, latency logs and
Locust's own statistics are written as always.
"""

import argparse
import time
from pathlib import Path

from gevent import monkey

monkey.patch_all()

import gevent  # noqa: E402 - as Locust does it: patched first
from locust.stats import RequestStats  # noqa: E402

from siaga.crowd.absence import Journey  # noqa: E402
from siaga.crowd.garbage import settle  # noqa: E402
from siaga.crowd.locust_table import tell  # noqa: E402
from siaga.crowd.order import Order  # noqa: E402
from siaga.crowd.promise import Promise  # noqa: E402
from siaga.crowd.visitor import Visitor  # noqa: E402
from siaga.crowd.worker import Worker  # noqa: E402
from siaga.record.run_folder import RunFolder  # noqa: E402

STARTS_S = 1.0

_SCENARIO = """
name: crowd
description: Everybody walks the same three steps, again and again.
seed: 1
locustfile: none.py
traffic:
  arrivals: even
  phases: [{{name: coming, for: {coming_s} s, rate: {rate}/s}}]
  populations: [{{name: everybody, journey: walk}}]
  patience: {patience_s} s
site: {{roll: null, metrics: null}}
objectives: [{{id: errors, expect: error ratio <= 1 %}}]
"""


def main() -> None:
    """Play the worker until its time is over."""
    given = _given()
    coming_s = round(given.for_s if given.rate else max(given.pause, STARTS_S))
    rate = given.rate or given.visitors / coming_s
    scenario = _SCENARIO.format(coming_s=coming_s, rate=rate, patience_s=round(given.for_s))
    order = Order(
        folder=str(given.folder),
        token="crowd",  # noqa: S106 - a word that nobody checks here
        scenario=scenario,
        host=given.url,
        rank=0,
        workers=1,
        t0_s=time.time() + STARTS_S,
        seed=1,
        epoch=0,
        run_id="crowd",
    )
    stats = RequestStats()
    journeys = {"walk": look if given.rate else walking(given.pause)}
    worker = Worker(order, RunFolder(given.folder), journeys, lambda samples: tell(stats, samples))
    gevent.spawn_later(STARTS_S + coming_s + given.for_s, worker.stop)
    settle()
    worker.play()


def look(me: Visitor) -> None:
    """Ask for a page, and go."""
    me.get("/page", step="page")


def walking(pause_s: float) -> Journey:
    """Give the journey, with a pause between its steps."""

    def walk(me: Visitor) -> None:
        """Walk until the time is over."""
        person = me.person.nik
        while True:
            me.get("/page", step="page")
            pause(me)
            me.get("/mine", step="mine")
            pause(me)
            me.promise(
                "/join",
                step="join",
                promise=Promise(person=person, receipt="seat", echo=""),
                json={"nik": person},
            )
            pause(me)

    def pause(me: Visitor) -> None:
        if pause_s:
            me.wait(pause_s)

    return walk


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--rate", type=float, default=0.0, help="visitors a second, each for one page")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between steps")
    parser.add_argument("--for", dest="for_s", type=float, default=20.0, help="seconds")
    return parser.parse_args()


if __name__ == "__main__":
    main()
