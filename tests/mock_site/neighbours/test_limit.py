"""A limit allows so many requests a second and a day, and says when more are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.neighbours.limit import DAY_S, Allowance, Excess, Limit
from mock_site.testing import SetClock


def test_a_seconds_worth_may_come_at_once_and_then_as_many_as_time_brings() -> None:
    """Four at once, none more, and a quarter of a second later the next."""
    timer = SetClock(50.0)
    allowance, limit = Allowance(timer, 1.0), Limit(per_s=4.0, per_day=1_000)
    denials = [allowance.take(limit) for _ in range(5)]
    assert denials[:4] == [None] * 4
    last = denials[4]
    assert last is not None
    assert (last.excess, last.retry_after_s) == (Excess.TOO_FAST, 0.25)
    timer.now_s += last.retry_after_s
    assert allowance.take(limit) is None
    assert allowance.take(limit) is not None


def test_the_budget_of_a_day_is_spent_until_the_next() -> None:
    """However much time there is for each; the day began with the first request."""
    timer = SetClock(50.0)
    allowance, limit = Allowance(timer, 1.0), Limit(per_s=1.0, per_day=2)
    for _ in range(2):
        assert allowance.take(limit) is None
        timer.now_s += 100.0
    denial = allowance.take(limit)
    assert denial is not None
    assert (denial.excess, denial.retry_after_s) == (Excess.BUDGET_SPENT, DAY_S - 200.0)
    assert allowance.left(limit) == 0
    timer.now_s += denial.retry_after_s
    assert allowance.take(limit) is None
    assert allowance.left(limit) == 1


def test_a_limit_can_be_changed_while_it_holds() -> None:
    """A smaller one holds at once, a larger one gives what is new."""
    timer = SetClock(50.0)
    allowance = Allowance(timer, 1.0)
    assert allowance.take(Limit(per_s=100.0, per_day=100)) is None
    small = Limit(per_s=1.0, per_day=100)
    assert [allowance.take(small) is None for _ in range(2)] == [True, False]
    assert allowance.take(Limit(per_s=100.0, per_day=1)) is not None


@given(
    per_s=st.floats(0.1, 1_000),
    scale=st.floats(0.01, 10),
    gaps_s=st.lists(st.floats(0, 2), min_size=1, max_size=200),
)
def test_no_crowd_gets_more_than_the_rate_and_a_seconds_worth(
    per_s: float, scale: float, gaps_s: list[float]
) -> None:
    """Whenever they come, and the scale multiplies the rate."""
    timer = SetClock(0.0)
    allowance, limit = Allowance(timer, scale), Limit(per_s=per_s, per_day=10**9)
    taken = 0
    for gap_s in gaps_s:
        timer.now_s += gap_s
        taken += allowance.take(limit) is None
    rate_per_s = per_s * scale
    assert taken <= max(1.0, rate_per_s) + rate_per_s * sum(gaps_s) + 1e-6


@given(per_day=st.integers(0, 50), scale=st.floats(0.1, 2), tries=st.integers(0, 200))
def test_no_crowd_gets_more_than_the_budget(per_day: int, scale: float, tries: int) -> None:
    """And exactly the budget if it asks often enough."""
    allowance = Allowance(SetClock(0.0), scale)
    limit = Limit(per_s=1_000.0, per_day=per_day)
    taken = sum(allowance.take(limit) is None for _ in range(tries))
    budget = int(per_day * scale)
    assert taken == min(tries, budget)
    assert allowance.left(limit) == budget - taken


@pytest.mark.parametrize("wrong", [{"per_s": 0.0}, {"per_s": float("inf")}, {"per_day": -1}])
def test_a_limit_that_could_not_be_is_refused(wrong: dict[str, float]) -> None:
    """The message says what is allowed."""
    with pytest.raises(ValueError, match="must be"):
        Limit(**{"per_s": 1.0, "per_day": 1, **wrong})  # type: ignore[arg-type]
