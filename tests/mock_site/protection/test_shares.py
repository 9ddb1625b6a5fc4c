"""No address has all the connections, and whoever makes room for it is its own."""

import pytest

from mock_site.protection.rate_limits.address import Networks
from mock_site.protection.shares import Shares
from tests.mock_site.protection.test_connections import House, Line

FROM_ONE, FROM_ANOTHER = "192.0.2.1", "192.0.2.2"


def _shares(most: int) -> Shares:
    return Shares(most, Networks(["127.0.0.0/8"]))


def test_a_whole_share_makes_room_among_its_own_idle_ones() -> None:
    """Many people behind one address come and go; nobody else's connection is closed for them."""
    house = House(9, sheds=True, shares=_shares(2))
    other = house.came(FROM_ANOTHER)
    first, second, third = (house.came(FROM_ONE) for _ in range(3))
    assert [one.closed for one in (other, first, second, third)] == [False, True, False, False]
    assert house.count("site_connections_closed_total", which="idle") == 1


def test_a_whole_share_of_which_none_is_idle_takes_no_more() -> None:
    """While others are served as ever, and it as well once one has gone."""
    house = House(9, sheds=True, shares=_shares(2))
    busy = [house.came(FROM_ONE) for _ in range(2)]
    for one in busy:
        house.connections.stirs(one)
    assert house.came(FROM_ONE).closed
    assert not house.came(FROM_ANOTHER).closed
    house.connections.gone(busy[0])
    assert not house.came(FROM_ONE).closed
    assert house.count("site_connections_closed_total", which="new") == 1


@pytest.mark.parametrize("peer", ["127.0.0.9", None, "a.sock", ""])
def test_who_is_exempt_or_unknown_has_no_share(peer: str | None) -> None:
    """A load generator has one address, and so has a proxy."""
    house = House(9, sheds=True, shares=_shares(1))
    assert not [one for one in (house.came(peer) for _ in range(9)) if one.closed]


def test_a_network_of_a_subscriber_is_one_address() -> None:
    """Who has so many addresses has one share."""
    house = House(9, sheds=True, shares=_shares(1))
    first, _ = house.came("2001:db8::1"), house.came("2001:db8::2")
    assert first.closed


def test_who_is_gone_leaves_nothing_behind() -> None:
    """A thousand addresses that came once take no memory."""
    shares = _shares(1)
    lines = [Line() for _ in range(3)]
    for number, line in enumerate(lines):
        owner = shares.owner(f"192.0.2.{number}")
        shares.add(owner, line)
        shares.drop(line)
        shares.drop(line)
        assert (list(shares.of(owner)), shares.is_full(owner)) == ([], False)


def test_no_share_at_all_is_refused() -> None:
    """Nobody could connect."""
    with pytest.raises(ValueError, match=r"^most: is 0; it must be 1 or more$"):
        _shares(0)
