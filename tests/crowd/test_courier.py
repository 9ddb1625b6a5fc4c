"""Claims about the courier: whatever becomes of its messages, all arrives or it says that it did not."""

import logging
import os
from typing import Any

import gevent
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.crowd.courier import Courier
from siaga.crowd.messages import AGAIN
from siaga.crowd.part import PART_BYTES
from siaga.record.run_folder import RunFolder
from tests.crowd.courier_master import Carry, CourierMaster, same, under_way

LINE = b'{"e":"invoke","op":"0-1"}\n'


def test_everything_is_carried_while_it_is_written_and_confirmed_in_the_end(
    carry: Carry, spool: RunFolder, there: RunFolder
) -> None:
    """A part a look, not a part a line; nothing is sent twice."""
    courier, master = carry()
    running = gevent.spawn(courier.run)
    with spool.ledger(0).open("ab", buffering=0) as ledger:
        for _ in range(200):
            ledger.write(LINE)
            gevent.sleep(0.001)
        assert there.ledger(0).stat().st_size > 0
    courier.closed()
    assert running.get(timeout=5) is True
    assert same(spool, there)
    assert sum(part["length_bytes"] for part in master.parts) == 200 * len(LINE)
    assert len(master.parts) < 60
    assert master.sums == 1


def test_files_of_which_there_is_nothing_arrive_as_files(
    carry: Carry, spool: RunFolder, there: RunFolder
) -> None:
    """A worker that promised nothing still leaves a ledger."""
    courier, master = carry()
    courier.closed()
    assert courier.run() is True
    assert [path.stat().st_size for path in there.of_worker(0).values()] == [0, 0, 0]
    assert same(spool, there)
    assert len(master.parts) == 3


def test_a_file_that_is_long_goes_in_parts_and_does_not_hold_up_the_others(
    carry: Carry, spool: RunFolder, there: RunFolder
) -> None:
    """The tallies, which everybody who watches waits for, go after the first part of the ledger."""
    spool.ledger(0).write_bytes(os.urandom(3 * PART_BYTES))
    spool.tallies(0).write_bytes(b"{}\n")
    courier, master = carry()
    courier.closed()
    assert courier.run() is True
    assert same(spool, there)
    sent = [(part["file"], part["length_bytes"]) for part in master.parts]
    assert sent == [
        ("ledger", PART_BYTES),
        ("tallies", 3),
        ("latency", 0),
        ("ledger", PART_BYTES),
        ("ledger", PART_BYTES),
    ]
    assert master.sums == 1


def test_what_comes_while_a_part_is_carried_waits_for_the_next_look(
    carry: Carry, spool: RunFolder
) -> None:
    """A ledger that always has something new would be carried line by line, without an end."""
    courier, master = carry()

    def answer(message: str, told: dict[str, Any]) -> None:
        with spool.ledger(0).open("ab") as ledger:
            ledger.write(LINE)
        courier.hear(message, told)

    master.answer = answer
    assert courier._carry()
    assert [part["length_bytes"] for part in master.parts] == [0, 0, 0]
    assert courier._carry()
    assert [part["length_bytes"] for part in master.parts[3:]] == [3 * len(LINE)]


def test_an_empty_file_that_the_master_does_not_have_is_carried_again(carry: Carry) -> None:
    """Nothing of it is there, and not even nothing has arrived."""
    courier, master = carry()
    courier.hear(AGAIN, {"token": "t", "files": {"latency": 0}})
    courier.closed()
    assert courier.run() is True
    assert len(master.parts) == 3


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
    master = CourierMaster(there, mishaps)
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
    carry: Carry, spool: RunFolder, there: RunFolder
) -> None:
    """Also where the part had arrived and only the answer was lost."""
    spool.ledger(0).write_bytes(LINE * 10)
    courier, _ = carry(["unheard", "lost"])
    courier.closed()
    assert courier.run() is True
    assert same(spool, there)


def test_what_is_wrong_at_the_master_is_sent_anew(
    carry: Carry, spool: RunFolder, there: RunFolder
) -> None:
    """A byte of another value has the same length, and another digest."""
    spool.ledger(0).write_bytes(LINE * 10)
    courier, master = carry()
    running = under_way(courier, master)
    there.ledger(0).write_bytes(LINE * 9 + LINE.upper())
    courier.closed()
    assert running.get(timeout=5) is True
    assert same(spool, there)
    assert master.again == [{"ledger": 0}]


def test_a_spool_that_somebody_cut_is_never_confirmed(
    carry: Carry, spool: RunFolder, there: RunFolder, caplog: pytest.LogCaptureFixture
) -> None:
    """What had arrived stays; the courier says what is wrong, once, and vouches for the rest alone."""
    spool.ledger(0).write_bytes(LINE * 10)
    courier, master = carry()
    running = under_way(courier, master)
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


def test_a_spool_that_was_cut_and_has_grown_since_is_never_confirmed(
    carry: Carry, spool: RunFolder, there: RunFolder
) -> None:
    """Its digest would be that of a ledger without the promises that are gone."""
    spool.ledger(0).write_bytes(LINE * 10)
    courier, _ = carry()
    assert courier._carry()
    os.truncate(spool.ledger(0), 0)
    assert courier._carry()
    spool.ledger(0).write_bytes(LINE.upper() * 10)
    courier.closed()
    assert courier.run() is False
    assert there.ledger(0).read_bytes() == LINE * 10


def test_a_spool_that_is_gone_is_never_confirmed(carry: Carry, spool: RunFolder) -> None:
    """Files that cannot be read any more have no digest."""
    courier, master = carry()
    spool.ledger(0).unlink()
    courier.closed()
    assert courier.run() is False
    assert not master.collector.whole(0)
