"""Claims about workers that share a plan: who comes, and when, is the same however many they are."""

import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from siaga.crowd.absence import Journey
from siaga.crowd.lease import Lease
from siaga.crowd.master import Master
from siaga.crowd.order import Order
from siaga.crowd.throng import Throng
from siaga.crowd.visitor import Visitor
from siaga.crowd.worker import Worker
from siaga.people.identity import Identity
from siaga.record.run_folder import RunFolder
from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import plan
from siaga.scenario.load import load
from tests.crowd.locust_run import LocustRun

SCENARIO = """
name: shared-day
description: A day with phases and populations of every kind, and doors that are shut for a while.
seed: 9223372036854775807
locustfile: small.py
traffic:
  arrivals: {spacing}
  phases:
    - {{name: before, for: 4 s, rate: {{from: 2/s, to: 20/s}}}}
    - {{name: shut, for: 3 s, rate: 0/s}}
    - {{name: doors, for: 3 s, rate: 25/s}}
    - {{name: late, for: 2500 ms, rate: {{from: 9/s, to: 1/s}}}}
  populations:
    - name: registrants
      journey: signs-up
      people: 40
      during: [doors]
      funnel: [{{name: joined, goes_on: 60 %}}]
    - {{name: press, journey: looks, people: 7, during: [before, late]}}
    - {{name: curious, journey: looks}}
objectives: [{{id: errors, expect: error ratio <= 1 %}}]
"""
OVER_S = 60.0
"""The day is long over when it is played: whoever is due comes at once, and nobody waits for a clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One visitor, as a worker had it come.

    Attributes:
        at_s: its intended time, to the last bit.
        population: whom it belongs to.
        journey: what it walked.
        person: who it was.
        decides: what it does where it can do either.
    """

    at_s: float
    population: str
    journey: str
    person: Identity
    decides: bool


Day = dict[int, Came]
Play = Callable[..., Day]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Play an order to its end; nothing is sent, and nobody comes twice."""
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)

    def played(order: Order, spool: RunFolder, lease: Lease | None = None) -> Day:
        due: dict[int, float] = {}
        came: Day = {}
        admit = Throng.admit

        def admitting(throng: Throng, index: int, at_s: float, population: int) -> bool:
            assert index not in due
            due[index] = at_s
            return admit(throng, index, at_s, population)

        def walks(name: str) -> Journey:
            def walk(me: Visitor) -> None:
                came[me.index] = Came(
                    at_s=due[me.index],
                    population=me.population.name,
                    journey=name,
                    person=me.person,
                    decides=bool(me.population.funnel) and me.goes_on("joined"),
                )

            return walk

        monkeypatch.setattr(Throng, "admit", admitting)
        journeys = {name: walks(name) for name in ("signs-up", "looks")}
        Worker(order, spool, journeys, lambda _: None, lease=lease).play()
        monkeypatch.setattr(Throng, "admit", admit)
        assert due.keys() == came.keys()
        return came

    return played


@pytest.fixture(params=["poisson", "even"])
def made(run: Callable[..., LocustRun], request: pytest.FixtureRequest) -> RunFolder:
    """Prepare the run."""
    folder = run("http://127.0.0.1:1", "pass").folder
    folder.scenario.write_text(SCENARIO.format(spacing=request.param), encoding="utf-8")
    return folder


def orders(folder: RunFolder, workers: int) -> list[Order]:
    """Give the orders of the run's master to so many workers, for a day that is over."""
    sent: list[Order] = []
    master = Master(folder, [f"worker-{rank}" for rank in range(workers)])
    master.order(lambda _client, order: sent.append(Order.from_message(order.as_message())))
    return [replace(one, t0_s=time.time() - OVER_S) for one in sent]


def together(days: Iterable[Day]) -> Day:
    """Put the days of some workers together."""
    whole: Day = {}
    for one in days:
        assert whole.keys().isdisjoint(one)
        whole |= one
    return whole


def test_one_two_three_and_five_workers_have_the_same_visitors_come_at_the_same_times(
    made: RunFolder, play: Play, tmp_path: Path
) -> None:
    """As the same people, who decide the same: the days are equal, and each is the whole plan."""
    days = []
    for workers in (1, 2, 3, 5):
        spools = [RunFolder(tmp_path / f"{workers}-{rank}") for rank in range(workers)]
        days.append(together(map(play, orders(made, workers), spools)))
    assert days == [days[0]] * 4
    scenario = load(made.scenario)
    planned = plan(scenario.traffic, scenario.seed)
    times_s = {number: one.at_s for number, one in days[0].items()}
    assert times_s == dict(enumerate(planned.at_s.tolist()))
    assert Counter(one.population for one in days[0].values()) == {
        "registrants": 40,
        "press": 7,
        "curious": scenario.traffic.visitors - 47,
    }
    assert not any(4.0 < one.at_s < 7.0 for one in days[0].values())
    assert {one.decides for one in days[0].values() if one.journey == "signs-up"} == {True, False}


def told(*takeovers: Takeover) -> Lease:
    """Give the lease of a worker that was told of takeovers, for longer than the day lasts."""
    lease = Lease("t", 0.0)
    lease.hear({"token": "t", "until_s": 99.0, "takeovers": [one.as_json() for one in takeovers]})
    return lease


FIRST = Takeover(lost=1, noticed_s=0.5, from_s=2.5, takers=(0, 2), visitors=(1, 1))
SECOND = Takeover(lost=2, noticed_s=7.0, from_s=9.0, takers=(0,), visitors=(1,))


def test_when_workers_are_lost_the_others_have_their_visitors_come_as_they_would_have(
    made: RunFolder, play: Play, tmp_path: Path
) -> None:
    """As the same people at the same times, each once; who was due before they took over stays away.

    Of three workers the second is lost, and then the third with what it had taken over.
    """
    given = orders(made, 3)
    (everybody,) = orders(made, 1)
    whole = play(everybody, RunFolder(tmp_path / "whole"))
    there = {number: one for number, one in whole.items() if number % 3 != 1 or one.at_s >= FIRST.from_s}
    third = play(given[2], RunFolder(tmp_path / "third"), told(FIRST))
    first = play(given[0], RunFolder(tmp_path / "first"), told(FIRST))
    assert together([first, third]) == there
    assert {number % 3 for number in first} == {0, 1}
    before = {number: one for number, one in third.items() if one.at_s < SECOND.from_s}
    last = play(given[0], RunFolder(tmp_path / "last"), told(FIRST, SECOND))
    assert together([last, before]) == there
    assert len(before) < len(third)
