"""Terms are sound when they are made."""

from typing import Any

import pytest

from mock_site.protection.terms import Terms


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"room_capacity": 0}, "room_capacity: is 0; it must be 1 or more"),
        ({"room_tickets": 0}, "room_tickets: is 0; it must be 1 or more"),
        ({"connections": 0}, "connections: is 0; it must be 1 or more"),
        ({"turn_s": 0.0}, "turn_s: is 0.0; it must be above 0"),
        (
            {"turn_s": 2_281.0},
            "turn_s: is 2281.0; it must be at most 2280, 1.9 times what a pass lasts",
        ),
        ({"body_s": float("inf")}, "body_s: is inf; it must be above 0"),
        ({"room_admits_per_s": -1.0}, "room_admits_per_s: is -1.0; it must be above 0"),
        ({"room_least_per_s": 0.0}, "room_least_per_s: is 0.0; it must be above 0"),
        ({"room_least_per_s": 1.0}, "room_least_per_s: is 1.0; it needs room_measured"),
        ({"room_measured": True}, "room_measured: has no room_admits_per_s; set that, the most that is"),
        (
            {"room_measured": True, "room_admits_per_s": 3.0, "room_least_per_s": 4.0},
            "room_least_per_s: is 4.0; it must be at most 3, the room_admits_per_s",
        ),
        ({"room_looks_per_s": 0.0}, "room_looks_per_s: is 0.0; it must be above 0"),
        ({"room_opens_at_s": float("nan")}, "room_opens_at_s: is nan; it must be finite"),
        ({"trusted_proxies": ("10.0.0.1/8",)}, "trusted_proxies: 10.0.0.1/8 has host bits set; write"),
        ({"unlimited_networks": ("home",)}, "unlimited_networks: 'home' does not appear to be an"),
    ],
)
def test_terms_that_cannot_be_are_refused(fields: dict[str, Any], message: str) -> None:
    """The refusal says what is wrong."""
    with pytest.raises(ValueError, match=f"^{message}"):
        Terms(**fields)


@pytest.mark.parametrize(
    ("fields", "least"),
    [
        ({}, 0.0),
        ({"room_measured": True}, 2.0),
        ({"room_measured": True, "room_least_per_s": 7.0}, 7.0),
    ],
)
def test_the_least_rate_that_is_found_is_a_fiftieth_unless_it_is_said(
    fields: dict[str, Any], least: float
) -> None:
    """And none where the rate is fixed."""
    assert Terms(room_admits_per_s=100.0, **fields).least_admits_per_s == least
