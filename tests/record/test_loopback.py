"""Claims about the loopback."""

import pytest

from siaga.record.loopback import is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_every_way_to_oneself_is_the_loopback(host: str) -> None:
    """By address or by name."""
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "::2", "0.0.0.0", "example.org", "localhost.example", ""])  # noqa: S104 - is refused
def test_anything_else_is_another_machine(host: str) -> None:
    """Also what only begins like this one."""
    assert not is_loopback(host)
