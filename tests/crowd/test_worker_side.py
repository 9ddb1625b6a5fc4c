"""Claims about what becomes of a run when a worker is killed, cannot go on, or is told to close."""

import json
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.record.clock_reading import clock_readings
from siaga.record.collection import Collection
from siaga.record.run_record import PlanRecord, RunRecord
from tests.crowd.hostile_site import HostileSite, Script, Talk, ok
from tests.crowd.locust_run import LocustRun, prepared, run_script
from tests.crowd.waiting import until

Start = Callable[..., HostileSite]
Prepare = Callable[..., LocustRun]

NERVOUS = """
from locust import runners

runners.HEARTBEAT_INTERVAL = 0.4  # a dead worker is missed in four seconds
"""

FORSAKEN = f"""
{NERVOUS}
runners.MASTER_HEARTBEAT_TIMEOUT = 15
"""

SMALL_FILES = """
import resource

if "--worker" in sys.argv:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
"""

CLOCK_AHEAD = """
import time

real = time.time
if "--worker" in sys.argv:
    time.time = lambda: real() + 30
"""


def _fair_to(number: int) -> Script:
    """Answer the first so many joins, and leave everybody after them waiting."""
    seats = iter(range(number))

    def play(talk: Talk) -> None:
        talk.hear()
        if next(seats, None) is not None:
            talk.say(ok(b'{"seat": "s"}', status=b"201 Created"))
        talk.wait()

    return play


def _keys(heard: list[bytes]) -> set[str]:
    lines = [line for request in heard for line in request.decode("latin-1").split("\r\n")]
    return {line.partition(": ")[2] for line in lines if line.startswith("Idempotency-Key")}


def test_a_killed_worker_leaves_open_promises_unknown_and_nothing_acknowledged_is_lost(
    site: Start, run: Prepare
) -> None:
    """After SIGKILL ten are acknowledged, the others open, and the master does not wait for ever."""
    made = run(site(_fair_to(10)).url, "seat(me)", patience="600 s", deadline="600 s", more=NERVOUS)
    made.start_all(1)
    until(lambda: len(made.ledger("invoke")) >= 30 and len(made.ledger("complete")) == 10)
    made.processes["worker-0"].send_signal(signal.SIGKILL)
    code, said = made.end("master")
    assert code == 0, said
    assert [fact["outcome"] for fact in made.ledger("complete")] == ["ok"] * 10
    opened = {fact["op"] for fact in made.ledger("invoke")}
    assert len(opened - {fact["op"] for fact in made.ledger("complete")}) >= 20
    assert not any(tally.closed for tally in made.tallies())


def test_when_one_of_two_workers_is_killed_the_other_plays_its_share(site: Start, run: Prepare) -> None:
    """The run goes on, ends when the last worker has closed, and the lost one has no last tally."""
    made = run(site(_fair_to(10_000)).url, "seat(me)", length="8 s", more=NERVOUS)
    made.start_all(2)
    until(lambda: len(made.ledger("complete")) >= 10)
    made.processes["worker-0"].send_signal(signal.SIGKILL)
    code, said = made.end("master")
    assert code == 0, said
    by_rank = Counter(fact["op"][0] for fact in made.ledger("complete"))
    assert sum(tally.closed for tally in made.tallies()) == 1
    assert max(by_rank.values()) == 160
    assert by_rank.total() < 320


def test_a_worker_that_is_held_up_is_not_taken_for_lost(site: Start, run: Prepare) -> None:
    """It misses more heartbeats than Locust itself allows, and plays the whole day."""
    made = run(site(_fair_to(10_000)).url, "seat(me)", length="3 s", more=NERVOUS)
    made.start_all(1)
    until(lambda: len(made.ledger("complete")) >= 10)
    made.processes["worker-0"].send_signal(signal.SIGSTOP)
    time.sleep(2)
    made.processes["worker-0"].send_signal(signal.SIGCONT)
    code, said = made.end("master")
    assert code == 0, said
    assert "missing" not in said
    assert len(made.ledger("complete")) == 120


