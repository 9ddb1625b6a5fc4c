"""The retry budget grants a share of the calls a retry, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.outside.retry_budget import RetryBudget, RetryRule


def test_retries_are_granted_from_what_is_saved_and_what_calls_pay_in() -> None:
    """Two are saved; ten calls pay for one more."""
    budget = RetryBudget(RetryRule(most=1, ratio=0.125, reserve=2.0))
    assert [budget.grants() for _ in range(3)] == [True, True, False]
    for _ in range(8):
        budget.called()
    assert [budget.grants(), budget.grants()] == [True, False]


@given(ratio=st.floats(0, 1), calls=st.integers(0, 300))
def test_when_everything_fails_retries_stay_a_share_of_the_calls(ratio: float, calls: int) -> None:
    """At most what was saved, and the ratio."""
    budget = RetryBudget(RetryRule(most=1, ratio=ratio))
    granted = 0
    for _ in range(calls):
        budget.called()
        granted += budget.grants()
    assert granted <= 10 + ratio * calls + 1e-6


def test_without_a_ratio_every_retry_is_granted() -> None:
    """That is what makes a storm."""
    budget = RetryBudget(RetryRule(most=3))
    assert all(budget.grants() for _ in range(1_000))


@pytest.mark.parametrize("wrong", [{"most": -1}, {"ratio": 1.1}, {"reserve": 0.5}, {"pause_s": -1.0}])
def test_a_rule_that_could_not_work_is_refused(wrong: dict[str, float]) -> None:
    """The message says what is allowed."""
    with pytest.raises(ValueError, match=r"^retry: .*must be"):
        RetryRule(**{"most": 1, **wrong})  # type: ignore[arg-type]
