"""Claims about the courier's patience: it asks a bounded number of times, and only what is its own."""

import logging
from typing import Any

import gevent
import pytest

from siaga.crowd.messages import AGAIN, HELD, KEPT, PART, SUMS
from siaga.record.file_digest import FileDigest
from siaga.record.run_folder import RunFolder
from tests.crowd.courier_master import Carry

LINE = b'{"e":"invoke","op":"0-1"}\n'


def test_a_master_that_never_answers_is_asked_a_few_times(
    carry: Carry, caplog: pytest.LogCaptureFixture
) -> None:
    """Then the courier gives up, and the files stay where they are."""
    courier, master = carry(["lost"] * 50 + ["broken"] * 50)
    courier.closed()
    assert courier.run() is False
    assert (master.parts, master.sums) == ([], 0)
    courier, master = carry(["broken"] * 50)
    courier.closed()
    with caplog.at_level(logging.WARNING):
        assert courier.run() is False
    assert caplog.messages == ["courier: the master cannot be reached: no route"] * 4


def test_a_master_that_takes_no_more_is_not_asked_to(
    carry: Carry, spool: RunFolder, caplog: pytest.LogCaptureFixture
) -> None:
    """It still hears what there should be, so that it can say what it has not got."""
    courier, master = carry()
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


def test_a_master_that_lets_it_go_ends_it(carry: Carry) -> None:
    """Also in the middle of a run, and also when nobody takes answers any more."""
    courier, _ = carry(["lost"] * 1_000)
    running = gevent.spawn(courier.run)
    gevent.sleep(0.03)
    courier.give_up()
    assert running.get(timeout=5) is False


def test_answers_to_another_run_are_passed_over(carry: Carry) -> None:
    """A web interface plays one run after the other in the same processes."""
    courier, _ = carry(["lost"] * 1_000)
    for message in (HELD, AGAIN, KEPT):
        courier.hear(message, {"token": "of another run", "whole": True})
    courier.closed()
    assert courier.run() is False


def test_files_in_the_masters_own_folder_are_only_confirmed(carry: Carry, there: RunFolder) -> None:
    """Nothing is carried."""
    for path in there.of_worker(0).values():
        path.parent.mkdir(parents=True)
        path.write_bytes(LINE)
    courier, master = carry(carries=False)
    courier.closed()
    assert courier.run() is True
    assert (master.parts, master.sums) == ([], 1)


def test_a_shared_folder_is_given_time_to_show_what_was_written(carry: Carry, there: RunFolder) -> None:
    """On another machine it may show a moment later; after a few looks it counts as wrong."""
    for path in there.of_worker(0).values():
        path.parent.mkdir(parents=True)
        path.write_bytes(LINE)
    courier, master = carry(carries=False)
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