def test_a_worker_elsewhere_that_is_told_to_end_delivers_all_and_one_that_is_killed_what_it_could(
    site: Start, run: Prepare
) -> None:
    """The master knows which is which; the spool of the killed one has more than came, and is kept."""
    made = run(site(_fair_to(10_000)).url, "seat(me)", length="600 s", rate="100/s", more=NERVOUS)
    made.start_all(2, spool=True)
    until(lambda: len(made.folder.ledgers()) == 2)
    spool = made.spooled(1)
    until(lambda: _size(spool.ledger(1)) > _size(made.folder.ledger(1)) + 500)
    killed = _worker_of(made, 1)
    made.processes[killed].send_signal(signal.SIGKILL)
    ended = "worker-0" if killed == "worker-1" else "worker-1"
    made.processes[ended].terminate()
    assert made.end(ended)[0] == 0
    code, said = made.end("master")
    assert code == 0, said
    collected = Collection.read(made.folder.collection).workers
    assert list(made.spool.iterdir()) == [spool.path]
    assert [{one.checksum for one in worker.files.values()} for worker in collected] == [
        {"right"},
        {"missing"},
    ]
    here, there = made.folder.ledger(1).read_bytes(), spool.ledger(1).read_bytes()
    assert collected[1].files["ledger"].size_bytes == len(here)
    assert 0 < len(here) < len(there)
    assert there.startswith(here)


def _size(path: Path) -> int:
    return path.stat().st_size


def _worker_of(made: LocustRun, rank: int) -> str:
    """Give the name of the process that has a rank: Locust gives them in the order they come."""
    spool = str(made.spooled(rank).ledger(rank))
    for name, process in made.processes.items():
        files = Path(f"/proc/{process.pid}/fd").iterdir()
        if any(str(file.readlink()) == spool for file in files):
            return name
    raise AssertionError(f"nobody writes {spool}")


def test_a_worker_whose_master_is_gone_keeps_its_spool_and_says_where(site: Start, run: Prepare) -> None:
    """Nobody confirms anything any more, so nothing is thrown away."""
    made = run(site(_fair_to(10_000)).url, "seat(me)", length="120 s", more=FORSAKEN)
    made.start_all(1, spool=True)
    until(lambda: len(made.ledger("complete")) >= 10)
    made.processes["master"].send_signal(signal.SIGKILL)
    said = made.end("worker-0")[1]
    spool = made.spooled(0)
    assert f"worker 0: the master has not confirmed everything; {spool.path} is kept" in said
    there = spool.ledger(0).read_bytes()
    assert there.startswith(made.folder.ledger(0).read_bytes())
    (collected,) = Collection.read(made.folder.collection).workers
    assert not any(one.confirmed for one in collected.files.values())


def test_a_worker_that_hears_nothing_of_its_master_for_two_seconds_sends_nothing_more(
    site: Start, run: Prepare
) -> None:
    """Nobody could tell it to stop. The master is told, should it come to itself."""
    made = run(site(_fair_to(10_000)).url, "seat(me)", length="600 s")
    replace(RunRecord.read(made.folder.run), agreed="staging").write(made.folder.run)
    made.start_all(1)
    until(lambda: len(made.ledger("complete")) >= 10)
    master = made.processes["master"]
    master.send_signal(signal.SIGSTOP)
    until(lambda: any(tally.closed for tally in made.tallies()))
    master.send_signal(signal.SIGCONT)
    code, said = made.end("master")
    assert code == 70, said
    assert "worker 0 stopped: nothing was heard of the master for 2 s" in said


def test_a_spool_that_somebody_cuts_ends_the_run_and_what_had_come_stays(
    site: Start, run: Prepare
) -> None:
    """Whatever the worker writes after that would stand in the place of promises that are gone."""
    made = run(site(_fair_to(10_000)).url, "seat(me)", length="600 s")
    made.start_all(1, spool=True)
    until(lambda: len(made.ledger("complete")) >= 10)
    before = made.folder.ledger(0).read_bytes()
    os.truncate(made.spooled(0).ledger(0), 100)
    code, said = made.end("master")
    assert code == 70, said
    assert re.search(r"worker 0 stopped: ledger of worker 0: it holds \d+ bytes of \d+ written", said)
    assert made.folder.ledger(0).read_bytes().startswith(before)
    (collected,) = Collection.read(made.folder.collection).workers
    assert not collected.files["ledger"].confirmed
    assert made.spooled(0).ledger(0).exists()


