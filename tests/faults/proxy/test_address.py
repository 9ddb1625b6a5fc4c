"""Claims about addresses: host and port are read, and nothing else is."""

import pytest

from siaga.faults.proxy.address import Address


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:8080", "127.0.0.1", 8080),
        ("[::1]:0", "::1", 0),
        ("site.test:443", "site.test", 443),
    ],
)
def test_an_address_is_read_and_written(text: str, host: str, port: int) -> None:
    """As it came."""
    address = Address.read(text)
    assert (address.host, address.port, str(address)) == (host, port, text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("127.0.0.1", "address: '127.0.0.1' is none; host:port is one"),
        ("127.0.0.1:http", "is none; host:port is one"),
        (":80", "address: ':80' has no host"),
        ("a:65536", "port 65536 is none; 0 to 65535 is allowed"),
    ],
)
def test_what_is_no_address_is_refused(text: str, problem: str) -> None:
    """With what is allowed."""
    with pytest.raises(ValueError, match=problem):
        Address.read(text)


def test_only_this_machine_is_the_loopback() -> None:
    """Not every address of it."""
    assert Address.read("[::1]:1").is_loopback
    assert not Address.read("0.0.0.0:1").is_loopback
