"""Claims about the journal's sync: it says what a power cut would have lost, and no less."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from siaga.ledger.journal import Journal, LedgerError
from tests.ledger.asked import invoked


class _Disk:
    """A disk and a clock by hand: a sync takes as long as it is told to, and does what it is told to."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.takes_s = 0.0
        self.meanwhile: Callable[[], object] = lambda: None

    def clock(self) -> float:
        """Give monotonic seconds."""
        return self.now_s

    def fdatasync(self, _fd: int) -> None:
        """Sync."""
        self.meanwhile()
        self.now_s += self.takes_s


@pytest.fixture
def disk() -> _Disk:
    """The disk of the watched journal."""
    return _Disk()


@pytest.fixture
def watched(path: Path, disk: _Disk) -> Iterator[Journal]:
    """A journal on a disk made by hand."""
    made = Journal(path, 3, clock=disk.clock, fdatasync=disk.fdatasync)
    yield made
    made.close()


def test_a_sync_says_how_long_the_oldest_record_had_waited(watched: Journal, disk: _Disk) -> None:
    """From its writing to the end of the sync; of two records the older counts, and each once."""
    assert watched.sync() == 0.0
    invoked(watched)
    disk.now_s += 0.25
    invoked(watched)
    disk.now_s += 0.25
    disk.takes_s = 1.5
    assert watched.sync() == 2.0
    assert watched.sync() == 0.0


def test_a_record_written_during_a_sync_waits_for_the_next_one(watched: Journal, disk: _Disk) -> None:
    """Nobody knows whether that sync covers it, so it does not count as covered."""
    invoked(watched)
    disk.meanwhile = lambda: invoked(watched)
    disk.takes_s = 0.5
    assert watched.sync() == 0.5
    disk.meanwhile, disk.takes_s = (lambda: None), 0.0
    disk.now_s += 0.25
    assert watched.sync() == 0.75


def test_a_sync_that_begins_during_a_write_does_not_cover_it(
    watched: Journal, disk: _Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write may have come too late for it."""
    write = os.write

    def slow_write(fd: int, line: bytes) -> int:
        assert watched.sync() == 0.0
        disk.now_s += 0.25
        return write(fd, line)

    monkeypatch.setattr(os, "write", slow_write)
    invoked(watched)
    disk.now_s += 0.25
    assert watched.sync() == 0.5


def test_a_write_that_was_not_whole_says_how_much_was_written(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is promised after it."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, line: write(fd, line[:-3]))
    with pytest.raises(LedgerError) as refused:
        invoked(journal, "somebody")
    held = path.stat().st_size
    assert str(refused.value) == (
        f"ledger of worker 3: {held} of {held + 3} bytes of a record were written; "
        "nothing more is promised"
    )
    with pytest.raises(LedgerError, match=re.escape(str(refused.value))):
        invoked(journal)


def test_a_ledger_that_somebody_cut_refuses_everything_from_then_on(
    journal: Journal, path: Path
) -> None:
    """Whatever is written afterwards would stand where something else stood."""
    invoked(journal)
    invoked(journal)
    journal.sync()
    held = path.stat().st_size
    os.truncate(path, held - 20)
    with pytest.raises(
        LedgerError, match=rf"holds {held - 20} bytes of {held} written: somebody cut it"
    ):
        journal.sync()
    with pytest.raises(LedgerError, match="somebody cut it"):
        invoked(journal)
    with pytest.raises(LedgerError, match="somebody cut it"):
        journal.close()
