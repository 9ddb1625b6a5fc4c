"""Claims about findings."""

import pytest

from siaga.judge.finding import Finding


@pytest.mark.parametrize("count", [0, -1])
def test_a_finding_of_nothing_is_refused(count: int) -> None:
    """No violation is no finding, and 1 is one."""
    with pytest.raises(ValueError, match=rf"count: {count} violations are no finding; 1 or more are"):
        Finding(rule="R1", text="", count=count, of=3, witnesses=())
    assert Finding(rule="R1", text="", count=1, of=3, witnesses=()).count == 1
