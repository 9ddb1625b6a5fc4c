"""Claims about the master: orders for everybody, and no waiting for those who are gone."""

import json
import logging
from collections.abc import Callable

import gevent
import pytest

from siaga.crowd.master import CLOSE_DEADLINE_S, LEAD_S, Master, run_folder_at
from siaga.crowd.order import Order
from siaga.record.run_record import PlanRecord, RunRecord
from tests.crowd.locust_run import LocustRun

Prepare = Callable[..., LocustRun]


class _Wall:
    """A wall clock that only sleeping moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at_s = 1_000.0
        self.on_sleep: Callable[[], None] = lambda: None
        monkeypatch.setattr(gevent, "sleep", self._sleep)

    def __call__(self) -> float:
        """Give Unix seconds."""
        return self.at_s

    def _sleep(self, pause_s: float) -> None:
        self.at_s += pause_s
        self.on_sleep()


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> _Wall:
    """The clock of the master."""
    return _Wall(monkeypatch)


@pytest.fixture
def made(run: Prepare) -> LocustRun:
    """A prepared run of 10 s with 5 s of patience."""
    return run("http://127.0.0.1:1", "pass", length="10 s", rate="4/s")


@pytest.fixture
def master(made: LocustRun, wall: _Wall) -> Master:
    """The master of two workers, whose orders are given."""
    master = Master(run_folder_at(str(made.folder.path)), ["one", "two"], wall)
    master.order(lambda _client, _order: None)
    return master


def _nobody() -> set[str]:
    return set()


def test_every_worker_gets_its_own_share_of_the_same_plan(made: LocustRun, wall: _Wall) -> None:
    """Orders differ in rank only, and survive the way through a message."""
    sent: dict[str, Order] = {}
    master = Master(made.folder, ["one", "two"], wall)
    master.order(sent.__setitem__)
    assert {name: order.rank for name, order in sent.items()} == {"one": 0, "two": 1}
    assert {(order.workers, order.t0_s, order.seed, order.epoch) for order in sent.values()} == {
        (2, 1_000.0 + LEAD_S, 3, 5)
    }
    passed = json.loads(json.dumps(sent["two"].as_message()))
    assert Order.from_message(passed) == sent["two"]


def test_the_plan_is_written_before_anybody_is_sent(master: Master) -> None:
    """Whatever happens then can be held against it."""
    plan = PlanRecord.read(master.folder.plan)
    assert (plan.t0_s, plan.workers, plan.duration_s) == (1_000.0 + LEAD_S, 2, 10.0)
    assert (plan.planned, plan.populations) == ((4,) * 10, {"everybody": 40})


def test_the_run_is_over_when_all_have_closed_or_are_lost(master: Master, wall: _Wall) -> None:
    """A killed worker is not waited for."""
    lost: set[str] = set()

    def close_and_lose() -> None:
        master.heard("one", "")
        lost.add("two")

    wall.on_sleep = close_and_lose
    master.wait(lambda: lost)
    assert wall.at_s == pytest.approx(1_000.1)
    assert master.is_over(lost)
    assert (master.problems, master.interrupted) == ([], False)


def test_workers_that_never_close_are_waited_for_until_patience_is_over(
    master: Master, wall: _Wall, caplog: pytest.LogCaptureFixture
) -> None:
    """The master ends all the same, and names them."""
    with caplog.at_level(logging.ERROR):
        master.heard("two", "")
        master.wait(_nobody)
        at_s = wall.at_s
        master.wait_for_close(_nobody)
    assert at_s == pytest.approx(1_000 + LEAD_S + 10 + 5 + CLOSE_DEADLINE_S, abs=0.2)
    assert wall.at_s - at_s == pytest.approx(CLOSE_DEADLINE_S, abs=0.2)
    assert [one.message for one in caplog.records] == ["workers one: did not close in time"] * 2


def test_a_run_that_is_cut_does_not_wait_and_is_written_down_as_interrupted(
    master: Master, wall: _Wall
) -> None:
    """Somebody stopped it."""
    wall.on_sleep = master.cut
    master.wait(_nobody)
    master.end()
    record = RunRecord.read(master.folder.run)
    assert wall.at_s == pytest.approx(1_000.1)
    assert (record.interrupted, record.notes) == (True, ())
    assert record.ended_at == "1970-01-01T00:16:40.100+00:00"


def test_a_run_that_is_over_cannot_be_interrupted(master: Master) -> None:
    """Locust stops every run, also those that have ended."""
    master.heard("one", "")
    master.heard("two", "")
    master.cut()
    master.wait(_nobody)
    master.end()
    assert RunRecord.read(master.folder.run).interrupted is False


def test_a_worker_that_cannot_go_on_ends_the_run_for_all(
    master: Master, wall: _Wall, caplog: pytest.LogCaptureFixture
) -> None:
    """The reason is logged, and kept with the run."""
    wall.on_sleep = lambda: master.heard("two", "the disk is full")
    with caplog.at_level(logging.ERROR):
        master.wait(_nobody)
    master.end()
    assert wall.at_s == pytest.approx(1_000.1)
    assert caplog.messages == ["worker 1 stopped: the disk is full; the run ends"]
    assert RunRecord.read(master.folder.run).notes == ("worker 1 stopped: the disk is full",)


def test_a_worker_of_another_run_is_not_listened_to(master: Master) -> None:
    """One that joined too late has no part in this run."""
    master.heard("three", "no order")
    assert master.problems == []
    assert not master.is_over(set())
