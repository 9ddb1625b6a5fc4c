"""Whoever waits is told when to look again, and about how long it will take."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.desk import Desk, Inlet
from mock_site.protection.waiting_room.room import WaitingRoom
from mock_site.protection.waiting_room.status import State, Status, look_again_s
from mock_site.testing import SetClock
from tests.mock_site.protection.waiting_room.rooms import PACE, opened_room

LONG_PACE = PACE.__class__(tick_us=1_000_000, turn_ticks=120, pass_ticks=400)
WAITS = st.floats(min_value=0, max_value=1e6)
DRAWS = st.floats(min_value=0, max_value=1)
RATES = st.floats(min_value=0.1, max_value=1e4)


@pytest.fixture
def clock() -> SetClock:
    """Give the room's clock."""
    return SetClock()


@pytest.fixture
def room(tmp_path: Path, clock: SetClock) -> Iterator[tuple[WaitingRoom, Desk]]:
    """Give a room for ten people."""
    with opened_room(tmp_path / "room", clock, Terms(room_capacity=10)) as opened:
        yield opened


def _waiting(wait_s: float | None, opens_in_s: float | None = None) -> Status:
    return Status(number=1, state=State.WAITING, ahead=9, wait_s=wait_s, opens_in_s=opens_in_s)


@given(st.none() | WAITS, st.none() | WAITS, DRAWS, st.none() | RATES, st.integers(0, 10**6))
def test_whoever_looks_when_told_never_misses_a_turn(
    wait_s: float | None, opens_in_s: float | None, draw: float, looks_per_s: float | None, waiting: int
) -> None:
    """Whatever was estimated: the turn, which begins no earlier than the room opens, lasts longer."""
    status = _waiting(wait_s, opens_in_s)._replace(waiting=waiting)
    again_s = look_again_s(status, LONG_PACE, lambda: draw, looks_per_s)
    assert 1 <= again_s < (opens_in_s or 0) + LONG_PACE.turn_s


@given(WAITS, WAITS, DRAWS)
def test_the_farther_one_is_the_later_one_looks(near_s: float, far_s: float, draw: float) -> None:
    """Those at the end of the queue do not ask as often as those at its head."""
    near_s, far_s = sorted((near_s, far_s))
    near, far = (look_again_s(_waiting(s), LONG_PACE, lambda: draw) for s in (near_s, far_s))
    assert near <= far


def test_those_who_came_together_look_at_different_times() -> None:
    """A fifth earlier or later."""
    times = {look_again_s(_waiting(1e6), LONG_PACE, lambda draw=draw: draw) for draw in (0, 0.5, 1)}  # type: ignore[misc]
    assert times == {48, 60, 72}


def test_all_who_wait_are_asked_to_look_no_more_often_than_the_site_can_bear() -> None:
    """Two thousand at 50 a second, who are far: each after 40 s, later where it is farther."""
    times = [
        look_again_s(_waiting(wait_s)._replace(waiting=2_000), LONG_PACE, lambda: 0.5, 50.0)
        for wait_s in (100.0, 200.0, 3_600.0, None)
    ]
    assert times == [40, 50, 60, 60]


def test_where_looks_are_counted_whoever_is_near_looks_when_the_turn_comes() -> None:
    """At it, or a tenth later, and not before: however many there are, nobody learns of it late."""
    crowd = [_waiting(wait_s)._replace(waiting=1_000_000) for wait_s in (0.0, 20.0, 60.0, 61.0)]
    times = [
        [look_again_s(one, LONG_PACE, lambda n=n: n, 50.0) for n in (0.0, 1.0)]  # type: ignore[misc]
        for one in crowd
    ]
    assert times == [[1, 1], [20, 22], [60, 66], [48, 67]]


def test_no_turn_is_missed_for_the_sites_sake() -> None:
    """Half of one is the longest, however many there are."""
    crowd = _waiting(5_000.0)._replace(waiting=1_000_000)
    assert look_again_s(crowd, LONG_PACE, lambda: 0.5, 50.0) == 60
    opening = _waiting(None, 5.5)._replace(waiting=1_000_000)
    assert [look_again_s(opening, LONG_PACE, lambda n=n: n, 50.0) for n in (0.0, 1.0)] == [6, 21]  # type: ignore[misc]


def test_a_room_tells_how_many_wait(room: tuple[WaitingRoom, Desk]) -> None:
    """Whoever is called waits no more, and all who wait are told of the same number."""
    waiting_room, _ = room
    for _ in range(17):
        waiting_room.take()
    assert [waiting_room.look(number).waiting for number in (10, 16)] == [7, 7]
    waiting_room.joined(0)
    waiting_room.take()
    assert waiting_room.look(16).waiting == 7


def test_those_who_wait_for_the_opening_do_not_all_look_at_it() -> None:
    """Nor just before it: within half a minute after it, where a turn lasts two."""
    times = [look_again_s(_waiting(None, 5.5), LONG_PACE, lambda n=n: n / 9) for n in range(10)]  # type: ignore[misc]
    assert (min(times), max(times)) == (6, 36)
    assert len(set(times)) == 10


def test_where_looks_are_counted_as_many_are_let_in_as_are_called() -> None:
    """In no half minute many more, from the opening to the last: nobody who was called is still away."""
    dice, came = Random(1), Counter[int]()  # noqa: S311 - people, not secrets
    for place in dice.sample(range(20_000), 20_000):
        at_s = look_again_s(_waiting(None, 0.5), LONG_PACE, dice.random, 130.0)
        while place >= at_s * 100:
            waits = _waiting((place - at_s * 100 + 1) / 100)._replace(waiting=20_000 - at_s * 100)
            at_s += look_again_s(waits, LONG_PACE, dice.random, 130.0)
        came[at_s // 30] += 1
    assert max(came.values()) <= 1.2 * 30 * 100


def test_long_before_the_opening_one_looks_as_whoever_waits_long() -> None:
    """After half a turn, a fifth earlier or later, whether or not looks are counted."""
    times = [
        look_again_s(_waiting(None, 60.0), LONG_PACE, lambda n=n: n, looks_per_s)  # type: ignore[misc]
        for looks_per_s in (None, 50.0)
        for n in (0.0, 1.0)
    ]
    assert times == [48, 72, 48, 72]


def test_nobody_knows_how_long_before_anybody_has_gone(room: tuple[WaitingRoom, Desk]) -> None:
    """A guess would be worse than none."""
    for _ in range(11):
        room[0].take()
    assert room[0].look(10).wait_s is None


def test_the_wait_is_told_by_how_many_went_lately(
    room: tuple[WaitingRoom, Desk], clock: SetClock
) -> None:
    """One goes each second: 20 people ahead are 21 seconds, as long as no rate is set."""
    waiting_room, desk = room
    for _ in range(60):
        waiting_room.take()
    for number in range(30):
        clock.now_s += 1
        waiting_room.joined(number)
        waiting_room.look(number + 10)
    status = waiting_room.look(59)
    assert status.ahead == 19
    assert status.wait_s == pytest.approx(20, rel=0.2)
    desk.set_inlet(Inlet(capacity=10, admits_per_s=0.5))
    assert waiting_room.look(59).wait_s == pytest.approx(40, rel=0.01)
