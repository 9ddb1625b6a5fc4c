"""Claims about quotas that faults raise: how many seats there are then, the scenario alone says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.scenario.raised_quota import RaisedQuota, raised_s, with_seats
from tests.scenario.days import day

TWICE = (
    "faults=[{kind: quota, at: 30 s, with: {by: 50 %}}, {kind: none, at: 1 s, for: 1 s},"
    " {kind: quota, at: doors-open}]"
)


def test_each_fault_raises_what_there_is_at_its_time() -> None:
    """In the order of their times, whatever that of their lines; other faults are left as they are."""
    told = with_seats(day(TWICE))
    assert [one.settings for one in told.faults] == [
        {"by": "50 %", "seats": 2_250},
        {},
        {"seats": 1_500},
    ]
    assert raised_s(told) == [(5.0, 1_500), (30.0, 2_250)]
    assert with_seats(told) == told


@pytest.mark.parametrize(("at_s", "seats"), [(19.0, 1_500), (20.0, 2_500)])
def test_changes_that_the_scenario_plans_count_too(at_s: float, seats: int) -> None:
    """From their moment on, those of the same moment first."""
    planned = "site.raises=[{with: rush, quota: 2000}]"
    told = with_seats(day(f"faults=[{{kind: quota, at: {at_s} s}}]", planned))
    assert raised_s(told) == [(at_s, seats)]


def test_nothing_is_raised_where_nobody_knows_how_many_seats_there_are() -> None:
    """That is a problem of the scenario, and told elsewhere."""
    unknown = day(TWICE, "site.quota=null")
    assert with_seats(unknown) == unknown
    assert raised_s(unknown) == []


@pytest.mark.parametrize(("quota", "seats"), [(1, 2), (9, 10), (10, 11), (19, 20), (20, 22)])
def test_a_share_is_whole_seats(quota: int, seats: int) -> None:
    """A tenth, rounded down, and one where it would be none."""
    assert RaisedQuota(by=0.1).of(quota) == seats


@given(st.integers(1, 10**9), st.floats(0.001, 1))
def test_a_quota_is_raised_by_a_seat_at_least(quota: int, by: float) -> None:
    """However small the day is made, and to no more than twice as many."""
    raised = RaisedQuota(by=by).of(quota)
    assert quota + 1 <= raised <= 2 * quota
