"""Processes that are killed, restarted, paused: each shows on real processes of a real site."""

import contextlib
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from siaga.faults.fault import Fault, FaultError, Memory
from siaga.faults.place import Place
from siaga.faults.process import ending, pause
from siaga.faults.process.processes import Mark, Processes
from siaga.faults.waiting import becomes_true
from tests.faults.real_site import RealSite, ask, kept, running


def victims(memory: Memory) -> list[Mark]:
    """Give who is struck."""
    return Mark.all_of(memory["victims"])


def ended(fault: Fault, memory: Memory) -> str:
    """Wait for the proof of a fault and give it."""
    assert becomes_true(lambda: bool(fault.proof(memory)), 15.0)
    return fault.proof(memory)


@pytest.mark.parametrize(
    ("kind", "target", "struck", "word"),
    [
        ("kill", "worker", 1, "killed"),
        ("kill", "workers", 2, "killed"),
        ("kill", "registry", 1, "killed"),
        ("restart", "worker", 1, "ended as asked"),
        ("restart", "post-office", 1, "ended as asked"),
        ("rolling-restart", "workers", 2, "replaced"),
    ],
)
def test_processes_end_and_others_take_their_places(
    site: RealSite, kind: str, target: str, struck: int, word: str
) -> None:
    """Its proof are the process ids that are gone; it is healed when as many serve as before."""
    fault, processes = site.fault(kind, target), Processes(site.place)
    memory = kept(fault)
    assert (len(victims(memory)), fault.proof(memory)) == (struck, "")
    fault.begin(memory)
    assert ended(fault, memory).endswith(word)
    fault.heal(memory)
    assert processes.serving(target) == memory["serving"] >= struck
    assert not set(victims(memory)) & set(processes.of(target))
    assert ask(f"{site.place.site_url}/healthz") == 200
    fault.heal(memory)


def test_which_worker_is_struck_follows_from_the_seed(site: RealSite) -> None:
    """The same seed strikes the one that is as old."""
    marks = Processes(site.place).of("workers")
    drawn = {seed: ending.struck(marks, "worker", seed) for seed in range(20)}
    assert all(ending.struck(marks, "worker", seed) == one for seed, one in drawn.items())
    assert {one.pid for found in drawn.values() for one in found} == {one.pid for one in marks}


@pytest.mark.parametrize("target", ["worker", "registry"])
def test_a_paused_process_stands_still_and_then_goes_on(site: RealSite, target: str) -> None:
    """It is the same process afterwards, and serves."""
    fault = site.fault("pause", target)
    memory = kept(fault)
    (victim,) = victims(memory)
    assert fault.proof(memory) == ""
    fault.begin(memory)
    try:
        assert becomes_true(lambda: bool(fault.proof(memory)), 5.0)
        assert fault.proof(memory) == f"process {victim.pid} stood still"
        assert victim not in victims(_look(site.fault("pause", "workers")))
    finally:
        fault.heal(memory)
    assert not victim.stands_still()
    assert victim.process() is not None
    fault.heal(memory)


def _look(fault: Fault) -> Memory:
    """Give what a fault remembers; nothing where it cannot begin."""
    try:
        return fault.look()
    except FaultError:
        return {"victims": []}


def test_a_process_that_stands_still_cannot_be_paused_again(site: RealSite) -> None:
    """The end of one pause would cut the other short."""
    fault = site.fault("pause", "evaluator")
    memory = kept(fault)
    fault.begin(memory)
    try:
        assert becomes_true(lambda: bool(fault.proof(memory)), 5.0)
        with pytest.raises(FaultError, match="evaluator: stands still already"):
            site.fault("pause", "evaluator").look()
    finally:
        fault.heal(memory)


def test_a_victim_that_ended_by_itself_proves_no_kill(site: RealSite) -> None:
    """It cannot be struck any more; its pause proves nothing either."""
    gone = {"victims": [{"pid": site.place.site_pid, "created_s": 0.0}], "serving": 2}
    told = {**gone, "told": gone["victims"]}
    killing = site.fault("kill", "worker")
    with pytest.raises(FaultError, match=f"worker: process {site.place.site_pid} had ended by itself"):
        killing.begin(told)
    assert killing.proof(told) == ""
    halting = site.fault("pause", "worker")
    halting.begin(gone)
    assert halting.proof(gone) == ""
    halting.heal(gone)


