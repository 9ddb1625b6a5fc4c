"""Claims about the lessor: workers get leases, and others send whom a lost worker leaves."""

import signal
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gevent
import pytest

from siaga.crowd.lessor import Lessor
from siaga.crowd.master import Master
from siaga.crowd.messages import CLOSE, LEASE
from siaga.crowd.succession import Succession
from siaga.record.json_lines import whole_lines
from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import plan
from siaga.scenario.load import load
from siaga.scenario.shares import Shares
from tests.crowd.hostile_site import HostileSite, Talk, ok
from tests.crowd.locust_run import LocustRun
from tests.crowd.waiting import until

Start = Callable[..., HostileSite]
Prepare = Callable[..., LocustRun]

NERVOUS = """
from locust import runners

runners.HEARTBEAT_INTERVAL = 0.5  # a dead worker is missed in three seconds
master.HERE_S = 5.0  # and sends nobody who is due six seconds after its last word
"""


def _fair(talk: Talk) -> None:
    while talk.hear():
        talk.say(ok(b'{"seat": "s"}', status=b"201 Created"))


@dataclass
class Office:
    """A lessor and its master, of three workers; its clock stands where a test puts it."""

    master: Master
    now_s: float = 0.0
    told: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Give the orders."""
        self.master.order(lambda _client, _order: None)
        scenario = load(self.master.folder.scenario)
        everybody = plan(scenario.traffic, scenario.seed)
        self.succession = Succession(everybody, 3, 2.0, lambda: self.now_s)
        self.master.succession = self.succession
        self.lessor = Lessor(self.master, self.succession, lambda *told: self.told.append(told))

    def lose(self, client: str) -> Takeover:
        """Have a worker be given up."""
        self.now_s += 3.0
        self.lessor.look({client})
        return self.succession.takeovers[-1]

    def lease(self, until_s: float, *takeovers: Takeover) -> dict[str, Any]:
        """Give the message that says so."""
        told = [one.as_json() for one in takeovers]
        return {"token": self.master.token, "until_s": until_s, "takeovers": told}


@pytest.fixture
def office(run: Prepare) -> Office:
    """An office of a day of 20 s, before its first second."""
    folder = run("http://127.0.0.1:1", "pass", length="20 s", rate="3/s").folder
    return Office(Master(folder, ["one", "two", "three"], lambda: 1_000.0))


def test_a_worker_that_is_heard_of_gets_a_longer_lease(office: Office) -> None:
    """One that has no share of the run, or has delivered everything, gets none."""
    office.now_s = 1.5
    office.lessor.beat("two")
    office.lessor.beat("a stranger")
    office.master.settle("three")
    office.lessor.beat("three")
    assert office.told == [("two", LEASE, office.lease(4.5))]


def test_a_takeover_is_written_down_and_those_who_go_on_are_told_at_once(office: Office) -> None:
    """And with every lease from then on."""
    one = office.lose("two")
    assert (one.lost, one.takers, one.from_s) == (1, (0, 2), 5.0)
    assert list(Takeover.all_of(office.master.folder.takeovers)) == [one]
    assert office.told == [
        ("one", LEASE, office.lease(3.0, one)),
        ("three", LEASE, office.lease(3.0, one)),
    ]
    office.lessor.beat("one")
    assert office.told[-1] == ("one", LEASE, office.lease(6.0, one))


def test_a_worker_that_was_given_up_and_comes_back_is_told_to_close(office: Office) -> None:
    """As often as it is heard of, until it has delivered what it has."""
    office.lose("two")
    office.told.clear()
    office.lessor.beat("two")
    office.lessor.beat("two")
    assert office.told == [("two", CLOSE, {})] * 2
    office.master.settle("two")
    office.lessor.beat("two")
    assert len(office.told) == 2


def test_a_worker_that_has_closed_is_neither_lost_nor_takes_over(office: Office) -> None:
    """Somebody has ended it, and wanted less load."""
    office.master.heard("two", "")
    office.master.heard("three", "")
    office.now_s = 5.0
    office.lessor.look({"two"})
    assert office.told == []
    office.lessor.look({"one"})
    assert office.succession.takeovers == []


def test_where_a_takeover_cannot_be_written_down_the_run_ends(office: Office) -> None:
    """Nobody is told of it: who came by whom could not be told afterwards."""
    office.master.folder.takeovers.mkdir()
    office.lose("two")
    assert office.told == []
    assert "cannot be written" in office.master.problems[0]


def test_lost_workers_are_looked_for_while_the_run_lasts(office: Office) -> None:
    """And not any longer."""
    office.now_s = 3.0
    missed = {"two"}
    with office.lessor.leasing(lambda: missed):
        gevent.spawn(_until, lambda: office.told).get(timeout=10)
    missed.add("three")
    gevent.sleep(0.3)
    assert [one.lost for one in office.succession.takeovers] == [1]


def _until(true: Callable[[], object]) -> None:
    while not true():
        gevent.sleep(0.01)


@pytest.fixture
def made(site: Start, run: Prepare) -> LocustRun:
    """A day of 480 visitors in 24 s, whose workers stop when they hear nothing for 5 s."""
    return run(site(_fair).url, "seat(me)", length="24 s", rate="20/s", more=NERVOUS)


def takeovers(made: LocustRun) -> list[Takeover]:
    """Give what was decided so far."""
    return list(Takeover.all_of(made.folder.takeovers))


def came(made: LocustRun) -> list[dict[str, Any]]:
    """Give what each visitor who came has asked for, with the worker that sent it."""
    return [
        fact | {"worker": rank}
        for rank, path in enumerate(made.folder.ledgers())
        for fact in whole_lines(path)
        if fact["e"] == "invoke"
    ]


def opened(pid: int) -> set[str]:
    """Give the files that a process has open; those that it closes meanwhile are left out."""
    found = set()
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(str(one.readlink()))
    return found


def process_of(made: LocustRun, rank: int) -> str:
    """Give the name of the process that has a rank: Locust gives them in the order they come."""
    until(made.folder.ledger(rank).exists)
    ledger = str(made.folder.ledger(rank))
    for name, process in made.processes.items():
        if ledger in opened(process.pid):
            return name
    raise AssertionError(f"nobody writes {ledger}")


def assert_day(made: LocustRun, workers: int) -> None:
    """Hold who came against the plan: nobody twice, everybody by whose visitor it was, and on time."""
    scenario = load(made.folder.scenario)
    everybody = plan(scenario.traffic, scenario.seed)
    shares = Shares(everybody, workers)
    lost = {}
    for one in takeovers(made):
        lost[one.lost] = one.from_s
        shares.take_over(one)
    whose = {int(i): rank for rank in range(workers) for i in shares.of(rank).index}
    found = came(made)
    assert max(Counter(fact["visitor"] for fact in found).values()) == 1
    assert {fact["visitor"]: fact["worker"] for fact in found}.items() <= whose.items()
    late_s = [fact["at_s"] - everybody.at_s[fact["visitor"]] for fact in found]
    assert min(late_s) >= -0.001
    due = {visitor for visitor, rank in whose.items() if rank not in lost}
    assert due <= {fact["visitor"] for fact in found}


def test_when_a_worker_is_killed_others_send_its_visitors_at_their_times(made: LocustRun) -> None:
    """Everybody who is due after the takeover comes exactly once; the run goes to its end."""
    made.start_all(3)
    until(lambda: len(came(made)) >= 20)
    made.processes[process_of(made, 1)].send_signal(signal.SIGKILL)
    code, said = made.end("master")
    assert code == 0, said
    (one,) = takeovers(made)
    assert (one.lost, one.takers) == (1, (0, 2))
    assert sum(one.visitors) > 20
    assert_day(made, 3)


@pytest.mark.slow
def test_a_worker_that_hung_and_comes_back_sends_nobody_who_was_handed_over(made: LocustRun) -> None:
    """It is told to close, and delivers what it has; nobody has come twice, and the run goes on."""
    made.start_all(3)
    until(lambda: len(came(made)) >= 20)
    hung = made.processes[process_of(made, 1)]
    hung.send_signal(signal.SIGSTOP)
    until(lambda: takeovers(made))
    (one,) = takeovers(made)
    until(lambda: any(visitor["at_s"] > one.from_s + 1.0 for visitor in came(made)))
    hung.send_signal(signal.SIGCONT)
    code, said = made.end("master")
    assert code == 0, said
    assert made.end(next(name for name, each in made.processes.items() if each is hung))[0] in {0, 70}
    assert len(takeovers(made)) == 1
    assert [tally.closed for tally in made.tallies()].count(True) == 3
    assert_day(made, 3)
