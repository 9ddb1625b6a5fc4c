"""Claims about a worker: it plays its share, keeps its books, and stops when it cannot keep them."""

import errno
import logging
import os
import resource
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import gevent
import pytest

from siaga.crowd.absence import Journey
from siaga.crowd.order import Order
from siaga.crowd.promise import Promise
from siaga.crowd.sample import Sample
from siaga.crowd.visitor import Visitor
from siaga.crowd.worker import Worker
from siaga.ledger.journal import LedgerError
from siaga.record.json_lines import JsonLines, whole_lines
from siaga.record.run_folder import RunFolder
from tests.crowd.hostile_site import HostileSite, Talk, ok
from tests.crowd.locust_run import LocustRun
from tests.crowd.worker_record import full_at, ledger, never, tallies, total

Start = Callable[..., HostileSite]
Prepare = Callable[..., LocustRun]
Make = Callable[..., Worker]

PATIENCE_S = 1.0
"""Of people at a site that is silent: whoever waited for one of them would be as late."""

AHEAD_S, BUSY_AHEAD_S = 0.35, 2.5
"""The first phase begins when the worker is made: its people take 0.2 s, and 1.2 s on a busy machine."""


def _fair(talk: Talk) -> None:
    while talk.hear():
        talk.say(ok(b'{"seat": "s"}', status=b"201 Created"))


def _silent(talk: Talk) -> None:
    talk.hear()
    talk.wait()


def _join(me: Visitor) -> None:
    me.promise("/join", step="join", promise=Promise(person=me.person.nik, receipt="seat"))


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """Where the run is."""
    return RunFolder(tmp_path / "run")


