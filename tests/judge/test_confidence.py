"""Claims about bounds: each against a second way to it, and against draws of a known truth."""

from math import comb, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from siaga.judge.confidence import (
    MOST,
    Share,
    events_needed,
    none_seen_bound,
    quantile_rank,
    rate_bound,
    ratio_bound,
    samples_for,
    samples_needed,
    smallest,
)

Z = 1.6448536269514722
"""The 95th percentile of the standard normal distribution, from its table."""

RUNS = 2_000


def at_most(successes: int, of: int, probability: float) -> float:
    """Sum binomial terms by hand."""
    terms = (comb(of, k) * probability**k * (1 - probability) ** (of - k) for k in range(successes + 1))
    return sum(terms)


def wilson(hits: int, of: int, side: int) -> float:
    """Give the score bound by its closed formula."""
    ratio = hits / of
    half = Z * sqrt(ratio * (1 - ratio) / of + Z * Z / (4 * of * of))
    return (ratio + Z * Z / (2 * of) + side * half) / (1 + Z * Z / of)


@pytest.mark.parametrize("of", [1, 2, 5, 13, 14, 58, 59, 60, 93, 100, 299, 500])
@pytest.mark.parametrize("quantile", [0.01, 0.5, 0.8, 0.95, 0.99])
def test_a_rank_is_the_first_that_sums_of_binomials_allow(of: int, quantile: float) -> None:
    """The k-th of n is above the quantile as often as fewer than k of n lie below it."""
    ranks = range(1, of + 1)
    upper = next((k for k in ranks if at_most(k - 1, of, quantile) >= 0.95), None)
    lower = next((k for k in reversed(ranks) if at_most(k - 1, of, quantile) <= 0.05), None)
    assert quantile_rank(of, quantile, upper=True) == upper
    assert quantile_rank(of, quantile, upper=False) == lower


@pytest.mark.parametrize("quantile", [0.01, 0.5, 0.9, 0.99, 0.999])
@pytest.mark.parametrize("upper", [True, False])
def test_the_samples_needed_are_the_fewest_with_a_bound(quantile: float, upper: bool) -> None:  # noqa: FBT001
    """One less has none: 299 for the upper bound of p99, and as many for the lower one of p1."""
    needed = samples_for(quantile, upper=upper)
    assert quantile_rank(needed, quantile, upper=upper) is not None
    assert quantile_rank(needed - 1, quantile, upper=upper) is None


@pytest.mark.parametrize(("hits", "of"), [(0, 1), (1, 1), (0, 1000), (995, 1000), (1000, 1000), (3, 7)])
def test_the_bound_of_a_ratio_is_wilsons(hits: int, of: int) -> None:
    """One side of the score interval, kept inside 0 and 1."""
    share = Share(hits=hits, of=of)
    assert ratio_bound(share, upper=True) == pytest.approx(min(wilson(hits, of, 1), 1.0))
    assert ratio_bound(share, upper=False) == pytest.approx(max(wilson(hits, of, -1), 0.0), abs=1e-12)


@pytest.mark.parametrize(("truth", "of"), [(0.05, 400), (0.005, 1000), (0.001, 10_000), (0.5, 50)])
def test_the_upper_bound_of_a_ratio_covers_the_truth(truth: float, of: int) -> None:
    """In 94 of 100 seeded draws at least, for the sizes and limits that scenarios ask for."""
    draws = np.random.default_rng(7).binomial(of, truth, RUNS).tolist()
    bounds = {hits: ratio_bound(Share(hits=hits, of=of), upper=True) or 0.0 for hits in set(draws)}
    covered = sum(bounds[hits] >= truth for hits in draws)
    assert covered >= 0.94 * RUNS


@pytest.mark.parametrize(("truth", "of"), [(0.995, 1000), (0.95, 400)])
def test_the_lower_bound_of_a_ratio_covers_the_truth(truth: float, of: int) -> None:
    """The side that an availability needs."""
    draws = np.random.default_rng(8).binomial(of, truth, RUNS).tolist()
    bounds = {hits: ratio_bound(Share(hits=hits, of=of), upper=False) for hits in set(draws)}
    covered = sum((bounds[hits] or 0.0) <= truth for hits in draws)
    assert covered >= 0.94 * RUNS


@pytest.mark.parametrize("quantile", [0.5, 0.95, 0.99])
def test_the_bounds_of_a_quantile_cover_the_truth(quantile: float) -> None:
    """Whatever the shape: here exponential, whose quantile is known."""
    of = 500
    draws = np.sort(np.random.default_rng(9).exponential(size=(RUNS, of)), axis=1)
    truth = -log(1 - quantile)
    upper, lower = (quantile_rank(of, quantile, upper=side) or 0 for side in (True, False))
    assert (draws[:, upper - 1] >= truth).mean() >= 0.94
    assert (draws[:, lower - 1] <= truth).mean() >= 0.94


@pytest.mark.parametrize("of", [100, 1_648, 164_872])
def test_none_seen_is_bounded_by_three_over_n(of: int) -> None:
    """The rule of three, from above, and close to it."""
    bound = none_seen_bound(of)
    assert bound is not None
    assert 2.9 / of < bound < 3 / of
    assert (1 - bound) ** of == pytest.approx(0.05)


