"""Claims about replicas: counted by a law of the numbers that were measured, and never far beyond."""

import numpy as np
import pytest

from siaga.plan.fit import Fit, fit
from siaga.plan.interval import Interval
from siaga.plan.law import Law
from siaga.plan.replicas import replicas
from tests.plan.measured_runs import STAIRS, points, usl

GROWTH = usl(1.0, 0.05, 0.0)
"""Two processes do 1.9 times of what one does, four 3.5 times."""


def _fits(*numbers: int, noise: float = 0.005) -> dict[int, Fit]:
    """Give the fit of sites with so many processes; one gets 200 a second done."""
    found = {}
    for many in numbers:
        ceiling = 200 * float(GROWTH.per_s(np.array([many]))[0])
        law = Law(alone=0.01, shared=1 / ceiling, agreed=0)
        at = (np.array(STAIRS) * many).tolist()
        found[many] = fit(points(law, at, noise=noise, seed=many), 60)
    return found


def test_a_number_between_those_that_were_measured_follows_from_the_law() -> None:
    """With 75 % headroom 450/s need 600/s: two processes do 381, four 696."""
    found = replicas(_fits(1, 2, 4), 450, 0.75)
    assert found is not None
    assert found.refusal is None
    assert found.needed is not None
    assert found.needed.value == 4
    assert found.law is None


def test_a_number_up_to_twice_as_large_follows_from_the_law() -> None:
    """Six do 960 a second."""
    found = replicas(_fits(1, 2, 4, noise=0.001), 0.75 * 900, 0.75)
    assert found is not None
    assert found.needed is not None
    assert found.needed.value in {6, 7}
    assert found.needed.low <= 6 <= found.needed.high
    assert found.law is not None
    assert found.law.contention == pytest.approx(0.05, abs=0.02)


def test_more_than_twice_as_many_is_refused_with_what_to_measure() -> None:
    """Ten thousand a second are none that such a site ever does."""
    found = replicas(_fits(1, 2, 4), 10_000, 0.75)
    assert found is not None
    assert found.needed is None
    assert found.at_least >= 10_000 / 0.75 / 200
    assert found.refusal is not None
    assert found.refusal.why.startswith("The day takes more than 2 times the 4 processes")
    assert found.refusal.then == "Measure with 8 processes, too."


def test_one_or_two_numbers_say_nothing_of_more_of_them() -> None:
    """But how many it takes at least, if they share nothing."""
    one, two = replicas(_fits(1), 450, 0.75), replicas(_fits(1, 2), 450, 0.75)
    assert one is not None
    assert one.refusal is not None
    assert (one.needed, one.at_least) == (None, 3)
    assert one.refusal.why.startswith("Only 1 process was measured")
    assert one.refusal.then.startswith("Measure with 2 and 4 processes (site.processes)")
    assert two is not None
    assert two.refusal is not None
    assert two.refusal.why.startswith("Only 1 and 2 processes were measured")


def test_what_was_measured_is_enough_where_it_is_for_certain() -> None:
    """The smallest such number."""
    found = replicas(_fits(1, 2), 0.75 * 300, 0.75)
    assert found is not None
    assert found.needed == Interval.exactly(2)


def test_a_site_that_was_never_pressed_says_nothing() -> None:
    """Neither does none."""
    straight = fit(points(Law(alone=0.01, shared=0, agreed=0), STAIRS, noise=0.02, seed=1), 60)
    assert replicas({1: straight}, 100, 0.75) is None
    assert replicas({}, 100, 0.75) is None
