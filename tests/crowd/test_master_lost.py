"""Claims about what a master knows of lost workers: who is silent, who plays on, who came back."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.crowd.lifeline import ELSEWHERE_S, HERE_S
from siaga.crowd.master import LEAD_S, LOST_AFTER_S, Master
from siaga.crowd.order import Order
from siaga.crowd.succession import SPARE_S
from siaga.record.run_record import RunRecord
from siaga.record.takeover import Takeover
from siaga.scenario.closed import Closed
from tests.crowd.locust_run import LocustRun

Prepare = Callable[..., LocustRun]

LOST = Takeover(lost=1, noticed_s=3.0, from_s=5.0, takers=(0,), visitors=(10,))


class Wall:
    """A wall clock that stands where a test puts it."""

    def __init__(self) -> None:
        self.at_s = 1_000.0

    def __call__(self) -> float:
        """Give Unix seconds."""
        return self.at_s


@pytest.fixture
def wall() -> Wall:
    """The clock of the master."""
    return Wall()


@pytest.fixture
def master(run: Prepare, wall: Wall) -> Master:
    """The master of two workers, whose orders are given."""
    folder = run("http://127.0.0.1:1", "pass", length="10 s", rate="4/s").folder
    master = Master(folder, ["one", "two"], wall)
    master.order(lambda _client, _order: None)
    return master


@pytest.mark.parametrize(("agreed", "lifeline_s"), [("", HERE_S), ("staging", ELSEWHERE_S)])
def test_an_order_has_the_first_lease_with_it(
    master: Master, wall: Wall, agreed: str, lifeline_s: float
) -> None:
    """From now on, before the first phase, and for longer than the lifeline."""
    sent: dict[str, Order] = {}
    replace(master.record, agreed=agreed).write(master.folder.run)
    other = Master(master.folder, ["one", "two"], wall)
    other.order(sent.__setitem__)
    assert other.succession is not None
    first_s = [order.leased_until_s for order in sent.values()]
    assert first_s == [other.succession.until_s(rank) for rank in range(2)]
    assert first_s[0] == pytest.approx(-LEAD_S + lifeline_s + SPARE_S, abs=0.5)


def test_where_locust_shares_the_visitors_out_there_are_no_leases(master: Master, wall: Wall) -> None:
    """It does so anew by itself when a worker is lost."""
    other = Master(master.folder, ["one"], wall)
    traffic = other._scenario.traffic.model_copy(update={"closed": Closed(visitors=2)})
    other._scenario = other._scenario.model_copy(update={"traffic": traffic})
    sent: list[Order] = []
    other.order(lambda _client, order: sent.append(order))
    assert other.succession is None
    assert sent[0].leased_until_s == float("inf")


def test_a_worker_that_others_have_taken_over_from_ends_the_run_for_nobody(
    master: Master, caplog: pytest.LogCaptureFixture
) -> None:
    """Why it stopped is logged; the notes of the run say who sent its visitors."""
    assert master.succession is not None
    master.succession.takeovers.append(LOST)
    LOST.write(master.folder.takeovers)
    master.heard("two", "nothing was heard of the master for 10 s")
    master.heard("one", "")
    master.end()
    assert master.problems == []
    assert caplog.messages == [
        "worker 1, which was lost, came back and stopped: nothing was heard of the master for 10 s"
    ]
    assert RunRecord.read(master.folder.run).notes == (LOST.note,)


def test_a_worker_is_silent_that_locust_misses_and_of_which_nothing_comes(
    master: Master, wall: Wall
) -> None:
    """One that has closed is not: somebody has ended it. It does not play any more, either."""
    nobody: set[str] = set()
    assert (master.silent(nobody), master.playing(nobody)) == ([], [0, 1])
    master.sign("two")
    wall.at_s += LOST_AFTER_S / 2
    assert (master.silent({"two"}), master.playing({"two"})) == ([], [0])
    wall.at_s += LOST_AFTER_S / 2
    assert (master.silent({"one", "two"}), master.playing({"two"})) == ([0, 1], [0])
    master.heard("two", "")
    wall.at_s += LOST_AFTER_S
    assert (master.silent({"two"}), master.playing(nobody)) == ([], [0])
    master.settle("one")
    assert (master.silent({"one"}), master.playing(nobody)) == ([], [])
    assert [master.client(rank) for rank in (0, 1)] == ["one", "two"]