def test_of_nothing_nothing_is_known() -> None:
    """Neither ratio nor bound."""
    nothing = Share(hits=0, of=0)
    assert nothing.ratio is None
    assert ratio_bound(nothing, upper=True) is None
    assert none_seen_bound(0) is None


@pytest.mark.parametrize(("hits", "of"), [(-1, 3), (4, 3), (0, -1)])
def test_more_than_all_of_them_is_no_share(hits: int, of: int) -> None:
    """Such a share is refused where it is made."""
    with pytest.raises(ValueError, match=rf"share: {hits} of {of} is none; 0 to all"):
        Share(hits=hits, of=of)


@pytest.mark.parametrize("events", [1, 2, 30, 1000])
def test_the_bound_of_a_rate_leaves_one_in_twenty_beyond(events: int) -> None:
    """A Poisson count at the bound is as far off as it was in 5 of 100 runs; per second of the time."""
    upper, lower = (rate_bound(events, 4.0, upper=side) * 4.0 for side in (True, False))
    assert stats.poisson.cdf(events, upper) == pytest.approx(0.05)
    assert stats.poisson.sf(events - 1, lower) == pytest.approx(0.05)


def test_the_bound_of_a_rate_without_events_is_three_by_the_time() -> None:
    """Above; below it is nothing."""
    assert rate_bound(0, 10.0, upper=True) == pytest.approx(-log(0.05) / 10)
    assert rate_bound(0, 10.0, upper=False) == 0.0


@given(st.integers(0, 50), st.integers(1, 50), st.floats(0.001, 0.999))
def test_as_many_events_as_are_needed_bound_the_ratio_and_no_fewer(
    hits: int, misses: int, limit: float
) -> None:
    """Asked of Wilson's bound itself, at the nearest numbers of the same ratio."""
    of = hits + misses
    ratio = hits / of
    needed = events_needed(ratio, limit)
    if needed is None:
        assert ratio == limit
        return
    upper = ratio < limit
    enough = -(-needed // of)
    bound = ratio_bound(Share(hits=hits * enough, of=of * enough), upper=upper)
    assert bound is not None
    assert bound <= limit + 1e-9 if upper else bound >= limit - 1e-9
    few = (needed - 1) // of
    if few:
        bound = ratio_bound(Share(hits=hits * few, of=of * few), upper=upper)
        assert bound is not None
        assert bound >= limit - 1e-9 if upper else bound <= limit + 1e-9


@pytest.mark.parametrize(
    ("ratio", "limit", "needed"),
    [(1.0, 0.995, 539), (1.0, 0.999, 2703), (0.0, 0.001, 2703), (0.5, 0.5, None)],
)
def test_without_a_failure_as_many_are_needed_as_the_page_says(
    ratio: float, limit: float, needed: int | None
) -> None:
    """Those of docs/objectives.md; no number is enough where the ratio is the limit."""
    assert events_needed(ratio, limit) == needed


@pytest.mark.parametrize(
    ("quantile", "below", "of", "upper", "needed"),
    [
        (0.99, 1.0, 100, True, 299),
        (0.95, 1.0, 1, True, 59),
        (0.05, 0.0, 1, False, 59),
        (0.5, 0.5, 100, True, None),
        (0.5, 0.5, 100, False, None),
    ],
)
def test_samples_are_needed_until_the_bound_is_on_the_right_side(
    quantile: float, below: float, of: int, *, upper: bool, needed: int | None
) -> None:
    """All of them on the right side take as many as a bound takes at all."""
    assert samples_needed(quantile, below, of, upper=upper) == needed


@pytest.mark.parametrize(("below", "upper", "needed"), [(0.6, True, 80), (0.4, False, 76)])
def test_samples_that_are_needed_are_so_for_nearly_every_larger_number(
    below: float, *, upper: bool, needed: int
) -> None:
    """The ranks are whole, so that a number just above may be one short."""
    assert samples_needed(0.5, below, 10, upper=upper) == needed

    def keeps(of: int) -> bool:
        """Tell whether so many keep the limit."""
        rank = quantile_rank(of, 0.5, upper=upper) or 0
        return rank <= below * of if upper else rank > below * of

    assert keeps(needed)
    assert not keeps(needed - 1)
    assert all(keeps(of) for of in range(2 * needed, 4 * needed))


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_smallest_number_is_found(not_at: int, above: int) -> None:
    """Wherever it lies."""
    assert smallest(lambda many: many >= not_at + above, not_at) == not_at + above


def test_a_number_beyond_all_runs_is_none() -> None:
    """The search ends with the largest run, wherever it began."""
    assert smallest(lambda _many: False, 1) is None
    assert smallest(lambda many: many >= MOST, 1) == MOST
    assert smallest(lambda many: many > MOST, 1) is None
    assert smallest(lambda many: many > MOST, MOST // 2) is None


@pytest.mark.parametrize(("not_at", "number"), [(1, 2), (1, 3), (1, 1_000), (7, 8), (7, 14), (7, 15)])
def test_the_smallest_number_is_found_beside_one_that_is_too_small(not_at: int, number: int) -> None:
    """And far from it."""
    assert smallest(lambda many: many >= number, not_at) == number
