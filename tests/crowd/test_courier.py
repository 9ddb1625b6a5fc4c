"""Claims about the courier: whatever becomes of its messages, all arrives or it says that it did not."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import gevent
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.crowd.collector import Collector
from siaga.crowd.courier import Courier
from siaga.crowd.messages import AGAIN, HELD, KEPT, PART, SUMS
from siaga.crowd.part import PART_BYTES
from siaga.record.file_digest import FileDigest
from siaga.record.run_folder import RunFolder

LINE = b'{"e":"invoke","op":"0-1"}\n'


class _Master:
    """A master that answers at once, unless a message is lost, or told twice, on the way."""

    def __init__(self, folder: RunFolder, mishaps: Iterable[str] = ()) -> None:
        self.collector = Collector(folder, 1)
        self.parts: list[dict[str, Any]] = []
        self.sums = 0
        self.again: list[dict[str, int]] = []
        self.answer: Callable[[str, dict[str, Any]], None] = lambda *_: None
        self._mishaps: Iterator[str] = iter(mishaps)

    def send(self, name: str, payload: dict[str, Any]) -> None:
        """Take a message of the courier."""
        mishap = next(self._mishaps, "")
        if mishap == "broken":
            raise ConnectionError("no route")
        if mishap == "lost":
            return
        for _ in range(2 if mishap == "twice" else 1):
            self._take(name, payload, unheard=mishap == "unheard")

    def _take(self, name: str, payload: dict[str, Any], *, unheard: bool) -> None:
        if name == PART:
            self.parts.append(payload)
            held = self.collector.take(0, payload)
            told = {"file": held.file, "held_bytes": held.held_bytes, "error": ""}
            message = HELD
        else:
            assert name == SUMS
            message, told = self._check(payload["files"])
        if not unheard:
            self.answer(message, {"token": "t", **told})

    def _check(self, files: dict[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
        self.sums += 1
        told = {file: FileDigest.from_json(one) for file, one in files.items()}
        again = self.collector.check(0, told)
        if again:
            self.again.append(again)
            return AGAIN, {"files": again}
        return KEPT, {"whole": self.collector.whole(0)}


Make = Callable[..., tuple[Courier, _Master]]


@pytest.fixture
def spool(tmp_path: Path) -> RunFolder:
    """The worker's own folder, with files that hold nothing yet."""
    folder = RunFolder(tmp_path / "spool")
    for path in folder.of_worker(0).values():
        path.parent.mkdir(parents=True)
        path.touch()
    return folder


@pytest.fixture
def there(tmp_path: Path) -> RunFolder:
    """The run folder on the master's side."""
    return RunFolder(tmp_path / "run")


@pytest.fixture
def make(spool: RunFolder, there: RunFolder) -> Make:
    """Make a courier and the master that it sends to."""

    def made(mishaps: Iterable[str] = (), *, carries: bool = True) -> tuple[Courier, _Master]:
        master = _Master(there, mishaps)
        files = (spool if carries else there).of_worker(0)
        courier = Courier(files, "t", master.send, carries=carries, every_s=0.01, answer_s=0.02)
        master.answer = courier.hear
        return courier, master

    return made


def _same(spool: RunFolder, there: RunFolder) -> bool:
    pairs = zip(spool.of_worker(0).values(), there.of_worker(0).values(), strict=True)
    return all(one.read_bytes() == other.read_bytes() for one, other in pairs)


def test_everything_is_carried_while_it_is_written_and_confirmed_in_the_end(
    make: Make, spool: RunFolder, there: RunFolder
) -> None:
    """A part a look, not a part a line; nothing is sent twice."""
    courier, master = make()
    running = gevent.spawn(courier.run)
    with spool.ledger(0).open("ab", buffering=0) as ledger:
        for _ in range(200):
            ledger.write(LINE)
            gevent.sleep(0.001)
        assert there.ledger(0).stat().st_size > 0
    courier.closed()
    assert running.get(timeout=5) is True
    assert _same(spool, there)
    assert sum(part["length_bytes"] for part in master.parts) == 200 * len(LINE)
    assert len(master.parts) < 60
    assert master.sums == 1


