"""Claims about look-ups: one for all visitors, remembered for a while, in turns."""

import socket
from collections.abc import Sequence
from typing import Any

import gevent
import pytest

from siaga.crowd.address import Address
from siaga.crowd.resolver import Resolver

V4, V6 = socket.AF_INET, socket.AF_INET6


class _Names:
    """A look-up that answers what it is told, counts, and takes a turn of the loop."""

    def __init__(self, *entries: tuple[int, str]) -> None:
        self.entries: Sequence[tuple[int, str]] = entries
        self.error: OSError | None = None
        self.asked = 0
        self.at_s = 0.0

    def __call__(self, _host: str, port: int, **_rest: object) -> list[tuple[Any, ...]]:
        """Answer as getaddrinfo does."""
        self.asked += 1
        gevent.sleep(0)
        if self.error is not None:
            raise self.error
        return [(family, 1, 6, "", (place, port)) for family, place in self.entries]

    def clock(self) -> float:
        """Give the seconds that the test sets."""
        return self.at_s

    def resolver(self) -> Resolver:
        """Make a resolver on this clock that remembers for 30 s."""
        return Resolver(ttl_s=30, lookup=self, clock=self.clock)


def _places(found: Sequence[Address]) -> list[str]:
    return [one.place[0] for one in found]


def test_visitors_who_ask_at_once_share_one_look_up() -> None:
    """A thousand arrivals in the opening second are one question."""
    names = _Names((V4, "10.0.0.1"))
    resolver = names.resolver()
    asking = [gevent.spawn(resolver.addresses, "site.example", 80) for _ in range(1_000)]
    gevent.joinall(asking, timeout=30)
    assert {tuple(_places(one.value)) for one in asking} == {("10.0.0.1",)}
    assert names.asked == 1


def test_a_look_up_is_good_for_thirty_seconds() -> None:
    """A site that moves is followed then, not before."""
    names = _Names((V4, "10.0.0.1"))
    resolver = names.resolver()
    resolver.addresses("site.example", 80)
    names.entries = [(V4, "10.0.0.2")]
    names.at_s = 29.9
    assert _places(resolver.addresses("site.example", 80)) == ["10.0.0.1"]
    names.at_s = 30.0
    assert _places(resolver.addresses("site.example", 80)) == ["10.0.0.2"]


def test_visitors_take_turns_on_the_addresses_of_the_first_family() -> None:
    """Load spreads over a site's addresses; the other family is for when those fail."""
    names = _Names((V6, "::1"), (V4, "10.0.0.1"), (V6, "::2"), (V6, "::1"))
    resolver = names.resolver()
    found = [_places(resolver.addresses("site.example", 80)) for _ in range(3)]
    assert sorted(found[:2]) == [["::1", "::2", "10.0.0.1"], ["::2", "::1", "10.0.0.1"]]
    assert found[2] == found[0]


@pytest.mark.parametrize("address", [("127.0.0.1", V4), ("::1", V6)])
def test_an_address_is_not_looked_up(address: tuple[str, int]) -> None:
    """There is nothing to ask."""
    names = _Names()
    found = names.resolver().addresses(address[0], 80)
    assert [(one.family, one.place[:2]) for one in found] == [(address[1], (address[0], 80))]
    assert names.asked == 0


def test_a_failed_look_up_is_told_to_all_who_wait_and_asked_again() -> None:
    """An error is not remembered."""
    names = _Names((V4, "10.0.0.1"))
    names.error = socket.gaierror(socket.EAI_AGAIN, "try again")
    resolver = names.resolver()
    told = []
    for _ in range(2):
        with pytest.raises(socket.gaierror) as raised:
            resolver.addresses("site.example", 80)
        told.append(str(raised.value))
    names.error = None
    assert told == ["[Errno -3] try again"] * 2
    assert _places(resolver.addresses("site.example", 80)) == ["10.0.0.1"]


def test_a_name_without_an_address_is_not_known() -> None:
    """An empty answer is an error of the look-up."""
    with pytest.raises(socket.gaierror, match=r"site\.example has no address"):
        _Names().resolver().addresses("site.example", 80)


def test_a_look_up_outlives_the_visitor_who_gave_up() -> None:
    """Who asks next has the answer already."""
    names = _Names((V4, "10.0.0.1"))
    resolver = names.resolver()
    asking = gevent.spawn(resolver.addresses, "site.example", 80)
    gevent.sleep(0)
    asking.kill()
    assert _places(resolver.addresses("site.example", 80)) == ["10.0.0.1"]
    assert names.asked == 1


def test_a_detour_leads_elsewhere_and_for_no_other_port() -> None:
    """What stands beside the site is reached directly."""
    names = _Names((V4, "10.0.0.1"))
    detours = {("site.example", 443): ("127.0.0.1", 4_711)}
    resolver = Resolver(lookup=names, detours=detours)
    assert [one.place for one in resolver.addresses("site.example", 443)] == [("127.0.0.1", 4_711)]
    assert names.asked == 0
    assert _places(resolver.addresses("site.example", 8_025)) == ["10.0.0.1"]


def test_a_host_that_is_bound_is_not_looked_up_at_any_port() -> None:
    """Whatever it resolves to by now, visitors go where somebody agreed to be loaded."""
    names = _Names((V4, "10.6.6.6"))
    resolver = Resolver(lookup=names, bound={"site.example": ("127.0.0.2", "127.0.0.3", "::1")})
    found = [_places(resolver.addresses("site.example", port)) for port in (80, 80, 8_025)]
    assert sorted(found[:2]) == [["127.0.0.2", "127.0.0.3", "::1"], ["127.0.0.3", "127.0.0.2", "::1"]]
    assert resolver.addresses("site.example", 8_025)[0].place[1] == 8_025
    assert names.asked == 0
    assert _places(resolver.addresses("other.example", 80)) == ["10.6.6.6"]
