"""A bucket gives as much as it promises, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.protection.rate_limits.bucket import Buckets, Rate
from mock_site.testing import SetClock

RATE = Rate(per_s=2.0, burst=5)


def test_a_burst_is_let_through_and_then_so_many_a_second() -> None:
    """Five at once, then one every half second; whoever is refused is told when to come."""
    clock = SetClock(0.0)
    buckets = Buckets(RATE, clock, most=10)
    assert [buckets.take("a") for _ in range(6)] == [0, 0, 0, 0, 0, pytest.approx(0.5)]
    clock.now_s = 0.5
    assert [buckets.take("a"), buckets.take("a")] == [0, pytest.approx(0.5)]


def test_whoever_is_refused_is_not_punished_for_asking() -> None:
    """Asking a hundred times in vain makes nobody wait longer."""
    clock = SetClock(0.0)
    buckets = Buckets(RATE, clock, most=10)
    for _ in range(105):
        buckets.take("a")
    clock.now_s = 0.5
    assert buckets.take("a") == 0


def test_keys_do_not_take_from_each_other() -> None:
    """One empty bucket empties no other."""
    buckets = Buckets(Rate(per_s=1.0, burst=1), SetClock(0.0), most=10)
    assert [buckets.take(key) > 0 for key in "abab"] == [False, False, True, True]


@given(st.lists(st.floats(min_value=0, max_value=3), max_size=60), st.integers(1, 8))
def test_no_span_of_time_gives_more_than_burst_and_rate(pauses: list[float], burst: int) -> None:
    """Whenever one asks: between any two takings it is at most the burst and what came in since."""
    clock = SetClock(0.0)
    buckets = Buckets(Rate(per_s=2.0, burst=burst), clock, most=1)
    taken = []
    for pause in pauses:
        clock.now_s += pause
        if buckets.take("a") == 0:
            taken.append(clock.now_s)
    for first, began_s in enumerate(taken):
        for last, ended_s in enumerate(taken[first:], start=1):
            assert last <= burst + 2.0 * (ended_s - began_s) + 1e-3


def test_no_more_buckets_are_kept_than_there_may_be() -> None:
    """The one that was asked longest ago goes."""
    buckets = Buckets(Rate(per_s=1.0, burst=1), SetClock(0.0), most=3)
    for key in ("a", "b", "c", "a", "d"):
        buckets.take(key)
    assert len(buckets) == 3
    assert buckets.take("c") > 0
    assert buckets.take("a") == 0


def test_buckets_that_are_full_again_are_not_kept() -> None:
    """However many there were; those that still fill are."""
    clock = SetClock(0.0)
    buckets = Buckets(Rate(per_s=1.0, burst=2), clock, most=1_000)
    for number in range(100):
        buckets.take(str(number))
    clock.now_s = 0.5
    assert [buckets.take("a"), buckets.take("a"), len(buckets)] == [0, 0, 101]
    clock.now_s = 1.0
    for number in range(100):
        buckets.take(f"later {number}")
    assert len(buckets) == 101
    assert buckets.take("a") == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("per_s", "burst", "message"),
    [
        (0.0, 1, "per_s: is 0.0; it must be above 0"),
        (float("inf"), 1, "per_s: is inf; it must be above 0"),
        (1.0, 0, "burst: is 0; it must be 1 or more"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(per_s: float, burst: int, message: str) -> None:
    """The refusal says what is wrong."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        Rate(per_s=per_s, burst=burst)
