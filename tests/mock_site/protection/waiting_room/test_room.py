"""A waiting room gives everybody a place, and lets nobody in before his turn or beyond its capacity."""

import pytest

from mock_site.protection.waiting_room.desk import Inlet
from mock_site.protection.waiting_room.room import RoomFullError, Use
from mock_site.protection.waiting_room.status import State
from mock_site.testing import NOW_S
from tests.mock_site.protection.waiting_room.rooms import PACE, Rooms, admitted


def test_while_there_is_room_a_ticket_is_admitted_at_once(rooms: Rooms) -> None:
    """Nobody waits for an empty room; the first who finds it full does."""
    room, _ = rooms(capacity=2)
    assert [room.look(room.take()).state for _ in range(2)] == [State.ADMITTED] * 2
    third = room.look(room.take())
    assert (third.state, third.place, third.ahead) == (State.WAITING, 2, 0)
    assert room.use(2, 0) is Use.NOT_ADMITTED


def test_whoever_joins_or_leaves_makes_room_for_the_next(rooms: Rooms) -> None:
    """As many go in as go out, in their order."""
    room, _ = rooms(capacity=2)
    for _ in range(5):
        room.take()
    room.joined(0)
    room.joined(0)
    assert admitted(room, range(1, 5)) == {1, 2}
    room.leave(2)
    assert admitted(room, range(3, 5)) == {3}
    assert (room.use(0, 0), room.use(2, 0)) == (Use.JOINED, Use.LEFT)


def test_a_ticket_gives_one_pass_however_often_one_asks(rooms: Rooms) -> None:
    """Looking again changes nothing."""
    room, desk = rooms(capacity=5)
    number = room.take()
    assert len({room.look(number) for _ in range(3)}) == 1
    assert desk.census().admitted == 1


def test_a_turn_that_is_not_taken_goes_to_the_next(rooms: Rooms) -> None:
    """Whoever went away does not keep the door shut, and comes too late."""
    room, desk = rooms(capacity=1)
    for _ in range(3):
        room.take()
    room.joined(0)
    desk.census()
    assert desk.census().called == 1
    rooms.clock.now_s += PACE.turn_ticks + 1
    assert desk.census().lapsed == 1
    assert room.look(2).state is State.ADMITTED
    assert room.look(1).state is State.EXPIRED


def test_a_turn_lasts_as_long_as_was_promised(rooms: Rooms) -> None:
    """To its last moment."""
    room, desk = rooms(capacity=1)
    for _ in range(2):
        room.take()
    room.joined(0)
    desk.census()
    rooms.clock.now_s += PACE.turn_ticks
    assert room.look(1).state is State.ADMITTED


def test_a_pass_expires_unless_it_is_used(rooms: Rooms) -> None:
    """Each use makes it last anew; without one it ends, and its place is somebody else's."""
    room, desk = rooms(capacity=1)
    room.take()
    for _ in range(3):
        rooms.clock.now_s += PACE.pass_ticks
        assert room.use(0, 0) is Use.GOOD
    room.take()
    rooms.clock.now_s += PACE.pass_ticks + 1
    assert room.use(0, 0) is Use.EXPIRED
    assert room.look(0).state is State.EXPIRED
    assert room.look(1).state is State.ADMITTED
    assert desk.census().expired == 1


def test_a_pass_is_for_the_account_that_used_it_first(rooms: Rooms) -> None:
    """Fifty accounts do not go in with one pass."""
    room, _ = rooms()
    room.take()
    assert room.use(0, 0) is Use.GOOD
    assert room.use(0, 7) is Use.GOOD
    assert room.use(0, 8) is Use.SHARED
    assert room.use(0, 7) is Use.GOOD


def test_a_use_is_due_where_it_would_be_noted(rooms: Rooms) -> None:
    """Of a good pass alone: one that is nobody's yet, or was not used for an eighth of what it lasts."""
    room, _ = rooms(capacity=1)
    room.take()
    room.take()
    assert [room.is_due(number) for number in range(3)] == [True, False, False]
    assert room.use(0, 7) is Use.GOOD
    slides_after = PACE.pass_ticks // 8
    due = []
    for _ in range(slides_after + 1):
        due.append(room.is_due(0))
        rooms.clock.now_s += 1
    assert due == [False] * slides_after + [True]
    rooms.clock.now_s += PACE.pass_ticks
    assert not room.is_due(0)


def test_places_after_the_opening_are_those_of_coming(rooms: Rooms) -> None:
    """First come, first served."""
    room, _ = rooms(capacity=1)
    assert [room.look(room.take()).place for _ in range(4)] == [0, 1, 2, 3]


