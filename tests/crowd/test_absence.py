"""Claims about an absence."""

import pytest

from siaga.crowd.absence import Absence


@pytest.mark.parametrize("pause_s", [-0.1, float("nan"), float("inf")])
def test_nobody_is_away_for_a_time_that_is_none(pause_s: float) -> None:
    """It would be a journey that never goes on, or an alarm that rings in the past."""
    with pytest.raises(ValueError, match="0 or more is allowed"):
        Absence(pause_s=pause_s, then=lambda _me: None)
