"""Claims about the seat of a master: what may be typed, and whether others reach it."""

import pytest

from siaga.errors import UsageError
from siaga.stage.seat import Seat


@pytest.mark.parametrize(
    ("given", "host", "port", "shown"),
    [
        ("192.0.2.10", "192.0.2.10", 5557, "192.0.2.10:5557"),
        ("load-1.example.test:6000", "load-1.example.test", 6000, "load-1.example.test:6000"),
        ("[2001:db8::1]:6000", "2001:db8::1", 6000, "[2001:db8::1]:6000"),
        ("[::1]", "::1", 5557, "[::1]:5557"),
        ("2001:db8::1", "2001:db8::1", 5557, "[2001:db8::1]:5557"),
    ],
)
def test_a_seat_is_a_host_and_maybe_a_port(given: str, host: str, port: int, shown: str) -> None:
    """An address with colons stands in brackets where a port follows."""
    seat = Seat.parse("--bind", given)
    assert (seat.host, seat.port, str(seat)) == (host, port, shown)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "host '': is none; a name or an address is allowed"),
        (":5557", "host '': is none"),
        ("http://load-1", "port '//load-1': is no number"),
        ("load 1", "host 'load 1': is none"),
        ("load-1:0", "port 0: is none; 1 to 65535 is allowed"),
        ("load-1:65536", "port 65536: is none"),
        ("load-1:-1", "port '-1': is no number"),
        ("[::1]x", "port 'x': is no number"),
    ],
)
def test_whatever_else_is_typed_is_refused_with_what_is_allowed(given: str, why: str) -> None:
    """The option is named, and the value."""
    with pytest.raises(UsageError) as told:
        Seat.parse("--master", given)
    assert str(told.value).startswith(f"--master {given!r}: {why}")
    assert str(told.value).endswith("HOST or HOST:PORT is allowed")


@pytest.mark.parametrize(
    ("host", "exposed", "from_here"),
    [
        ("127.0.0.1", False, "127.0.0.1"),
        ("localhost", False, "localhost"),
        ("192.0.2.10", True, "192.0.2.10"),
        ("0.0.0.0", True, "127.0.0.1"),  # noqa: S104 - only named
        ("*", True, "127.0.0.1"),
    ],
)
def test_workers_of_this_machine_reach_it_wherever_it_is(
    *, host: str, exposed: bool, from_here: str
) -> None:
    """Every address is none to go to; only the loopback is nobody else's."""
    seat = Seat(host=host)
    assert (seat.is_exposed, seat.from_here) == (exposed, from_here)
