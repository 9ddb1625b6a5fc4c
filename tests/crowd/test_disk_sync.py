"""Claims about the syncs of a ledger: off the loop, one at a time, and the last one before the end."""

import threading
import time

import gevent
import pytest

from siaga.crowd.disk_sync import SYNC_S, DiskSync
from siaga.ledger.journal import LedgerError


class _SlowDisk:
    """A disk that takes its time, and knows how many syncs were under way at once."""

    def __init__(self, takes_s: float) -> None:
        self._takes_s = takes_s
        self._lock = threading.Lock()
        self._under_way = 0
        self.most_at_once = 0
        self.syncs = 0
        self.ended_at_s = 0.0

    def sync(self) -> float:
        """Sync."""
        with self._lock:
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        time.sleep(self._takes_s)
        with self._lock:
            self._under_way -= 1
            self.syncs += 1
            self.ended_at_s = time.monotonic()
        return self._takes_s


def test_a_slow_sync_delays_nobody_and_no_other_begins_meanwhile() -> None:
    """However many ask for one; each of them waits for its own."""
    disk = _SlowDisk(0.1)
    syncs = DiskSync(disk.sync)
    asked = [gevent.spawn(syncs.now) for _ in range(3)]
    late_s = 0.0
    while not all(one.ready() for one in asked):
        before_s = time.monotonic()
        gevent.sleep(0.005)
        late_s = max(late_s, time.monotonic() - before_s - 0.005)
    assert late_s < 0.08
    assert (disk.syncs, disk.most_at_once) == (3, 1)
    assert (syncs.take(), syncs.take()) == (0.1, 0.0)


def test_the_end_waits_for_the_sync_that_is_under_way() -> None:
    """Only then may the file be closed."""
    disk = _SlowDisk(0.2)
    syncs = DiskSync(disk.sync)
    keeping = gevent.spawn(syncs.keep)
    with gevent.Timeout(5):
        while not disk.most_at_once:
            gevent.sleep(0.005)
    syncs.end()
    keeping.join(timeout=5)
    assert keeping.successful()
    assert disk.syncs == 1


def test_syncs_follow_each_other_at_their_pace() -> None:
    """A sync every tenth of a second, give or take."""
    disk = _SlowDisk(0.0)
    syncs = DiskSync(disk.sync)
    keeping = gevent.spawn(syncs.keep)
    gevent.sleep(SYNC_S * 4.5)
    syncs.end()
    keeping.join(timeout=5)
    assert 2 <= disk.syncs <= 4


def test_a_sync_that_fails_ends_it_with_the_reason() -> None:
    """What the disk refuses is no ledger."""

    def refuse() -> float:
        raise LedgerError("the disk refuses it")

    with pytest.raises(LedgerError, match="the disk refuses it"):
        gevent.spawn(DiskSync(refuse).keep).get(timeout=5)


def test_where_nothing_was_written_the_disk_is_asked_once_a_second() -> None:
    """A thread is woken for each sync; the file is still looked after."""
    disk, looks = _SlowDisk(0.0), list[int]()

    def waits() -> bool:
        """Say that something was written at the third look alone."""
        looks.append(disk.syncs)
        return len(looks) == 3

    syncs = DiskSync(disk.sync, waits)
    keeping = gevent.spawn(syncs.keep)
    with gevent.Timeout(30):
        while disk.syncs < 2:
            gevent.sleep(0.01)
    syncs.end()
    keeping.join()
    assert looks[:13] == [0] * 3 + [1] * 10
