"""Claims about the master: orders for everybody, and no waiting for those who are gone."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace

import gevent
import pytest

from siaga.crowd.master import (
    CLOSE_DEADLINE_S,
    COLLECT_DEADLINE_S,
    LEAD_S,
    LOST_AFTER_S,
    Master,
    run_folder_at,
)
from siaga.crowd.order import Order
from siaga.record.run_record import AbortRecord, PlanRecord, RunRecord
from siaga.scenario.arrivals import plan
from siaga.scenario.closed import Closed
from siaga.scenario.load import load
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


def test_a_day_to_which_only_some_come_begins_shortly_before_them(made: LocustRun, wall: _Wall) -> None:
    """At the times of the whole day: its clock is set to a second before the first of them."""
    record = RunRecord.read(made.folder.run)
    replace(record, only=(30, 35)).write(made.folder.run)
    sent: dict[str, Order] = {}
    master = Master(made.folder, ["one"], wall)
    master.order(sent.__setitem__)
    scenario = load(made.folder.scenario)
    at_s = plan(scenario.traffic, scenario.seed).at_s[[30, 35]]
    assert sent["one"].only == (30, 35)
    assert sent["one"].t0_s == pytest.approx(1_000.0 + LEAD_S - (at_s[0] - 1.0))
    written = PlanRecord.read(made.folder.plan)
    assert [second for second, many in enumerate(written.planned) for _ in range(many)] == [
        int(one) for one in at_s
    ]
    assert sum(written.populations.values()) == 2


def test_a_day_is_not_begun_before_its_beginning(made: LocustRun, wall: _Wall) -> None:
    """Whoever comes in its first second is waited for from the first phase on."""
    replace(RunRecord.read(made.folder.run), only=(0,)).write(made.folder.run)
    master = Master(made.folder, ["one"], wall)
    master.order(lambda _client, _order: None)
    assert master.t0_s == 1_000.0 + LEAD_S


def test_a_visitor_that_is_not_in_the_plan_is_refused(made: LocustRun, wall: _Wall) -> None:
    """Nobody is sent, and nothing says that somebody would be."""
    replace(RunRecord.read(made.folder.run), only=(40,)).write(made.folder.run)
    with pytest.raises(ValueError, match="visitor 40: is not in the plan; it has 40"):
        Master(made.folder, ["one"], wall).order(lambda _client, _order: None)
    assert not made.folder.plan.exists()


def test_the_run_is_over_when_all_have_settled_or_are_lost(master: Master, wall: _Wall) -> None:
    """A killed worker is not waited for."""
    lost: set[str] = set()

    def settle_and_lose() -> None:
        master.settle("one")
        lost.add("two")

    wall.on_sleep = settle_and_lose
    master.wait(lambda: lost)
    assert wall.at_s == pytest.approx(1_000.1)
    assert master.is_over(lost)
    assert (master.problems, master.interrupted) == ([], False)


def test_workers_that_never_close_are_waited_for_until_patience_is_over(
    master: Master, wall: _Wall, caplog: pytest.LogCaptureFixture
) -> None:
    """The master ends all the same, and names them."""
    with caplog.at_level(logging.ERROR):
        master.settle("two")
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


def test_a_run_that_an_objective_ends_does_not_wait_and_says_which(master: Master, wall: _Wall) -> None:
    """It is no interruption; workers close as after any run."""
    abort = AbortRecord(objective="join-fast", at_s=7, why="it was lost beyond repair")
    wall.on_sleep = lambda: abort.write(master.folder.abort)
    master.wait(_nobody, master.folder.abort.exists)
    master.end()
    record = RunRecord.read(master.folder.run)
    assert wall.at_s == pytest.approx(1_000.1)
    assert (record.interrupted, record.aborted_for, record.aborted_at_s) == (False, "join-fast", 7)
    assert record.aborted_why == "it was lost beyond repair"


def test_a_run_is_ended_by_nothing_that_nobody_looks_at(master: Master) -> None:
    """Under `siaga run` the conductor looks, and the master closes when it is told to."""
    AbortRecord(objective="join-fast", at_s=7, why="lost").write(master.folder.abort)
    master.settle("one")
    master.settle("two")
    master.wait(_nobody)
    master.end()
    assert RunRecord.read(master.folder.run).aborted_for == ""


def test_a_run_that_is_over_cannot_be_interrupted(master: Master) -> None:
    """Locust stops every run, also those that have ended."""
    master.settle("one")
    master.settle("two")
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


def test_a_worker_that_locust_misses_is_waited_for_while_something_comes_of_it(
    master: Master, wall: _Wall
) -> None:
    """Locust forgets one that it stops, for a moment, though it still sends what it has."""
    master.settle("one")
    signs = [0.5, 1.0, 1.5]

    def send() -> None:
        if signs and wall.at_s >= 1_000 + signs[0]:
            signs.pop(0)
            master.sign("two")

    wall.on_sleep = send
    master.wait(lambda: {"two"} if wall.at_s > 1_001 else set())
    assert wall.at_s == pytest.approx(1_001.5 + LOST_AFTER_S, abs=0.21)


@pytest.mark.parametrize(
    ("closed", "lasts_s"),
    [(True, COLLECT_DEADLINE_S), (False, CLOSE_DEADLINE_S)],
    ids=["closed", "not-closed"],
)
def test_a_worker_that_has_closed_is_given_time_to_send_what_it_has_left(
    master: Master,
    wall: _Wall,
    closed: bool,  # noqa: FBT001
    lasts_s: float,
) -> None:
    """As long as something comes, though not for ever; one that still plays is given no more time."""
    master.settle("one")
    if closed:
        master.heard("two", "")
    began_s = wall.at_s
    wall.on_sleep = lambda: master.sign("two")
    master.wait_for_close(_nobody)
    assert wall.at_s - began_s == pytest.approx(lasts_s, abs=0.2)


def test_a_worker_that_falls_silent_while_it_sends_is_given_up(master: Master, wall: _Wall) -> None:
    """Fifteen seconds after the last that came."""
    master.settle("one")
    master.heard("two", "")
    began_s = wall.at_s
    wall.on_sleep = lambda: master.sign("two") if wall.at_s < began_s + 20 else None
    master.wait_for_close(_nobody)
    assert wall.at_s - began_s == pytest.approx(20 + CLOSE_DEADLINE_S, abs=0.3)


def test_a_run_that_is_cut_when_all_have_closed_was_not_interrupted(master: Master) -> None:
    """All was played; only some files are still on their way, and they are waited for."""
    master.heard("one", "")
    master.heard("two", "")
    master.cut()
    master.wait(_nobody)
    assert not master.interrupted
    assert not master.is_over(set())


def test_a_token_is_nobodys_guess(made: LocustRun) -> None:
    """Each run has its own, and no two masters the same."""
    tokens = {Master(made.folder, ["one"]).token for _ in range(3)}
    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {32}


def test_a_worker_of_another_run_is_not_listened_to(master: Master) -> None:
    """One that joined too late has no part in this run."""
    master.heard("three", "no order")
    assert master.problems == []
    assert (master.rank("three"), master.rank("two")) == (None, 1)
    assert not master.is_over(set())


@pytest.mark.parametrize(("closed", "slept_s"), [(None, 0.0), (Closed(visitors=2), LEAD_S)])
def test_locust_waits_for_the_first_phase_where_it_begins_the_visitors(
    run: Prepare, wall: _Wall, closed: Closed | None, slept_s: float
) -> None:
    """It would begin them at once, before the run has; those of a plan come when it is made."""
    master = Master(run("http://127.0.0.1:1", "pass").folder, ["a"], wall)
    traffic = master._scenario.traffic.model_copy(update={"closed": closed})
    master._scenario = master._scenario.model_copy(update={"traffic": traffic})
    master.order(lambda _client, _order: None)
    master.stand_by()
    assert wall.at_s - 1_000.0 == pytest.approx(slept_s)
