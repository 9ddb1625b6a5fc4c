"""Burners and lockers: processes that harm for a fault, seen on this machine and on a real store."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from siaga.faults.fault import FaultError
from siaga.faults.place import Place
from siaga.faults.resource.accomplice import Accomplice
from siaga.faults.resource.cpu_pressure import BURNER
from siaga.faults.store.lock_storm import LOCKER
from siaga.faults.waiting import becomes_true
from tests.faults.real_site import RealSite, kept

SHOWS_WITHIN_S = 20.0


@pytest.fixture
def here(tmp_path: Path) -> RealSite:
    """Give a place with a store and no site."""
    store = tmp_path / "site.db"
    with sqlite3.connect(store) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    place = Place(site_url="http://127.0.0.1:9", store_path=str(store), scratch=str(tmp_path / "s"))
    return RealSite(place=place, process=None)  # type: ignore[arg-type]


def test_burners_take_cpu_time_until_they_are_ended(here: RealSite) -> None:
    """Their own CPU time is the proof; the end of them is seen."""
    fault = here.fault("cpu-pressure", "site", processes=2, nice=3)
    memory = kept(fault)
    assert fault.proof(memory) == ""
    fault.begin(memory)
    try:
        burners = Accomplice(BURNER, memory["name"]).found()
        assert becomes_true(lambda: [one.nice() for one in burners] == [3, 3], SHOWS_WITHIN_S)
        assert becomes_true(lambda: bool(fault.proof(memory)), SHOWS_WITHIN_S)
        assert fault.proof(memory).endswith("s of CPU time were burnt")
    finally:
        fault.heal(memory)
    assert Accomplice(BURNER, memory["name"]).found() == []
    assert fault.proof(memory) == ""
    fault.heal(memory)


def test_what_another_process_began_is_ended_by_its_name(here: RealSite) -> None:
    """A killed injector leaves its memory, and that is enough."""
    fault = here.fault("cpu-pressure", "site", nice=19)
    memory = kept(fault)
    fault.begin(memory)
    here.fault("cpu-pressure", "site", nice=19).heal(memory)
    assert Accomplice(BURNER, memory["name"]).found() == []
    fault.heal(memory)


def test_an_accomplice_ends_with_the_process_that_started_it() -> None:
    """Also where that is killed and can undo nothing."""
    program = (
        "import sys, time; from siaga.faults.resource.accomplice import Accomplice;"
        f"Accomplice({BURNER!r}, 'orphan-of-the-tests').start('19'); print('on', flush=True);"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"on\n"
        burners = Accomplice(BURNER, "orphan-of-the-tests")
        assert len(burners.found()) == 1
        parent.kill()
    assert becomes_true(lambda: burners.found() == [], SHOWS_WITHIN_S)


def test_a_storm_of_locks_keeps_others_from_writing(here: RealSite) -> None:
    """Who wants the lock meanwhile is told that the store is busy; afterwards it is free."""
    fault = here.fault("lock-storm", "store", hold="300 ms", every="301 ms")
    memory = kept(fault)
    assert fault.proof(memory) == ""
    fault.begin(memory)
    try:
        assert becomes_true(lambda: bool(fault.proof(memory)), SHOWS_WITHIN_S)
        assert "the store was locked" in fault.proof(memory)
        assert becomes_true(lambda: not writable(here.place.store_path), SHOWS_WITHIN_S)
    finally:
        fault.heal(memory)
    assert writable(here.place.store_path)
    fault.heal(memory)


def writable(store: str) -> bool:
    """Tell whether a SQLite file can be written at once."""
    connection = sqlite3.connect(store, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES (1)")
        connection.execute("COMMIT")
    except sqlite3.OperationalError:
        return False
    else:
        return True
    finally:
        connection.close()


def test_a_lock_that_is_never_had_proves_nothing(here: RealSite) -> None:
    """Somebody held it all the time."""
    holder = sqlite3.connect(here.place.store_path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    fault = here.fault("lock-storm", "store", hold="1 ms", every="10 ms")
    memory = kept(fault)
    fault.begin(memory)
    assert becomes_true(lambda: opened(memory["name"], here.place.store_path), SHOWS_WITHIN_S)
    assert fault.proof(memory) == ""
    fault.heal(memory)
    holder.close()


def opened(name: str, store: str) -> bool:
    """Tell whether the locker has opened a store."""
    lockers = Accomplice(LOCKER, name).found()
    return any(store == file.path for one in lockers for file in one.open_files())


@pytest.mark.parametrize("path", ["", "/nowhere/site.db"])
def test_a_store_that_is_no_file_here_cannot_be_locked(path: str) -> None:
    """PostgreSQL, or a site of somebody else."""
    site = RealSite(place=Place(site_url="http://127.0.0.1:9", store_path=path), process=None)  # type: ignore[arg-type]
    with pytest.raises(FaultError, match="is no SQLite file here; its lock cannot be held"):
        site.fault("lock-storm", "store").look()


def test_a_process_that_lives_on_is_told_of(monkeypatch: pytest.MonkeyPatch, here: RealSite) -> None:
    """The fault is then not healed."""
    fault = here.fault("cpu-pressure", "site", nice=19)
    memory = kept(fault)
    fault.begin(memory)
    with monkeypatch.context() as deaf:
        deaf.setattr("siaga.faults.resource.accomplice.END_DEADLINE_S", 0.1)
        deaf.setattr(psutil.Process, "kill", lambda _: None)
        with pytest.raises(FaultError, match="cannot be ended"):
            fault.heal(memory)
    fault.heal(memory)
