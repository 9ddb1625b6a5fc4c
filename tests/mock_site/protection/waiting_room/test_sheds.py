"""What people inside are refused is counted once for each of them in the time that is judged at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.burden import Burden
from mock_site.protection.waiting_room.door import HardenedDoor
from mock_site.protection.waiting_room.governor import FEWEST, PERIOD_S, Governor
from mock_site.protection.waiting_room.load import Load
from mock_site.protection.waiting_room.room import WaitingRoom
from mock_site.protection.waiting_room.sheds import Sheds
from mock_site.protection.waiting_room.tickets import PASS_COOKIE, Tickets
from mock_site.testing import SetClock
from tests.mock_site.protection.waiting_room.rooms import PACE, governed_room

TERMS = Terms(room_capacity=5, room_admits_per_s=100.0, room_measured=True, room_tickets=100)
SECRET = b"s" * 32
PASS_ENDS_S = PACE.pass_ticks + 2


class Site:
    """A room with five inside and one who waits, and what its sheds weigh."""

    def __init__(self, room: WaitingRoom, governor: Governor, clock: SetClock) -> None:
        self.room, self.governor, self.clock = room, governor, clock
        clock.now_s += 1
        self.numbers = [room.take() for _ in range(TERMS.room_capacity + 1)]
        self.tickets = Tickets(SECRET, room.book)
        self.burden = Burden()
        self.opened = 0
        door = HardenedDoor(room, self.tickets, clock, walk_in=False)
        self._sheds = Sheds(door, governor, self.burden)

    def held(self, number: int) -> str:
        """Give the pass of a ticket, whether it is its turn or not."""
        return self.tickets.admission(self.room.look(number))

    def turn_away(self, *passes: str) -> Load:
        """Turn away a request with each pass, and give what that weighs together with those before."""
        for held in passes:
            headers = {"Cookie": f"{PASS_COOKIE}={held}"} if held else {}
            self._sheds.note(make_mocked_request("GET", "/me", headers=headers))
        return self.burden.load()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Give one."""
    clock = SetClock()
    with governed_room(tmp_path / "room", clock, TERMS) as (room, _, governor):
        yield Site(room, governor, clock)


def test_each_ticket_is_counted_once_until_it_is_judged(site: Site) -> None:
    """However often it asks, and over however many connections; and once more after that."""
    first, second = site.held(0), site.held(1)
    assert site.turn_away(first, first, second, *[first] * 50) == Load(asked=2, shed=2)
    site.clock.now_s += PERIOD_S
    site.governor.hear(Load(asked=FEWEST))
    assert site.turn_away(first, first) == Load(asked=3, shed=3)


@pytest.mark.parametrize("end", [WaitingRoom.joined, WaitingRoom.leave], ids=["joined", "left"])
def test_a_pass_that_is_spent_is_not_counted(
    site: Site, end: Callable[[WaitingRoom, int], None]
) -> None:
    """Those of others are."""
    spent, good = site.held(0), site.held(1)
    end(site.room, 0)
    assert site.turn_away(spent) == Load()
    assert site.turn_away(good) == Load(asked=1, shed=1)


def test_a_pass_that_has_run_out_is_not_counted(site: Site) -> None:
    """One that was not used for too long."""
    held = site.held(0)
    site.clock.now_s += PASS_ENDS_S
    assert site.turn_away(held) == Load()


def test_who_is_not_inside_is_not_counted(site: Site) -> None:
    """Nobody, whoever waits, a made-up pass of somebody inside, and one of a ticket never given."""
    waiting = site.held(TERMS.room_capacity)
    forged = site.held(0)[:-1] + ("A" if site.held(0)[-1] != "A" else "B")
    never = f"{site.room.book:016x}-{10**11}.9999999999.{'A' * 43}"
    assert site.turn_away("", waiting, forged, never, "x") == Load()
    assert site.turn_away(site.held(0)) == Load(asked=1, shed=1)


def test_a_request_that_was_turned_away_lets_no_pass_last_longer(site: Site) -> None:
    """Nor is the room locked for it, however far on the pass is."""
    held = site.held(0)
    site.clock.now_s += PACE.pass_ticks - 1
    with site.room._words.change():
        assert site.turn_away(held) == Load(asked=1, shed=1)
    site.clock.now_s += 3
    assert not site.room.is_inside(0)


def test_the_signature_is_looked_at_once_for_each(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a flood costs is what it is there to save."""
    looks: list[web.Request] = []
    believes = HardenedDoor.holds_pass

    def counted(door: HardenedDoor, request: web.Request) -> bool:
        looks.append(request)
        return believes(door, request)

    monkeypatch.setattr(HardenedDoor, "holds_pass", counted)
    waiting = site.held(TERMS.room_capacity)
    site.turn_away(*[site.held(0)] * 20, *[waiting] * 20)
    assert len(looks) == 1
