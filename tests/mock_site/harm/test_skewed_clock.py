"""The skewed clock is wrong by as much as the conditions say, and right otherwise."""

from mock_site.harm.conditions import Harm
from mock_site.harm.skewed_clock import SkewedClock
from mock_site.testing import SetClock
from tests.mock_site.harm.harmed import Harmed


def test_it_is_right_until_it_is_told_otherwise(process: Harmed) -> None:
    """And right again once it is healed; only the wrong answers count as strikes."""
    clock = SkewedClock(SetClock(1_000.0), process.board, process.metrics)
    assert (clock(), process.strikes(Harm.CLOCK)) == (1_000.0, 0)
    process.suffers(clock={"skew_s": -30.5})
    assert (clock(), clock(), process.strikes(Harm.CLOCK)) == (969.5, 969.5, 2)
    process.suffers(clock={"skew_s": 0})
    assert (clock(), process.strikes(Harm.CLOCK)) == (1_000.0, 2)
