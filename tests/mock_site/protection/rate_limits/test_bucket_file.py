"""Buckets in a file give as much as those of one process, to all processes together."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.protection.rate_limits.bucket import Buckets, Rate
from mock_site.protection.rate_limits.bucket_file import PLACES, SIZE_BYTES, BucketFile, SharedBuckets
from mock_site.testing import SetClock, SiteProcess

RATE = Rate(per_s=2.0, burst=5)
SLOW = Rate(per_s=1e-6, burst=40)
OWN = {"Connection": "close"}
Asks = list[tuple[str, float]]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BucketFile]:
    """Give a new one."""
    with BucketFile(tmp_path / "limits") as made:
        yield made


def taken(buckets: SharedBuckets, key: str, times: int) -> int:
    """Ask so often, and give how often one was let through."""
    return [buckets.take(key) for _ in range(times)].count(0)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), max_size=60), st.integers(1, 8))
def test_they_say_what_buckets_of_one_process_say(
    tmp_path_factory: pytest.TempPathFactory, asks: Asks, burst: int
) -> None:
    """Whoever asks, and whenever; up to the arithmetic of large numbers."""
    clock, rate = SetClock(1_000.0), Rate(per_s=2.0, burst=burst)
    own = Buckets(rate, clock, most=10)
    with BucketFile(tmp_path_factory.mktemp("file") / "limits") as made:
        shared = SharedBuckets(made, "log-in", rate, clock)
        for key, pause_s in asks:
            clock.now_s += pause_s
            assert shared.take(key) == pytest.approx(own.take(key), abs=1e-6)


def test_two_who_have_opened_the_file_count_together(tmp_path: Path) -> None:
    """And each kind by itself."""
    clock = SetClock(0.0)
    with BucketFile(tmp_path / "limits") as one, BucketFile(tmp_path / "limits") as other:
        here, there = (SharedBuckets(each, "log-in", RATE, clock) for each in (one, other))
        assert (taken(here, "a", 3), taken(there, "a", 9), taken(here, "a", 1)) == (3, 2, 0)
        assert taken(SharedBuckets(other, "code", RATE, clock), "a", 9) == 5
        clock.now_s = 0.5
        assert (taken(there, "a", 2), taken(here, "a", 2)) == (1, 0)


def ask_at_once(path: Path, turn: "multiprocessing.Queue[int]", start: float) -> None:
    """Ask a hundred times, as soon as everybody is there."""
    with BucketFile(path) as file:
        buckets = SharedBuckets(file, "log-in", SLOW, time.monotonic)
        time.sleep(max(0.0, start - time.monotonic()))
        turn.put(taken(buckets, "a", 100))


def test_processes_that_ask_at_once_get_hardly_more_than_there_is(tmp_path: Path) -> None:
    """Nobody takes a lock: a race may let one more through, not the burst once more for each."""
    turn: multiprocessing.Queue[int] = multiprocessing.Queue()
    given_ = (tmp_path / "limits", turn, time.monotonic() + 0.3)
    processes = [multiprocessing.Process(target=ask_at_once, args=given_) for _ in range(4)]
    for one in processes:
        one.start()
    let_through = sum(turn.get(timeout=30) for _ in processes)
    for one in processes:
        one.join()
    assert 40 <= let_through <= 60


def test_what_was_asked_for_outlives_a_start(tmp_path: Path) -> None:
    """Whoever has a site started again guesses no more often by it."""
    clock = SetClock(0.0)
    for let_through in (5, 0):
        with BucketFile(tmp_path / "limits") as file:
            assert taken(SharedBuckets(file, "log-in", RATE, clock), "a", 9) == let_through


def test_a_moment_that_no_bucket_can_have_is_forgotten(file: BucketFile) -> None:
    """After a start of the machine its clock begins anew; nobody is kept out for what it showed."""
    clock = SetClock(1e6)
    buckets = SharedBuckets(file, "log-in", RATE, clock)
    assert taken(buckets, "a", 9) == 5
    clock.now_s = 1.0
    assert taken(buckets, "a", 9) == 5


def test_what_is_nearest_to_being_full_is_forgotten_first(
    file: BucketFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has emptied a bucket is not forgotten for those who ask once, however many come."""
    monkeypatch.setattr("mock_site.protection.rate_limits.bucket_file.ROWS", 1)
    buckets = SharedBuckets(file, "log-in", RATE, SetClock(0.0))
    assert taken(buckets, "guessed at", 9) == 5
    assert [buckets.take(str(n)) for n in range(10 * PLACES)] == [0] * 10 * PLACES
    assert taken(buckets, "guessed at", 1) == 0


def test_each_file_has_places_of_its_own(tmp_path: Path, file: BucketFile) -> None:
    """Nobody can tell beforehand which keys drive out another."""
    with BucketFile(tmp_path / "other") as other:
        assert file.find("log-in a")[1] != other.find("log-in a")[1]


def test_a_file_of_another_shape_is_replaced(tmp_path: Path) -> None:
    """As of another version; only its owner may read it."""
    path = tmp_path / "limits"
    path.write_bytes(b"of old")
    with BucketFile(path) as file:
        assert file.find("log-in a")[2] == 0
    assert path.stat().st_size == SIZE_BYTES
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["limits"]


async def test_guesses_are_counted_by_all_processes_together(
    start_site: Callable[..., SiteProcess], visitors: aiohttp.ClientSession, store_path: Path
) -> None:
    """Over connections that three workers share, ten of thirty are looked at; after a start none is."""
    guess = {"email": "budi@warga.test", "password": "wrong-by-far"}
    statuses, began_s = [], time.monotonic()
    for _ in range(2):
        at_work = ("--processes", "3", "--without", "waiting-room")
        site = start_site(*at_work, "--store", f"sqlite:///{store_path}", alone=True)
        for _ in range(30):
            async with visitors.post(f"{site.url}/sessions", json=guess, headers=OWN) as answer:
                statuses.append(answer.status)
        site.process.terminate()
        site.process.wait(timeout=20)
    due = (time.monotonic() - began_s) / 10
    assert statuses[:10] == [401] * 10
    assert statuses.count(401) <= 11 + due