def test_a_full_ledger_ends_the_run_with_the_reason(site: Start, run: Prepare) -> None:
    """Nothing is asked for that is not written down, the master says why, and its exit code too."""
    at = site(_fair_to(10_000))
    made = run(at.url, "seat(me)", length="600 s", more=SMALL_FILES)
    made.start_all(1)
    code, said = made.end("master")
    assert code == 70, said
    assert "worker 0 stopped: ledger of worker 0: " in said
    assert "bytes of a record were written; nothing more is promised; the run ends" in said
    assert _keys(at.heard) == {fact["key"] for fact in made.ledger("invoke")}
    assert not any(tally.closed for tally in made.tallies())


def test_a_locust_file_without_the_journey_ends_the_run_with_the_reason(
    site: Start, run: Prepare
) -> None:
    """The worker tells the master what is missing, and nobody waits until patience is over."""
    made = run(site(_fair_to(0)).url, "pass", length="600 s", more='Day.journeys = {"half": whole}')
    made.start("master", "--headless")
    code, said = made.end("master")
    assert code == 70, said
    assert "journey 'whole': is not in the Locust file; it has half" in said


def test_locust_shows_the_visitors_inside_as_its_users() -> None:
    """A report to the master carries the number of visitors in place of the one Locust user."""
    told = run_script(
        """
        import json
        from locust.env import Environment
        from siaga.crowd import plugin
        from siaga.crowd.launch import Launch
        from siaga.crowd.worker_side import WorkerSide

        class Day(Launch):
            pass

        class Inside:
            active = 321

        environment = Environment(user_classes=[Day])
        side = WorkerSide(environment, environment.create_local_runner())
        side._worker = Inside()
        reports = [{"user_count": 0, "user_classes_count": {"Day": 0}},
                   {"user_count": 1, "user_classes_count": {"Day": 1}}]
        for data in reports:
            environment.events.report_to_master.fire(client_id="x", data=data)
        print(json.dumps(reports))
        """
    )
    assert json.loads(told) == [
        {"user_count": 0, "user_classes_count": {"Day": 0}},
        {"user_count": 321, "user_classes_count": {"Day": 321}},
    ]


def test_a_clock_that_is_wrong_is_seen_from_the_master(site: Start, run: Prepare) -> None:
    """Every answer says so, whatever it took; the visitors of that worker came at the wrong time."""
    made = run(site(_fair_to(10_000)).url, 'me.get("/", step="home")', more=CLOCK_AHEAD)
    made.start_all(1)
    code, said = made.end("master")
    assert code == 0, said
    readings = list(clock_readings(made.folder.clocks))
    assert readings
    assert all(29.0 < one.least_s <= one.most_s < 31.0 for one in readings)


@pytest.mark.slow
def test_the_same_seed_has_the_same_day_however_many_share_it(site: Start, tmp_path: Path) -> None:
    """One, two, three and five workers: the same people come, and the plan and all counts are equal."""
    url, seen = site(_fair_to(10_000)).url, []
    for workers in (1, 2, 3, 5):
        place = tmp_path / str(workers)
        place.mkdir()
        made = prepared(place, url, "seat(me)")
        try:
            made.start_all(workers)
            code, said = made.end("master")
            assert code == 0, said
        finally:
            made.kill()
        plan = PlanRecord.read(made.folder.plan)
        assert plan.workers == len(made.folder.ledgers()) == workers
        people = sorted((fact["visitor"], fact["person"]) for fact in made.ledger("invoke"))
        outcomes = Counter(fact["outcome"] for fact in made.ledger("complete"))
        arrived = sum(tally.arrived for tally in made.tallies())
        seen.append((people, outcomes, arrived, plan.planned, plan.duration_s))
    assert seen == [seen[0]] * 4
    assert (len(seen[0][0]), seen[0][1], seen[0][2]) == (40, {"ok": 40}, 40)