def test_a_site_that_does_not_come_back_is_not_healed(
    site: RealSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More served before than do now."""
    monkeypatch.setattr(ending, "AGAIN_WITHIN_S", 0.1)
    fault = site.fault("kill", "workers")
    memory = {"victims": [], "told": [], "serving": 3}
    with pytest.raises(FaultError, match="workers: 2 serve; 3 did before, and should again"):
        fault.heal(memory)


def test_a_worker_that_nobody_replaces_is_killed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nothing to undo while another serves; where the last one has gone there is."""
    monkeypatch.setattr(ending, "STARTED_WITHIN_S", 1.0)
    monkeypatch.setattr(ending, "AGAIN_WITHIN_S", 0.1)
    with running(tmp_path, "--processes", "2", "--without", "supervision") as site:
        fault = site.fault("kill", "worker")
        memory = kept(fault)
        fault.begin(memory)
        assert ended(fault, memory).endswith("killed")
        fault.heal(memory)
        (last,) = Processes(site.place).of("worker")
        assert last not in victims(memory)
        fault = site.fault("kill", "worker")
        memory = kept(fault)
        assert victims(memory) == [last]
        fault.begin(memory)
        with pytest.raises(FaultError):
            fault.heal(memory)


def test_a_process_that_cannot_be_continued_is_not_healed(
    site: RealSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It still stands after the time that the signal takes."""
    monkeypatch.setattr(pause, "MOVES_WITHIN_S", 0.1)
    fault = site.fault("pause", "evaluator")
    memory = kept(fault)
    fault.begin(memory)
    with monkeypatch.context() as deaf:
        deaf.setattr(Mark, "tell", lambda *_: True)
        assert becomes_true(lambda: bool(fault.proof(memory)), 5.0)
        with pytest.raises(FaultError, match="still stands after SIGCONT"):
            fault.heal(memory)
    fault.heal(memory)


def test_a_site_without_power_has_lost_what_was_not_on_its_disk(tmp_path: Path) -> None:
    """It counts the loss itself; when the power is back, its workers are there again."""
    with running(tmp_path, "--record-syncs", "--power-back-s", "0.1") as site:
        fault = site.fault("power-loss", "site")
        memory = kept(fault)
        assert (len(victims(memory)), fault.proof(memory)) == (1, "")
        fault.begin(memory)
        assert ended(fault, memory).endswith("bytes that were not on the disk are gone")
        fault.heal(memory)
        assert Processes(site.place).serving("workers") == 1


def test_a_site_that_does_not_note_what_is_on_its_disk_keeps_its_power(
    site: RealSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was asked to lose it, and did not: nothing is proven."""
    monkeypatch.setattr(ending, "GONE_WITHIN_S", 0.1)
    fault = site.fault("power-loss", "site")
    memory = kept(fault)
    fault.begin(memory)
    fault.heal(memory)
    assert fault.proof(memory) == ""


def test_a_store_that_is_a_file_has_no_connections(site: RealSite) -> None:
    """Nor is it a process."""
    with pytest.raises(FaultError, match="store: has no process of its own"):
        site.fault("connection-loss", "store").look()


def test_workers_that_do_not_tell_are_counted_by_their_processes(site: RealSite) -> None:
    """A gap of telemetry does not heal a kill before its time."""
    gap = site.fault("telemetry-gap", "site")
    memory = kept(gap)
    gap.begin(memory)
    try:
        assert Processes(site.place).serving("workers") == 2
    finally:
        gap.heal(memory)


@pytest.mark.parametrize(
    ("place", "target", "problem"),
    [
        (Place(site_url="http://127.0.0.1:9"), "worker", "site: is not siaga's own"),
        (Place(site_url="http://127.0.0.1:9", site_pid=2**22 + 1), "worker", "has ended"),
    ],
)
def test_what_has_no_process_cannot_be_struck(place: Place, target: str, problem: str) -> None:
    """A site of somebody else, and one that has ended."""
    with pytest.raises(FaultError, match=problem):
        Processes(place).of(target)
    assert Processes(place).serving(target) == 0


def test_a_store_that_is_a_file_has_no_process(site: RealSite) -> None:
    """The site's own processes are none of it."""
    with pytest.raises(FaultError, match="store: has no process"):
        Processes(site.place).of("store")
    assert Processes(site.place).serving("store") == 0


def test_a_later_process_with_the_same_id_is_another(site: RealSite) -> None:
    """Ids come again; the time of a start does not."""
    pid = site.process.pid
    now = Mark.of(psutil.Process(pid))
    later = Mark(pid=pid, created_s=now.created_s - 60)
    assert now.process() is not None
    assert later.process() is None
    assert not later.stands_still()


def test_a_database_is_paused_whole_and_killed() -> None:
    """All of its processes stand still; one that hung up, or ended, is there again for the site."""
    with TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)  # root has another account run PostgreSQL
        site = stack.enter_context(running(folder, store=f"postgresql+embedded://{folder}/s"))
        halting = site.fault("pause", "store")
        memory = kept(halting)
        halting.begin(memory)
        assert becomes_true(lambda: bool(halting.proof(memory)), 5.0)
        assert len(victims(memory)) > 1
        halting.heal(memory)
        for kind in ("connection-loss", "kill", "restart"):
            assert becomes_true(lambda: ask(f"{site.place.site_url}/readyz") == 200, 10.0)
            fault = site.fault(kind, "store")
            memory = kept(fault)
            assert (memory["serving"], fault.proof(memory)) == (1, "")
            fault.begin(memory)
            assert ended(fault, memory)
            fault.heal(memory)
            assert Processes(site.place).serving("store") == 1
