"""Claims about comparing clocks: what is asked of whom, and what an answer proves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import gevent
import pytest

from siaga.crowd.clocks import Clocks
from siaga.crowd.master import Master
from siaga.record.clock_jump import ClockJump, clock_jumps
from siaga.record.clock_reading import ClockReading, clock_readings
from tests.crowd.locust_run import LocustRun

Prepare = Callable[..., LocustRun]


@dataclass(slots=True)
class Room:
    """A master with two workers, whose time a test moves."""

    master: Master
    at_s: float = 1_800_000_000.0
    set_s: float = 0.0
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    clocks: Clocks = field(init=False)

    def __post_init__(self) -> None:
        """Begin the run two seconds from now."""
        self.master.t0_s = self.at_s + 2.0
        self.clocks = Clocks(
            self.master,
            lambda *asked: self.asked.append(asked),
            wall=lambda: self.at_s + self.set_s,
            now=lambda: self.at_s - 1_700_000_000.0,
        )
        self.clocks.open()

    def answer(self, client: str, ahead_s: object = 0.0, **other: object) -> None:
        """Have a worker answer its last question, its clock being so far ahead."""
        question = [one["question"] for name, one in self.asked if name == client][-1]
        wall = self.at_s + ahead_s if isinstance(ahead_s, float) else ahead_s
        self.clocks.take(client, {"question": question, "wall": wall, **other})

    def written(self) -> list[ClockReading]:
        """Give what is in the run folder."""
        return list(clock_readings(self.master.folder.clocks))


@pytest.fixture
def room(run: Prepare) -> Iterator[Room]:
    """A room with nobody asked yet."""
    made = Room(Master(run("http://127.0.0.1:1", "pass").folder, ["one", "two"]))
    yield made
    made.clocks.close()


def test_an_answer_is_wrong_by_at_most_half_the_time_it_took(room: Room) -> None:
    """The worker looked at its clock somewhere between question and answer."""
    room.clocks.ask_all()
    assert [client for client, _question in room.asked] == ["one", "two"]
    assert {one["token"] for _client, one in room.asked} == {room.master.token}
    room.at_s += 0.5
    room.answer("two", 3.0)
    room.at_s += 0.5
    room.answer("one", -2.0)
    assert room.written() == [
        ClockReading(worker=1, at_s=-2.0, offset_s=3.25, error_s=0.25),
        ClockReading(worker=0, at_s=-2.0, offset_s=-1.5, error_s=0.5),
    ]


def test_a_setting_of_the_masters_own_clock_is_written_down(room: Room) -> None:
    """Once, with when and by how much; a clock that nobody sets leaves no file."""
    room.clocks.look()
    assert not room.master.folder.clock_jumps.exists()
    room.at_s += 3.0
    room.set_s = -20.0
    room.clocks.look()
    room.clocks.look()
    assert list(clock_jumps(room.master.folder.clock_jumps)) == [ClockJump(at_s=1.0, by_s=-20.0)]


def test_a_setting_that_cannot_be_written_down_ends_the_run(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody would know of it."""

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("siaga.record.json_lines.JsonLines.append", refuse)
    room.set_s = 1.0
    room.clocks.look()
    (problem,) = room.master.problems
    assert problem.endswith("cannot be written ([Errno 28] No space left on device)")


def test_an_answer_counts_once_and_only_that_to_the_last_question(room: Room) -> None:
    """One that comes late would be held against the wrong moment."""
    room.clocks.ask_all()
    late = room.asked[0][1]["question"]
    room.clocks.ask_all()
    room.clocks.take("one", {"question": late, "wall": room.at_s})
    room.clocks.take("one", {"question": "", "wall": room.at_s})
    assert room.written() == []
    room.answer("one")
    room.answer("one")
    assert [one.worker for one in room.written()] == [0]


@pytest.mark.parametrize("wall", ["soon", None, [], float("nan")])
def test_an_answer_that_is_no_time_is_none(room: Room, wall: object) -> None:
    """The judge then says that nobody has compared that clock."""
    room.clocks.ask_all()
    room.answer("one", wall=wall)
    assert room.written() == []
    assert room.master.problems == []


def test_strangers_and_the_settled_are_not_asked_and_not_listened_to(room: Room) -> None:
    """A worker that has delivered everything may be gone."""
    room.clocks.take("three", {"question": "", "wall": room.at_s})
    room.master.settle("one")
    room.clocks.ask_all()
    assert [client for client, _question in room.asked] == ["two"]
    room.clocks.close()
    room.answer("two")
    assert room.written() == []


def test_a_full_disk_ends_the_run_with_the_reason(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """As wherever a fact cannot be written down."""

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    room.clocks.ask_all()
    monkeypatch.setattr("siaga.record.json_lines.JsonLines.append", refuse)
    room.answer("one")
    (problem,) = room.master.problems
    assert problem.endswith("cannot be written ([Errno 28] No space left on device)")


def test_clocks_are_compared_meanwhile_and_no_longer(room: Room) -> None:
    """The file is made first, and closed at the end: what is answered then is not written any more."""
    room.clocks.close()
    with room.clocks.comparing():
        gevent.sleep(0.01)
        assert [name for name, _ in room.asked] == ["one", "two"]
        room.answer("one")
    room.answer("two")
    assert [one.worker for one in room.written()] == [0]
