"""Claims about headroom: the nearer limit counts."""

import pytest

from siaga.capacity.headroom import Headroom


@pytest.mark.parametrize(
    ("cpu_ratio", "late_s", "left"), [(0.2, 0.01, 0.75), (0.2, 0.09, 0.1), (1.0, 0.0, -0.25)]
)
def test_what_is_left_is_left_of_the_nearer_limit(cpu_ratio: float, late_s: float, left: float) -> None:
    """Of CPU or of time; below 0 where a limit was passed."""
    one = Headroom(cpu_ratio=cpu_ratio, cpu_limit=0.8, late_s=late_s, late_limit_s=0.1)
    assert one.left == pytest.approx(left)
