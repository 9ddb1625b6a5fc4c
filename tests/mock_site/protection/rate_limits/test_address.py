"""An address is believed from whom it may be believed, and from nobody else."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from mock_site.protection.rate_limits.address import Address, Networks, claimed, key, read, visitor

TRUSTED = Networks(["10.0.0.0/8", "fd00::/8"])


def _headers(*said: str) -> CIMultiDict[str]:
    return CIMultiDict([("X-Forwarded-For", one) for one in said])


def _around(address: Address, prefix: int) -> str:
    """Give a network that an address is in."""
    return str(ipaddress.ip_network((address, min(prefix, address.max_prefixlen)), strict=False))


@pytest.mark.parametrize(
    ("peer", "said", "expected"),
    [
        ("203.0.113.5", [], "203.0.113.5"),
        ("203.0.113.5", ["198.51.100.1"], "203.0.113.5"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.66, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.66", "198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["nonsense, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["198.51.100.1, nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("fd00::1", ["2001:db8::7"], "2001:db8::7"),
        ("::ffff:10.0.0.1", ["::ffff:198.51.100.1"], "198.51.100.1"),
    ],
)
def test_the_visitor_is_the_first_that_no_trusted_proxy_is(
    peer: str, said: list[str], expected: str
) -> None:
    """Counted from the end of the header, where the nearest proxy wrote."""
    assert visitor(peer, _headers(*said), TRUSTED) == ipaddress.ip_address(expected)


@given(st.text())
def test_nothing_that_a_stranger_writes_is_believed(said: str) -> None:
    """Forging the header moves nobody."""
    headers = CIMultiDict([("X-Forwarded-For", said)])
    assert str(visitor("203.0.113.5", headers, TRUSTED)) == "203.0.113.5"


@pytest.mark.parametrize("peer", [None, "", "unix"])
def test_a_peer_without_an_address_has_none(peer: str | None) -> None:
    """A socket of this machine is nobody's address."""
    assert visitor(peer, _headers("198.51.100.1"), TRUSTED) is None


def test_the_naive_one_believes_everybody() -> None:
    """This is the fault."""
    assert claimed("203.0.113.5", {"X-Forwarded-For": "192.0.2.1, 10.0.0.1"}) == "192.0.2.1"
    assert claimed("203.0.113.5", {}) == "203.0.113.5"
    assert claimed(None, {}) == ""


def test_a_subscriber_of_ipv6_is_limited_as_one() -> None:
    """A network of a /64 is one, two are two; of IPv4 each address is."""
    keys = [key(ipaddress.ip_address(one)) for one in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")]
    assert keys[0] == keys[1] != keys[2]
    assert key(ipaddress.ip_address("192.0.2.1")) == "192.0.2.1"


def test_a_network_that_is_none_is_refused() -> None:
    """When the site starts, not when somebody comes."""
    with pytest.raises(ValueError, match="has host bits set"):
        Networks(["10.0.0.1/8"])
    assert read("10.0.0.1/8") is None


@given(
    st.lists(
        st.ip_addresses().flatmap(lambda one: st.builds(_around, st.just(one), st.integers(0, 128)))
    ),
    st.ip_addresses(),
)
def test_an_address_is_of_the_networks_that_it_is_in(networks: list[str], address: Address) -> None:
    """Of either version, however wide they are."""
    expected = any(address in ipaddress.ip_network(one) for one in networks)
    assert (address in Networks(networks)) is expected
    around = [*networks, _around(address, 20)]
    assert address in Networks(around)
