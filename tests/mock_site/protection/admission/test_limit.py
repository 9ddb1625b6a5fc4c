"""The limit falls while requests are slow, rises while they are quick and it is used."""

import pytest

from mock_site.protection.admission.limit import (
    BACK_OFF_RATIO,
    FEWEST,
    STEP,
    WINDOW_S,
    AdaptiveLimit,
    FixedLimit,
)


def _window(limit: AdaptiveLimit, now_s: float, latency_s: float, under_way: int) -> None:
    for _ in range(FEWEST):
        limit.note(now_s, latency_s, under_way)


def test_slow_requests_lower_it_once_for_each_window() -> None:
    """A hundred that were slow together are one reason, not a hundred."""
    limit = AdaptiveLimit(0.5, first=100)
    _window(limit, 1.0, 2.0, 100)
    assert limit.most == 100 * BACK_OFF_RATIO
    for _ in range(100):
        limit.note(1.0 + WINDOW_S / 2, 2.0, 100)
    assert limit.most == 100 * BACK_OFF_RATIO
    _window(limit, 1.0 + WINDOW_S, 2.0, 100)
    assert limit.most == int(100 * BACK_OFF_RATIO**2)


def test_quick_requests_raise_it_if_it_was_used() -> None:
    """A limit that nobody came near to was not tried."""
    limit = AdaptiveLimit(0.5, first=100)
    _window(limit, 1.0, 0.1, 49)
    assert limit.most == 100
    _window(limit, 2.0, 0.1, 50)
    assert limit.most == 100 + STEP


def test_it_stays_within_its_bounds() -> None:
    """However long it is slow, or quick."""
    limit = AdaptiveLimit(0.5, least=8, most=20, first=10)
    for second in range(20):
        _window(limit, float(second), 9.0, 10)
    assert limit.most == 8
    for second in range(20, 60):
        _window(limit, float(second), 0.1, limit.most)
    assert limit.most == 20


def test_few_requests_say_nothing() -> None:
    """A single slow one is bad luck."""
    limit = AdaptiveLimit(0.5, first=64)
    for second in range(FEWEST - 1):
        limit.note(float(second), 9.0, 64)
    assert limit.most == 64


def test_bounds_that_are_not_in_order_are_refused() -> None:
    """The refusal says what they are."""
    with pytest.raises(
        ValueError, match=r"^least, first, most: are 8, 4, 512; 1 or more, in this order$"
    ):
        AdaptiveLimit(0.5, first=4)


def test_a_fixed_limit_is_fixed() -> None:
    """Whatever it is told."""
    limit = FixedLimit(most=3)
    limit.note(1.0, 99.0, 3)
    assert limit.most == 3