@pytest.fixture
def make(run: Prepare, folder: RunFolder, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Make a worker that begins at once and has the whole plan to itself."""
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)

    def worker(
        url: str,
        journey: Journey,
        *,
        echo: Callable[[Sequence[Sample]], None] = lambda _: None,
        fdatasync: Callable[[int], None] = os.fdatasync,
        ahead_s: float = AHEAD_S,
        **day: str,
    ) -> Worker:
        run(url, "pass", **day)
        order = Order(
            folder=str(folder.path),
            token="t",
            scenario=folder.scenario.read_text(encoding="utf-8"),
            host=url,
            rank=0,
            workers=1,
            t0_s=time.time() + ahead_s,
            seed=3,
            epoch=5,
        )
        return Worker(order, folder, {"whole": journey}, echo, fdatasync=fdatasync)

    return worker


def test_a_whole_share_is_played_and_closed(site: Start, make: Make, folder: RunFolder) -> None:
    """Everybody came, was served and counted; the last tally says that all is written."""
    samples: list[Sample] = []
    make(site(_fair).url, _join, length="200 ms", rate="100/s", echo=samples.extend).play()
    assert total(folder) == {"arrived": 20, "finished": 20, "join": 20}
    assert ledger(folder) == {"invoke": 20, "complete": 20}
    *before, last = tallies(folder)
    assert (last.closed, last.active, any(one.closed for one in before)) == (True, 0, False)
    assert len(samples) == 20
    people = [one for tally in tallies(folder) for one in tally.populations.values()]
    assert (sum(one.completed for one in people), sum(one.good for one in people)) == (20, 20)


def test_promises_end_by_the_rows_of_the_scenario(site: Start, make: Make, folder: RunFolder) -> None:
    """What every worker gets is the scenario; its own row decides, for the step that it names."""

    def full(talk: Talk) -> None:
        while talk.hear():
            talk.say(ok(b'{"code": "FULL"}', status=b"503 Full"))

    row = "[{step: join, status: 503, body: {code: FULL}, outcome: refused, why: Full.}]"
    make(site(full).url, _join, length="100 ms", rate="50/s", outcomes=row).play()
    ends = [fact for fact in whole_lines(folder.ledger(0)) if fact["e"] == "complete"]
    assert [(end["outcome"], end["why"]) for end in ends] == [
        ("refused", "status 503: Full. (outcomes.0)")
    ] * 5


def test_a_silent_site_does_not_stop_arrivals(site: Start, make: Make, folder: RunFolder) -> None:
    """All arrive at their times; after patience they are cut off and their promises stay open."""
    day = {"length": "300 ms", "rate": "100/s", "patience": f"{PATIENCE_S} s"}
    worker = make(site(_silent).url, _join, ahead_s=BUSY_AHEAD_S, **day)
    worker.play()
    assert (total(folder), ledger(folder)) == ({"arrived": 30, "finished": 30}, {"invoke": 30})
    assert max(tally.lateness_s for tally in tallies(folder)) < PATIENCE_S


def test_a_worker_told_to_stop_closes_everything_at_once(
    site: Start, make: Make, folder: RunFolder
) -> None:
    """Who is inside is cut off, once, however often it is told."""
    worker = make(site(_silent).url, _join, length="600 s", rate="50/s")
    playing = gevent.spawn(worker.play)
    with gevent.Timeout(5):
        while not worker.active:
            gevent.sleep(0.01)
    worker.stop()
    worker.stop()
    playing.get(timeout=5)
    assert worker.active == 0
    assert tallies(folder)[-1].closed
    assert set(ledger(folder)) == {"invoke"}


def _failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("what", ["a-record", "a-sync", "the-last-sync"])
def test_a_worker_without_a_ledger_stops(
    site: Start, make: Make, folder: RunFolder, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Whether a record or the disk fails, nothing is asked for any more and the error is told."""
    at, day = site(_fair), {"length": "600 s", "rate": "50/s"}
    full: Callable[..., None] = _failing(OSError("the disk is full"))
    if what == "a-record":
        worker = make(at.url, _join, **day)
        monkeypatch.setattr(os, "write", full_at(folder.ledger(0)))
    elif what == "a-sync":
        worker = make(at.url, _join, **day, fdatasync=full)
    else:
        monkeypatch.setattr("siaga.crowd.disk_sync.SYNC_S", 600.0)
        worker = make(at.url, _join, length="200 ms", rate="50/s", fdatasync=full)
    with pytest.raises(LedgerError, match="the disk is full"):
        gevent.spawn(worker.play).get(timeout=5)
    assert not any(tally.closed for tally in tallies(folder))
    # Whoever had written down what to ask for may be cut off before asking.
    assert len(at.heard) <= ledger(folder).get("invoke", 0)


def test_a_slow_disk_keeps_nobody_waiting(site: Start, make: Make, folder: RunFolder) -> None:
    """Everybody comes and is served while one sync is under way; no other begins meanwhile."""
    served, seats, waited = threading.Event(), iter(range(20)), []

    def count(talk: Talk) -> None:
        while talk.hear():
            talk.say(ok(b'{"seat": "s"}', status=b"201 Created"))
            if next(seats) == 19:
                served.set()

    def slow(_fd: int) -> None:
        waited.append(served.wait(10))

    make(site(count).url, _join, length="200 ms", rate="100/s", fdatasync=slow).play()
    assert waited[0] is True
    assert total(folder) == {"arrived": 20, "finished": 20, "join": 20}
    assert ledger(folder) == {"invoke": 20, "complete": 20}
    assert 0 < (tallies(folder)[-1].unsynced_s or 0.0) < 10


def test_the_last_sync_covers_everything_before_the_ledger_is_closed(
    site: Start, make: Make, folder: RunFolder
) -> None:
    """Told to stop in the middle of a sync, the worker waits for it and syncs once more."""
    held: list[int] = []

    def slow(fd: int) -> None:
        time.sleep(0.2)
        held.append(os.fstat(fd).st_size)

    worker = make(site(_fair).url, _join, length="600 s", rate="50/s", fdatasync=slow)
    playing = gevent.spawn(worker.play)
    with gevent.Timeout(5):
        while not held:
            gevent.sleep(0.01)
    gevent.sleep(0.15)
    worker.stop()
    playing.get(timeout=5)
    assert held[-1] == folder.ledger(0).stat().st_size > 0
    assert tallies(folder)[-1].closed


def test_a_worker_that_cannot_count_stops(
    site: Start, make: Make, folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run whose tallies cannot be written proves nothing; its ledger is closed all the same."""
    worker = make(site(_fair).url, _join, length="600 s", rate="20/s")
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(JsonLines, "append", _failing(full))
    with pytest.raises(OSError, match="No space left on device"):
        gevent.spawn(worker.play).get(timeout=5)
    assert tallies(folder) == []
    assert worker._journal._fd == -1
    assert ledger(folder)["invoke"] > 0


def test_a_worker_writes_nothing_over(make: Make, folder: RunFolder) -> None:
    """Where a ledger is, there was a run: its latency log stays as well."""
    for path in (folder.ledger(0), folder.latency(0)):
        path.parent.mkdir(parents=True)
        path.write_text("of the run before", encoding="utf-8")
    with pytest.raises(LedgerError, match=r"worker-0\.jsonl: cannot be made .*File exists"):
        make("http://127.0.0.1:1", _join)
    assert folder.latency(0).read_text(encoding="utf-8") == "of the run before"


def test_what_is_wrong_in_a_journey_is_a_failed_step_and_the_others_go_on(
    site: Start, make: Make, folder: RunFolder, caplog: pytest.LogCaptureFixture
) -> None:
    """Each kind is logged once with its place; nobody's mistake ends the worker."""

    def no_json(talk: Talk) -> None:
        while talk.hear():
            talk.say(ok(b"<html>sorry</html>"))

    def journey(me: Visitor) -> None:
        answer = me.get("/", step="home")
        kind = me.index % 5
        if kind == 0:
            answer.json()
        if kind == 1:
            raise KeyError("state")
        if kind == 2:
            raise SystemExit(3)
        if kind == 3:
            raise gevent.Timeout(0.1)

    with caplog.at_level(logging.ERROR):
        make(site(no_json).url, journey, length="200 ms", rate="100/s").play()
    assert total(folder) == {
        "arrived": 20,
        "finished": 20,
        "home": 20,
        "journey-whole AnswerError": 4,
        "journey-whole KeyError": 4,
        "journey-whole SystemExit": 4,
        "journey-whole Timeout": 4,
    }
    assert len(caplog.records) == 4
    assert all(record.message.startswith("journey whole: broke with ") for record in caplog.records)


def test_a_step_that_does_not_end_as_expected_ends_the_journey(
    site: Start, make: Make, folder: RunFolder, caplog: pytest.LogCaptureFixture
) -> None:
    """It is counted once, by its status, and is no mistake of the journey."""

    def busy(talk: Talk) -> None:
        while talk.hear():
            talk.say(ok(status=b"503 Busy"))

    def journey(me: Visitor) -> None:
        me.get("/", step="home")
        me.get("/", step="never")

    make(site(busy).url, journey, length="100 ms", rate="100/s").play()
    assert total(folder) == {"arrived": 10, "finished": 10, "home status 503": 10}
    assert caplog.records == []


def test_arrivals_beyond_the_descriptors_are_dropped_and_counted(
    site: Start, make: Make, folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for three, seven of ten cannot be sent."""
    monkeypatch.setattr("siaga.crowd.worker.room_for_visitors", lambda: 3)
    worker = make(site(_silent).url, _join, length="100 ms", rate="100/s", patience="50 ms")
    worker.play()
    assert (total(folder), never(folder, "join")) == ({"arrived": 3, "dropped": 7, "finished": 3}, 7)
