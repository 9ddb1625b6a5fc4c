"""Claims about a fit: its interval is as sure as it says, and it refuses what the runs do not show."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from siaga.plan.fit import BEYOND, FEWEST_POINTS, fit, refused
from siaga.plan.law import Law
from siaga.plan.load_point import LoadPoint
from tests.plan.measured_runs import best_load, points, usl

LOADS = np.geomspace(0.5, 60, 24).tolist()
LAW = usl(100, 0.1, 0.001)


def _covered(law: Law, noise: float, seeds: Sequence[int]) -> int:
    """Count the intervals that hold the true ceiling."""
    found = [fit(points(law, LOADS, noise=noise, seed=seed), 100).ceiling for seed in seeds]
    return sum(one is not None and one.low <= law.ceiling_per_s <= one.high for one in found)


@pytest.mark.parametrize("noise", [0.02, 0.1])
@pytest.mark.parametrize("law", [LAW, usl(100, 1.0, 0.0)])
def test_the_interval_holds_the_true_ceiling_about_as_often_as_it_says(law: Law, noise: float) -> None:
    """In 25 of 30: an interval of 95 % holds it less often in one of three thousand such trials."""
    assert _covered(law, noise, range(30)) >= 25


def test_the_interval_is_no_wider_than_chance() -> None:
    """Four times the noise, about four times the width; else an interval of everything would do."""
    narrow, wide = (fit(points(LAW, LOADS, noise=one, seed=3)).ceiling for one in (0.01, 0.04))
    assert narrow is not None
    assert wide is not None
    times = (wide.high - wide.low) / (narrow.high - narrow.low)
    assert times == pytest.approx(4, rel=0.4)
    assert narrow.high - narrow.low < 0.05 * LAW.ceiling_per_s


def test_what_runs_differ_by_widens_the_interval_more_than_their_seconds() -> None:
    """The same errors, once all seconds of a run together, once each for itself."""
    dice, exact = np.random.default_rng(2), points(LAW, LOADS, noise=0, seed=0, runs=1)
    off = np.tile([1.04, 0.96, 1.03, 0.97], 6)
    alike = [replace(one, run=at % 4, per_s=one.per_s * off[at]) for at, one in enumerate(exact)]
    mixed = [
        replace(one, per_s=one.per_s * by) for one, by in zip(exact, dice.permutation(off), strict=True)
    ]
    grouped, single = (
        np.std([law.per_s(np.array([10.0])) for law in fit(some).draws]) for some in (alike, mixed)
    )
    assert grouped > 1.5 * single


def test_a_site_that_never_bends_is_refused_with_what_it_did_and_what_to_measure() -> None:
    """Its ceiling is at least what was seen."""
    found = fit(points(Law(alone=0.01, shared=0, agreed=0), LOADS, noise=0.03, seed=1))
    assert found.ceiling is None
    assert found.refusal is not None
    assert found.refusal.why.startswith("The site was never pressed: it got up to 4,894/s done, and its")
    assert found.refusal.then.startswith("Measure with more load")


def test_a_ceiling_far_beyond_what_was_measured_is_refused_and_said() -> None:
    """Loads up to a tenth of the best one bend a little, which is too little to know where it ends."""
    law = usl(100, 0.002, 0.00001)
    found = fit(points(law, np.geomspace(0.5, 30, 24).tolist(), noise=0.005, seed=1))
    assert law.ceiling_per_s > BEYOND * found.seen_per_s
    assert found.refusal is not None
    assert "nothing is said" in found.refusal.why


def test_a_ceiling_that_is_not_reached_but_near_is_known() -> None:
    """Loads up to half of the best one, of which the curve shows enough."""
    found = fit(points(LAW, np.geomspace(0.5, best_load(LAW) / 2, 24).tolist(), noise=0.01, seed=2))
    assert found.ceiling is not None
    assert found.ceiling.low <= LAW.ceiling_per_s <= found.ceiling.high


def test_the_same_points_give_the_same_fit() -> None:
    """Draws are always the same."""
    some = points(LAW, LOADS, noise=0.05, seed=1)
    assert fit(some) == fit(some)


def test_seconds_with_few_events_count_little() -> None:
    """A wild point of ten events moves the law less than one of many."""
    some = points(LAW, LOADS, noise=0.0, seed=1)
    wild = LoadPoint(run=0, second=0, load=60.0, per_s=50.0, asked_per_s=50.0, events=10)
    loud = fit([*some, replace(wild, events=100_000)]).law.ceiling_per_s
    quiet = fit([*some, wild]).law.ceiling_per_s
    assert abs(quiet - LAW.ceiling_per_s) < 0.15 * abs(loud - LAW.ceiling_per_s)


def test_too_few_points_or_loads_that_are_alike_are_refused() -> None:
    """Each with what to measure; enough of both is not."""
    few = refused(points(LAW, LOADS[: FEWEST_POINTS - 1], noise=0, seed=1))
    alike = refused(points(LAW, np.linspace(10, 29, 20).tolist(), noise=0, seed=1))
    assert few is not None
    assert few.why == "There are 7 stretches of load; a law needs 8 at least."
    assert alike is not None
    assert alike.why.startswith("All load was much alike, 10 to 29 requests under way")
    assert refused(points(LAW, LOADS[:FEWEST_POINTS], noise=0, seed=1)) is None
