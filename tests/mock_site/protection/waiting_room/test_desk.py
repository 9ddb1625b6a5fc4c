"""The desk counts and lists everybody, and sets who is let in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.book import Standing
from mock_site.protection.waiting_room.desk import Desk, Inlet
from mock_site.protection.waiting_room.room import WaitingRoom
from mock_site.protection.waiting_room.status import State
from mock_site.testing import NOW_S, SetClock
from tests.mock_site.protection.waiting_room.rooms import PACE, opened_room


@pytest.fixture
def clock() -> SetClock:
    """Give the room's clock."""
    return SetClock()


@pytest.fixture
def opened(tmp_path: Path, clock: SetClock) -> Iterator[tuple[WaitingRoom, Desk]]:
    """Give a room for two people."""
    with opened_room(tmp_path / "room", clock, Terms(room_capacity=2)) as both:
        yield both


def test_every_ticket_is_listed_with_what_became_of_it(
    opened: tuple[WaitingRoom, Desk], clock: SetClock
) -> None:
    """In the order in which they were taken, with times and places."""
    room, desk = opened
    for _ in range(3):
        room.take()
        clock.now_s += 1
    room.use(1, 5)
    room.joined(0)
    entries = [entry for portion in desk.entries() for entry in portion]
    assert [entry.standing for entry in entries] == [Standing.JOINED, Standing.INSIDE, Standing.WAITING]
    assert [entry.place for entry in entries] == [0, 1, None]
    assert [entry.taken_at_s for entry in entries] == [NOW_S, NOW_S + 1, NOW_S + 2]
    assert [entry.admitted_at_s for entry in entries] == [NOW_S, NOW_S + 1, None]
    assert [entry.is_owned for entry in entries] == [False, True, False]
    assert entries[1].ends_at_s is not None
    assert entries[2].ends_at_s is None


def test_a_long_list_comes_in_portions(tmp_path: Path, clock: SetClock) -> None:
    """Nobody holds the book while all of it is read."""
    with opened_room(tmp_path / "long", clock, Terms()) as (room, desk):
        for _ in range(1001):
            room.take()
        portions = list(desk.entries())
    assert [len(portion) for portion in portions] == [500, 500, 1]
    assert [one.number for portion in portions for one in portion] == list(range(1001))


def test_more_room_lets_more_in_at_once(opened: tuple[WaitingRoom, Desk]) -> None:
    """And less room puts nobody out."""
    room, desk = opened
    for _ in range(5):
        room.take()
    assert desk.set_inlet(Inlet(capacity=4))
    assert desk.inlet() == Inlet(capacity=4)
    assert [room.look(number).state for number in (2, 3)] == [State.ADMITTED] * 2
    desk.set_inlet(Inlet(capacity=1, admits_per_s=2.5))
    assert desk.inlet() == Inlet(capacity=1, admits_per_s=2.5)
    assert desk.census().inside == 4


def test_a_room_can_be_closed_until_an_opening(
    opened: tuple[WaitingRoom, Desk], clock: SetClock
) -> None:
    """Whoever waited before stays before those of the lot."""
    room, desk = opened
    for _ in range(3):
        room.take()
    assert desk.set_inlet(Inlet(capacity=2, opens_at_s=NOW_S + 10))
    room.take()
    assert (room.look(2).state, room.look(3).state) == (State.WAITING, State.PRE_QUEUE)
    room.joined(0)
    assert room.look(2).state is State.ADMITTED
    room.joined(1)
    assert room.look(3).state is State.PRE_QUEUE
    clock.now_s += 10
    assert room.look(3).state is State.ADMITTED


def test_a_closed_room_can_be_opened_at_once(opened: tuple[WaitingRoom, Desk]) -> None:
    """By its lot."""
    room, desk = opened
    desk.set_inlet(Inlet(capacity=2, opens_at_s=NOW_S + 10))
    room.take()
    assert desk.set_inlet(Inlet(capacity=2))
    assert room.look(0).state is State.ADMITTED
    assert desk.inlet().opens_at_s is None


def test_there_is_no_new_lot_while_turns_of_the_last_go_on(
    opened: tuple[WaitingRoom, Desk], clock: SetClock
) -> None:
    """Places that were drawn would be lost."""
    room, desk = opened
    desk.set_inlet(Inlet(capacity=2, opens_at_s=NOW_S + 1))
    for _ in range(3):
        room.take()
    clock.now_s += 1
    desk.census()
    again = Inlet(capacity=2, opens_at_s=NOW_S + 100)
    assert not desk.set_inlet(again)
    for _ in range(3):
        clock.now_s += PACE.turn_ticks + 1
        desk.census()
    assert desk.set_inlet(again)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"capacity": -1}, "capacity: is -1; it must be 0 or more"),
        ({"capacity": 1, "admits_per_s": 0.0}, "admits_per_s: is 0.0; it must be above 0"),
    ],
)
def test_an_inlet_that_cannot_be_is_refused(fields: dict[str, int], message: str) -> None:
    """The refusal says what is wrong."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        Inlet(**fields)