def test_those_who_come_before_the_opening_are_drawn_by_lot(rooms: Rooms) -> None:
    """Before it nobody has a place; after it each has one of the first, in an order of its own."""
    room, _ = rooms(capacity=1, opens_at_s=NOW_S + 60)
    early = [room.take() for _ in range(100)]
    status = room.look(early[0])
    assert (status.state, status.place, status.opens_in_s) == (State.PRE_QUEUE, None, 60)
    assert room.use(early[0], 0) is Use.NOT_ADMITTED
    rooms.clock.now_s += 60
    late = [room.take() for _ in range(3)]
    places = [room.look(number).place for number in early]
    assert sorted(places, key=lambda place: -1 if place is None else place) == list(range(100))
    assert places != list(range(100))
    assert [room.look(number).place for number in late] == [100, 101, 102]


def test_a_rate_lets_in_so_many_a_second_and_no_more(rooms: Rooms) -> None:
    """A second's worth comes together, whatever room there is."""
    room, desk = rooms(capacity=1000, admits_per_s=5)
    for _ in range(100):
        room.take()
    desk.set_inlet(Inlet(capacity=1000, admits_per_s=5))
    before = len(admitted(room, range(100)))
    for second in range(1, 4):
        rooms.clock.now_s += 1
        assert len(admitted(room, range(100))) == before + 5 * second


def test_a_slow_rate_is_kept_however_often_one_looks(rooms: Rooms) -> None:
    """What is less than a person is saved up."""
    room, _ = rooms(capacity=1000, admits_per_s=0.5)
    rooms.clock.now_s += 10
    for _ in range(5):
        room.take()
    for _ in range(410):
        rooms.clock.now_s += 0.01
        admitted(room, range(5))
    assert len(admitted(room, range(5))) == 3


def test_whoever_walks_in_gets_a_pass_only_if_nobody_waits(rooms: Rooms) -> None:
    """Walking in overtakes nobody and takes no ticket in vain."""
    room, desk = rooms(capacity=1)
    assert room.walk_in() == 0
    assert room.walk_in() is None
    room.take()
    room.joined(0)
    assert room.walk_in() is None
    assert desk.census().taken == 2


def test_nobody_walks_in_before_the_opening(rooms: Rooms) -> None:
    """However empty it is."""
    room, _ = rooms(capacity=1, opens_at_s=NOW_S + 1)
    assert room.walk_in() is None


def test_a_room_without_tickets_says_so(rooms: Rooms) -> None:
    """It does not grow for ever."""
    room, _ = rooms(capacity=9, tickets=2)
    room.take()
    room.walk_in()
    for asked in (room.take, room.walk_in):
        with pytest.raises(RoomFullError, match=r"^waiting room: all 2 tickets are taken$"):
            asked()
    assert not room.is_known(2)


def test_another_process_goes_on_with_the_same_room(rooms: Rooms) -> None:
    """What one gave the other knows, also when the first is gone."""
    first, _ = rooms(capacity=1)
    first.take()
    second, _ = rooms(capacity=1)
    assert second.book == first.book
    assert second.use(0, 0) is Use.GOOD
    assert second.look(second.take()).place == 1


def test_a_process_that_is_started_again_keeps_what_was_set(rooms: Rooms) -> None:
    """A site that is started with other terms does not, but for its people."""
    room, desk = rooms(capacity=2)
    room.take()
    desk.set_inlet(Inlet(capacity=7, admits_per_s=3.0))
    _, again = rooms(capacity=2)
    assert again.inlet() == Inlet(capacity=7, admits_per_s=3.0)
    _, other = rooms(capacity=5, opens_at_s=NOW_S + 9)
    assert other.inlet() == Inlet(capacity=5, opens_at_s=NOW_S + 9)
    assert other.census().inside == 1


def test_an_opening_that_has_been_is_none(rooms: Rooms) -> None:
    """The room is open."""
    room, desk = rooms(opens_at_s=NOW_S - 1)
    assert desk.inlet().opens_at_s is None
    assert room.look(room.take()).state is State.ADMITTED


def test_a_clock_that_goes_back_ends_nothing_twice(rooms: Rooms) -> None:
    """Time that was is not counted again."""
    room, desk = rooms(capacity=2)
    room.take()
    rooms.clock.now_s += PACE.pass_ticks + 1
    before = desk.census()
    rooms.clock.now_s -= 10
    assert desk.census() == before
    assert room.look(room.take()).state is State.ADMITTED


def test_after_a_long_rest_everything_has_ended_and_all_is_well(rooms: Rooms) -> None:
    """Also when the rest was longer than the book looks back."""
    room, desk = rooms(capacity=2)
    for _ in range(3):
        room.take()
    rooms.clock.now_s += 1_000_000
    census = desk.census()
    assert (census.expired, census.inside, census.called) == (2, 0, 1)
    assert room.look(2).state is State.ADMITTED
