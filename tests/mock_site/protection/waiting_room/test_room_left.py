"""Whoever leaves a waiting room while he waits is not called, not drawn, and nobody waits for him."""

from mock_site.protection.waiting_room.queue import MOST_LOOKED_AT
from mock_site.protection.waiting_room.status import State
from mock_site.testing import NOW_S
from tests.mock_site.protection.waiting_room.rooms import Rooms, admitted


def test_whoever_leaves_the_line_is_not_called(rooms: Rooms) -> None:
    """The next one is, at once, and the turn that nobody was to take holds no room."""
    room, desk = rooms(capacity=1)
    for _ in range(5):
        room.take()
    room.leave(1)
    room.leave(1)
    room.leave(3)
    census = desk.census()
    assert (census.waiting, census.called, census.lapsed) == (2, 0, 2)
    assert room.look(4).waiting == 2
    room.joined(0)
    assert admitted(room, range(1, 5)) == {2}
    room.joined(2)
    assert admitted(room, range(3, 5)) == {4}
    census = desk.census()
    assert (census.waiting, census.called, census.lapsed, census.admitted) == (0, 0, 2, 3)


def test_whoever_leaves_the_line_takes_nothing_of_the_rate(rooms: Rooms) -> None:
    """Two a second come in, whoever else has left meanwhile."""
    room, _ = rooms(capacity=100, admits_per_s=2)
    for _ in range(20):
        room.take()
    for number in range(16):
        room.leave(number)
    rooms.clock.now_s += 1
    assert admitted(room, range(20)) == {16, 17}


def test_a_line_that_all_have_left_is_none(rooms: Rooms) -> None:
    """Whoever comes then need not wait for them."""
    room, _ = rooms(capacity=1)
    for _ in range(3):
        room.take()
    room.leave(1)
    room.leave(2)
    room.joined(0)
    assert room.walk_in() == 3


def test_however_many_have_left_the_line_goes_on(rooms: Rooms) -> None:
    """They are passed over a few hundred at a time, and the one behind them comes in."""
    room, desk = rooms(capacity=1)
    last = [room.take() for _ in range(2 * MOST_LOOKED_AT + 3)][-1]
    for number in range(2, last):
        room.leave(number)
    room.joined(0)
    assert room.look(1).state is State.ADMITTED
    room.joined(1)
    assert (desk.census().inside, desk.census().lapsed) == (0, last - 2)
    assert room.look(last).state is State.ADMITTED


def test_whoever_leaves_before_the_opening_is_not_drawn(rooms: Rooms) -> None:
    """Whatever their places: all who stayed come in, and each of those who left is counted once."""
    room, desk = rooms(capacity=40, opens_at_s=NOW_S + 60)
    for _ in range(100):
        room.take()
    for number in range(60):
        room.leave(number)
    census = desk.census()
    assert (census.pre_queue, census.lapsed, room.look(99).waiting) == (40, 60, 40)
    rooms.clock.now_s += 60
    assert admitted(room, range(100)) == set(range(60, 100))
    census = desk.census()
    assert (census.inside, census.waiting, census.called, census.lapsed) == (40, 0, 0, 60)
