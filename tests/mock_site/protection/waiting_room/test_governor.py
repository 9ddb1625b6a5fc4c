"""A site finds the rate that it bears, one for all of its processes, whoever of them is killed."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room import book
from mock_site.protection.waiting_room.book import Head
from mock_site.protection.waiting_room.desk import Desk, Inlet
from mock_site.protection.waiting_room.governor import (
    FEWEST,
    FEWEST_SURE,
    LONGEST_PERIOD_S,
    PERIOD_S,
    Governor,
)
from mock_site.protection.waiting_room.load import Cause, Load
from mock_site.protection.waiting_room.room import WaitingRoom
from mock_site.protection.waiting_room.shared_words import SharedWords
from mock_site.testing import SetClock
from tests.mock_site.protection.waiting_room.dying_words import DyingWords
from tests.mock_site.protection.waiting_room.rooms import PACE, governed_room, opened_room

BEARS = 10.0
TERMS = Terms(room_capacity=10_000, room_admits_per_s=2 * BEARS, room_measured=True, room_tickets=20_000)
TOO_MUCH = Load(asked=FEWEST, shed=FEWEST // 2)
CALM = Load(asked=FEWEST)
Process = tuple[WaitingRoom, SharedWords, Governor]


class Site:
    """Opens processes of one site, all on one file."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path, self._stack, self.clock = path, stack, SetClock()

    def process(self, terms: Terms = TERMS) -> Process:
        """Open one more."""
        return self._stack.enter_context(governed_room(self.path, self.clock, terms))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Give a site without a process."""
    with ExitStack() as stack:
        yield Site(tmp_path / "room", stack)


def _rate(governor: Governor) -> float:
    reading = governor.reading()
    assert reading is not None
    return reading.now


def _hear(site: Site, governor: Governor, load: Load, times: int = 1) -> None:
    for _ in range(times):
        site.clock.now_s += PERIOD_S
        governor.hear(load)


def _crowd(room: WaitingRoom, people: int = 100) -> None:
    for _ in range(people):
        room.take()


def test_a_new_room_begins_half_way_and_has_one_rate_over_its_processes(site: Site) -> None:
    """Each hears of what it does itself; together they make one judgement, and both see it."""
    room, _, first = site.process()
    _, _, second = site.process()
    _crowd(room)
    assert _rate(first) == _rate(second) == BEARS
    site.clock.now_s += PERIOD_S
    half = Load(asked=FEWEST_SURE // 2, shed=FEWEST_SURE // 4)
    first.hear(half)
    assert _rate(second) == BEARS
    second.hear(half)
    assert _rate(first) == _rate(second) == pytest.approx(0.7 * BEARS)
    reading = first.reading()
    assert reading is not None
    assert reading == second.reading()
    assert reading.cause is Cause.SHED
    assert {cause: number for cause, number in reading.changes.items() if number} == {Cause.SHED: 1}


def test_the_rate_is_what_lets_people_in(site: Site) -> None:
    """And what the estimates go by: half as many come in a second as are allowed at most."""
    room, words, governor = site.process()
    _crowd(room)
    site.clock.now_s += 10
    room.look(0)
    site.clock.now_s += 1
    room.look(0)
    site.clock.now_s += 1
    called = words[Head.CALLED]
    status = room.look(99)
    assert words[Head.CALLED] - called == BEARS
    assert status.wait_s == pytest.approx((status.ahead + 1) / _rate(governor))


def test_every_cause_is_told(site: Site) -> None:
    """Rises for calm, falls for each measure."""
    room, _, governor = site.process()
    _crowd(room)
    loads = {
        Cause.CALM: CALM,
        Cause.SHED: TOO_MUCH,
        Cause.SLOW: Load(asked=FEWEST, slow=FEWEST),
        Cause.LAG: Load(asked=FEWEST, looks=10, late_s=5.0),
        Cause.COMMITS: Load(asked=FEWEST, commits=1, committed_s=1.0),
    }
    for cause, load in loads.items():
        _hear(site, governor, CALM)
        _hear(site, governor, load)
        reading = governor.reading()
        assert reading is not None
        assert reading.cause is cause
        site.clock.now_s += 2 * LONGEST_PERIOD_S
        governor.hear(Load())
    assert reading is not None
    assert all(reading.changes.values())


@pytest.mark.parametrize(
    ("few", "then"),
    [
        (Load(asked=FEWEST_SURE - 1, shed=FEWEST_SURE - 1), 0.7 * BEARS),
        (Load(asked=100, shed=8), BEARS),
        (Load(asked=FEWEST - 1), 2 * BEARS),
    ],
    ids=["of one moment", "by chance", "calm"],
)
def test_few_requests_say_nothing_until_long_after(site: Site, few: Load, then: float) -> None:
    """And what chance explains says nothing then either."""
    room, _, governor = site.process()
    _crowd(room)
    _hear(site, governor, few)
    assert _rate(governor) == BEARS
    site.clock.now_s += LONGEST_PERIOD_S - PERIOD_S
    governor.hear(Load())
    assert _rate(governor) == pytest.approx(then)


def test_few_requests_of_which_too_many_are_shed_are_judged_at_once(site: Site) -> None:
    """As soon as chance does not explain it."""
    room, _, governor = site.process()
    _crowd(room)
    _hear(site, governor, Load(asked=100, shed=10))
    assert _rate(governor) == pytest.approx(0.7 * BEARS)


def test_what_was_borne_before_a_long_rest_is_forgotten(site: Site) -> None:
    """Nobody knows any more what it was worth, and what comes next has a whole period."""
    room, _, governor = site.process()
    _crowd(room)
    _hear(site, governor, Load(asked=FEWEST_SURE - 1, shed=FEWEST_SURE - 1))
    site.clock.now_s += 3_600
    _, _, later = site.process()
    later.hear(Load(asked=1))
    assert _rate(later) == BEARS
    _hear(site, later, Load(asked=FEWEST))
    assert _rate(later) > BEARS


def test_a_disk_and_loops_that_are_slow_by_themselves_do_not_keep_it_down(site: Site) -> None:
    """Below their limit it rises to the most: who is inside makes them no slower."""
    room, _, governor = site.process()
    _crowd(room)
    slow = Load(asked=FEWEST, looks=10, late_s=0.8, commits=10, committed_s=1.0)
    _hear(site, governor, slow, times=5)
    assert _rate(governor) == 2 * BEARS


def test_where_nobody_asks_nothing_changes(site: Site) -> None:
    """Whatever else is late: a site that nobody is in says nothing of how many it bears."""
    room, _, governor = site.process()
    _crowd(room)
    _hear(site, governor, Load(looks=10, late_s=9.0), times=2 * int(LONGEST_PERIOD_S / PERIOD_S))
    assert _rate(governor) == BEARS


def test_it_does_not_rise_while_nobody_is_kept_out_by_it(site: Site) -> None:
    """Where nobody waits, or the room is full."""
    room, _, governor = site.process(replace(TERMS, room_capacity=5))
    _hear(site, governor, CALM, times=5)
    assert _rate(governor) == BEARS
    _crowd(room)
    _hear(site, governor, CALM, times=5)
    assert _rate(governor) == BEARS


def test_it_is_not_moved_before_the_period_is_over(site: Site) -> None:
    """However many tell, and however much: what one period brought is judged once."""
    room, _, governor = site.process()
    _crowd(room)
    for _ in range(30):
        site.clock.now_s += PERIOD_S / 100
        governor.hear(TOO_MUCH)
    assert _rate(governor) == BEARS


def test_a_site_that_starts_again_goes_on_with_its_rate(tmp_path: Path) -> None:
    """Unless its terms are other ones: then it begins anew, or has none to find."""
    clock, path = SetClock(), tmp_path / "room"
    with ExitStack() as stack:
        site = Site(path, stack)
        room, _, governor = site.process()
        _crowd(room)
        _hear(site, governor, TOO_MUCH)
        clock = site.clock
        lower = _rate(governor)
        assert lower < BEARS
    with governed_room(path, clock, TERMS) as (_, _, governor):
        assert _rate(governor) == lower
    with governed_room(path, clock, replace(TERMS, room_admits_per_s=30.0)) as (_, _, governor):
        assert _rate(governor) == 15.0
        assert not any(governor.reading().changes.values())  # type: ignore[union-attr]
    fixed = replace(TERMS, room_admits_per_s=30.0, room_measured=False)
    with opened_room(path, clock, fixed) as (room, desk):
        clock.now_s += 10
        room.look(0)
        assert desk.census().called == 30


def test_whoever_runs_the_site_sets_the_most(site: Site) -> None:
    """Below the rate that was found it counts at once; without a rate there is none to find."""
    room, words, governor = site.process()
    desk = Desk(room, words, PACE)
    assert desk.inlet().admits_per_s == 2 * BEARS
    _crowd(room)
    _set(desk, 1.0)
    assert _rate(governor) == 1.0
    assert book.admits_per_ks(words) == 1_000
    _hear(site, governor, CALM)
    assert _rate(governor) == 1.0
    assert not any(governor.reading().changes.values())  # type: ignore[union-attr]
    _set(desk, None)
    _hear(site, governor, TOO_MUCH, times=3)
    assert governor.reading() is None
    assert book.admits_per_ks(words) == 0


@pytest.mark.parametrize("stores", range(0, 99, 3))
def test_a_process_that_is_killed_leaves_all_of_a_judgement_or_none(site: Site, stores: int) -> None:
    """Whichever store was its last: the others find the rate before or after, and go on from there."""
    room, words, governor = site.process()
    _, others, survivor = site.process()
    _crowd(room)
    site.clock.now_s += PERIOD_S
    room.look(0)
    before = others.span(0, _words_of_heads())
    words._words = DyingWords(words._words, stores)  # type: ignore[assignment]
    with suppress(KeyboardInterrupt):
        governor.hear(TOO_MUCH)
    reading = survivor.reading()
    assert reading is not None
    fell = reading.now < BEARS
    assert reading.now == pytest.approx(0.7 * BEARS if fell else BEARS)
    assert reading.changes[Cause.SHED] == fell
    assert fell or others.span(0, len(before)) == before
    _hear(site, survivor, TOO_MUCH, times=3)
    assert _rate(survivor) <= 0.7 * BEARS


def _words_of_heads() -> int:
    """Give how many words come before those of ticks."""
    return book.called_by(0)


def _set(desk: Desk, admits_per_s: float | None) -> None:
    desk.set_inlet(Inlet(capacity=TERMS.room_capacity, admits_per_s=admits_per_s))
