"""The naive door does what it is known to do, faults included."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.naive_door import COOKIE, WORDS, NaiveDoor
from mock_site.protection.waiting_room.room import Use
from mock_site.protection.waiting_room.shared_words import SharedWords
from mock_site.protection.waiting_room.status import State
from mock_site.testing import NOW_S, SetClock


@pytest.fixture
def clock() -> SetClock:
    """Give the door's clock."""
    return SetClock()


@pytest.fixture
def door(tmp_path: Path, clock: SetClock) -> Iterator[NaiveDoor]:
    """Give a door that lets in two a second."""
    with SharedWords(tmp_path / "room", WORDS) as words:
        yield NaiveDoor(words, Terms(room_admits_per_s=2.0, room_walk_in=False), clock)


def _request(position: str | None = None) -> web.Request:
    headers = {} if position is None else {"Cookie": f"{COOKIE}={position}"}
    return make_mocked_request("GET", "/me", headers=headers)


def test_so_many_are_let_in_a_second_in_their_order(door: NaiveDoor, clock: SetClock) -> None:
    """However many are inside."""
    states = [door.take(_request()).state for _ in range(5)]
    assert states == [State.ADMITTED] * 2 + [State.WAITING] * 3
    clock.now_s += 1
    status = door.look(_request("4"))
    assert status is not None
    assert (status.state, status.place, status.ahead, status.wait_s) == (State.WAITING, 4, 0, 0.5)
    assert door.worth(_request("3"), 0) is Use.GOOD
    assert door.worth(_request("4"), 0) is None


def test_a_number_is_believed_whoever_wrote_it(door: NaiveDoor) -> None:
    """This is a fault: a smaller one is before everybody else, and serves any number of people."""
    assert {door.worth(_request("0"), owner) for owner in range(50)} == {Use.GOOD}
    assert door.shown(door.take(_request("0"))) == "0"


@pytest.mark.parametrize("position", ["x", "-", "1e3"])
def test_what_is_not_understood_is_let_in(door: NaiveDoor, position: str) -> None:
    """This is a fault: it fails open."""
    assert door.worth(_request(position), 0) is Use.GOOD


def test_nobody_comes_in_without_a_number(door: NaiveDoor) -> None:
    """Unless it is told to be so kind."""
    assert door.worth(_request(), 0) is None
    assert door.look(_request()) is None


def test_joining_ends_nothing(door: NaiveDoor, clock: SetClock) -> None:
    """This is a fault: a number lasts for ever."""
    door.joined(_request("0"))
    clock.now_s += 1e6
    assert not door.is_due(_request("0"))
    assert door.worth(_request("0"), 0) is Use.GOOD


def test_before_the_opening_the_order_of_coming_stays(tmp_path: Path, clock: SetClock) -> None:
    """This is a fault: whoever was there first, by whatever means, is first."""
    with SharedWords(tmp_path / "early", WORDS) as words:
        door = NaiveDoor(words, Terms(room_admits_per_s=2.0, room_opens_at_s=NOW_S + 5), clock)
        status = door.take(_request())
        assert (status.state, status.opens_in_s) == (State.PRE_QUEUE, 5)
        assert door.worth(_request(), 0) is None
        clock.now_s += 5
        assert door.worth(_request("1"), 0) is Use.GOOD
        assert door.worth(_request("2"), 0) is None


def test_without_a_rate_the_capacity_goes_in_each_minute(tmp_path: Path, clock: SetClock) -> None:
    """A guess, as is usual."""
    with SharedWords(tmp_path / "guess", WORDS) as words:
        door = NaiveDoor(words, Terms(room_capacity=60), clock)
        assert door.worth(_request(), 0) is Use.GOOD
        assert door.worth(_request(), 0) is None
