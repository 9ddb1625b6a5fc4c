"""Claims about a rush: the exact fluid of a day at its door, and what is not known of the door in it."""

import numpy as np
import pytest

from siaga.plan.rush import MOMENTS, rush
from siaga.scenario.curve import Curve, Stretch

CURVE = Curve(
    stretches=(
        Stretch(for_s=60, start_per_s=300, end_per_s=300),
        Stretch(for_s=60, start_per_s=20, end_per_s=20),
    )
)
EXACT = np.array([100.0, 100.0])


def test_a_day_at_a_known_door_is_the_fluid_by_hand() -> None:
    """In 60 s 18,000 come and 6,000 go in: 12,000 wait, and the last of them 120 s.

    80 a second more go in than come then; at the end of the day 7,200 are left, and 72 s later nobody.
    """
    found = rush(CURVE, 1.0, 100.0, EXACT)
    assert found.visitors == 19_200
    assert found.worst.value == pytest.approx(12_000, rel=0.01)
    assert found.worst_at_s == pytest.approx(60, abs=1)
    assert found.longest_s.value == pytest.approx(120, rel=0.01)
    assert found.drain_s.value == pytest.approx(72, rel=0.02)
    assert found.moments_s[-1] == pytest.approx(192, abs=2)
    assert found.waiting[MOMENTS // 2] == pytest.approx(12_000 - 80 * (96 - 60), rel=0.02)


def test_five_times_the_forecast_comes_five_times_as_fast() -> None:
    """90,000 come in the first minute and 6,000 go in."""
    found = rush(CURVE, 5.0, 100.0, EXACT)
    assert (found.times, found.visitors, found.peak_per_s) == (5.0, 96_000, 1_500)
    assert found.worst.value == pytest.approx(84_000, rel=0.01)
    assert found.drain_s.value == pytest.approx(960 - 120, rel=0.01)


def test_what_is_not_known_of_the_door_is_not_known_of_the_queue() -> None:
    """At 90 a second 12,600 wait, at 110 it is 11,400."""
    found = rush(CURVE, 1.0, 100.0, np.linspace(90, 110, 41))
    assert (found.worst.low, found.worst.high) == pytest.approx((11_400, 12_600), rel=0.02)
    assert found.longest_s.low < found.longest_s.value < found.longest_s.high
    assert (found.fewest <= found.waiting + 1e-9).all()
    assert (found.waiting <= found.most + 1e-9).all()
    assert found.as_json()["worst"] == found.worst.as_json()


def test_a_door_that_is_wide_enough_has_no_queue_to_speak_of() -> None:
    """At ten times the peak only those wait who come in the same moment."""
    found = rush(CURVE, 1.0, 3_000.0, np.array([3_000.0]))
    assert found.longest_s.value < 0.01
    assert found.worst.value < 20
    assert found.drain_s.value < 0.01