def test_files_of_which_there_is_nothing_arrive_as_files(
    make: Make, spool: RunFolder, there: RunFolder
) -> None:
    """A worker that promised nothing still leaves a ledger."""
    courier, master = make()
    courier.closed()
    assert courier.run() is True
    assert [path.stat().st_size for path in there.of_worker(0).values()] == [0, 0, 0]
    assert _same(spool, there)
    assert len(master.parts) == 3


def test_a_file_that_is_long_goes_in_parts_and_does_not_hold_up_the_others(
    make: Make, spool: RunFolder, there: RunFolder
) -> None:
    """The tallies, which everybody who watches waits for, go after the first part of the ledger."""
    spool.ledger(0).write_bytes(os.urandom(3 * PART_BYTES))
    spool.tallies(0).write_bytes(b"{}\n")
    courier, master = make()
    courier.closed()
    assert courier.run() is True
    assert _same(spool, there)
    sent = [(part["file"], part["length_bytes"]) for part in master.parts]
    assert sent == [
        ("ledger", PART_BYTES),
        ("tallies", 3),
        ("latency", 0),
        ("ledger", PART_BYTES),
        ("ledger", PART_BYTES),
    ]


MISHAPS = st.lists(st.sampled_from(["", "", "lost", "unheard", "twice", "broken"]), max_size=12)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mishaps=MISHAPS, lengths=st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_whatever_is_lost_nothing_arrives_twice_or_out_of_place(
    tmp_path_factory: pytest.TempPathFactory, mishaps: list[str], lengths: list[int]
) -> None:
    """If the courier says that all has arrived, it has; if not, what is there is how the files begin."""
    place = tmp_path_factory.mktemp("courier")
    spool, there = RunFolder(place / "spool"), RunFolder(place / "run")
    for path, length in zip(spool.of_worker(0).values(), lengths, strict=True):
        path.parent.mkdir(parents=True)
        path.write_bytes(os.urandom(length * 200_000))
    master = _Master(there, mishaps)
    courier = Courier(spool.of_worker(0), "t", master.send, carries=True, every_s=0.001, answer_s=0.005)
    master.answer = courier.hear
    courier.closed()
    whole = courier.run()
    assert not whole or master.collector.whole(0)
    for here, away in zip(spool.of_worker(0).values(), there.of_worker(0).values(), strict=True):
        arrived = away.read_bytes() if away.exists() else b""
        assert here.read_bytes()[: len(arrived)] == arrived
        assert not whole or here.read_bytes() == arrived
    if all(mishap in {"", "twice"} for mishap in mishaps):
        assert whole


def test_a_lost_message_is_sent_again_from_where_the_master_is(
    make: Make, spool: RunFolder, there: RunFolder
) -> None:
    """Also where the part had arrived and only the answer was lost."""
    spool.ledger(0).write_bytes(LINE * 10)
    courier, _ = make(["unheard", "lost"])
    courier.closed()
    assert courier.run() is True
    assert _same(spool, there)


def test_what_is_wrong_at_the_master_is_sent_anew(
    make: Make, spool: RunFolder, there: RunFolder
) -> None:
    """A byte of another value has the same length, and another digest."""
    spool.ledger(0).write_bytes(LINE * 10)
    courier, master = make()
    running = gevent.spawn(courier.run)
    with gevent.Timeout(5):
        while len(master.parts) < 3:
            gevent.sleep(0.005)
    there.ledger(0).write_bytes(LINE * 9 + LINE.upper())
    courier.closed()
    assert running.get(timeout=5) is True
    assert _same(spool, there)
    assert master.again == [{"ledger": 0}]


def test_a_spool_that_somebody_cut_is_never_confirmed(
    make: Make, spool: RunFolder, there: RunFolder, caplog: pytest.LogCaptureFixture
) -> None:
    """What had arrived stays; the courier says what is wrong, once, and vouches for the rest alone."""
    spool.ledger(0).write_bytes(LINE * 10)
    courier, master = make()
    running = gevent.spawn(courier.run)
    with gevent.Timeout(5):
        while len(master.parts) < 3:
            gevent.sleep(0.005)
    os.truncate(spool.ledger(0), 30)
    with caplog.at_level(logging.ERROR):
        gevent.sleep(0.05)
        courier.closed()
        assert running.get(timeout=5) is False
    assert there.ledger(0).read_bytes() == LINE * 10
    confirmed = {name: one.confirmed for name, one in master.collector.record().workers[0].files.items()}
    assert confirmed == {"ledger": False, "tallies": True, "latency": True}
    assert [record.message.partition(": ")[2] for record in caplog.records] == [
        f"{spool.ledger(0)} cannot be carried: it holds 30 bytes of the 260 carried: somebody cut it"
    ]


def test_a_spool_that_is_gone_is_never_confirmed(make: Make, spool: RunFolder) -> None:
    """Files that cannot be read any more have no digest."""
    courier, master = make()
    spool.ledger(0).unlink()
    courier.closed()
    assert courier.run() is False
    assert not master.collector.whole(0)


def test_a_master_that_never_answers_is_asked_a_few_times(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    """Then the courier gives up, and the files stay where they are."""
    courier, master = make(["lost"] * 50 + ["broken"] * 50)
    courier.closed()
    assert courier.run() is False
    assert (master.parts, master.sums) == ([], 0)
    courier, master = make(["broken"] * 50)
    courier.closed()
    with caplog.at_level(logging.WARNING):
        assert courier.run() is False
    assert caplog.messages == ["courier: the master cannot be reached: no route"] * 4


def test_a_master_that_takes_no_more_is_not_asked_to(
    make: Make, spool: RunFolder, caplog: pytest.LogCaptureFixture
) -> None:
    """It still hears what there should be, so that it can say what it has not got."""
    courier, master = make()
    sent: list[str] = []

    def refuse(name: str, _payload: dict[str, Any]) -> None:
        sent.append(name)
        told = {"token": "t", "file": "ledger", "held_bytes": 0, "error": "the disk is full"}
        courier.hear(*((HELD, told) if name == PART else (KEPT, {"token": "t", "whole": False})))

    courier._send = refuse
    spool.ledger(0).write_bytes(LINE)
    courier.closed()
    assert courier.run() is False
    assert sent == [PART, SUMS]
    assert caplog.messages == ["courier: the master takes no more: the disk is full"]
    assert master.parts == []


def test_a_master_that_lets_it_go_ends_it(make: Make) -> None:
    """Also in the middle of a run, and also when nobody takes answers any more."""
    courier, _ = make(["lost"] * 1_000)
    running = gevent.spawn(courier.run)
    gevent.sleep(0.03)
    courier.give_up()
    assert running.get(timeout=5) is False


def test_answers_to_another_run_are_passed_over(make: Make) -> None:
    """A web interface plays one run after the other in the same processes."""
    courier, _ = make(["lost"] * 1_000)
    for message in (HELD, AGAIN, KEPT):
        courier.hear(message, {"token": "of another run", "whole": True})
    courier.closed()
    assert courier.run() is False


def test_files_in_the_masters_own_folder_are_only_confirmed(make: Make, there: RunFolder) -> None:
    """Nothing is carried."""
    for path in there.of_worker(0).values():
        path.parent.mkdir(parents=True)
        path.write_bytes(LINE)
    courier, master = make(carries=False)
    courier.closed()
    assert courier.run() is True
    assert (master.parts, master.sums) == ([], 1)


def test_a_shared_folder_is_given_time_to_show_what_was_written(make: Make, there: RunFolder) -> None:
    """On another machine it may show a moment later; after a few looks it counts as wrong."""
    for path in there.of_worker(0).values():
        path.parent.mkdir(parents=True)
        path.write_bytes(LINE)
    courier, master = make(carries=False)
    check, looks = master.collector.check, []

    def late(rank: int, told: dict[str, FileDigest]) -> dict[str, int]:
        looks.append(1)
        if len(looks) == 3:
            there.ledger(0).write_bytes(LINE)
        return check(rank, told)

    there.ledger(0).write_bytes(LINE * 2)
    master.collector.check = late  # type: ignore[method-assign,assignment]
    digest = FileDigest(size_bytes=len(LINE), sha256=FileDigest.of(there.tallies(0)).sha256).as_json()
    courier._sums = lambda: dict.fromkeys(there.of_worker(0), digest)  # type: ignore[method-assign]
    courier.closed()
    assert courier.run() is True
    assert (master.sums, master.again) == (3, [{"ledger": 52}] * 2)
