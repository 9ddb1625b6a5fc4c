"""Claims about the Universal Scalability Law: its shape, its ceiling, and that a fit finds it again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.plan.law import Law, fitted, fitted_near, leverage
from tests.plan.measured_runs import best_load, usl

RATE = st.floats(0.1, 1e4)
SHARE = st.floats(0.001, 0.9)
PAIR = st.floats(1e-6, 1e-3)


def test_a_law_by_its_usual_coefficients_is_gunthers() -> None:
    """X(N) = g N / (1 + s (N - 1) + k N (N - 1)), worked out by hand for N of 1, 2 and 10."""
    law = usl(100.0, 0.1, 0.01)
    by_hand = [100.0, 200 / (1 + 0.1 + 0.02), 1000 / (1 + 0.9 + 0.9)]
    assert law.per_s(np.array([1.0, 2.0, 10.0])) == pytest.approx(by_hand)
    assert (law.rate_per_s, law.contention, law.coherence) == pytest.approx((100.0, 0.1, 0.01))
    assert best_load(law) == pytest.approx(np.sqrt(0.9 / 0.01))


@given(RATE, SHARE, PAIR)
def test_no_load_gets_more_done_than_the_ceiling_and_the_best_load_gets_that(
    rate_per_s: float, contention: float, coherence: float
) -> None:
    """Whatever the coefficients are."""
    law = usl(rate_per_s, contention, coherence)
    done = law.per_s(np.geomspace(0.01, 1e6, 200))
    assert done.max() <= law.ceiling_per_s * (1 + 1e-9)
    assert law.per_s(np.array([best_load(law)]))[0] == pytest.approx(law.ceiling_per_s)


@given(RATE, SHARE, PAIR, st.floats(0.01, 0.99))
def test_the_load_for_a_rate_gets_that_rate_done(
    rate_per_s: float, contention: float, coherence: float, part: float
) -> None:
    """And it is the smaller of two that do."""
    law = usl(rate_per_s, contention, coherence)
    load = law.load_for(part * law.ceiling_per_s)
    assert law.per_s(np.array([load]))[0] == pytest.approx(part * law.ceiling_per_s)
    assert load <= best_load(law) * (1 + 1e-9)


def test_a_law_that_never_bends_has_no_ceiling_and_one_without_coherence_no_best_load() -> None:
    """What is beyond a ceiling takes an infinite load."""
    straight, bent = Law(alone=0.01, shared=0, agreed=0), Law(alone=0.01, shared=0.001, agreed=0)
    assert straight.ceiling_per_s == float("inf")
    assert (bent.ceiling_per_s, best_load(bent)) == pytest.approx((1000.0, float("inf")))
    assert (bent.load_for(1001.0), bent.load_for(bent.ceiling_per_s)) == (float("inf"), float("inf"))
    assert straight.load_for(50.0) == pytest.approx(0.5)


@pytest.mark.parametrize("parts", [(0.0, 0.0, 0.0), (-1.0, 1.0, 1.0), (float("nan"), 1.0, 1.0)])
def test_coefficients_that_no_system_has_are_refused(parts: tuple[float, float, float]) -> None:
    """By name and value."""
    with pytest.raises(ValueError, match=r"law: .* are no times"):
        Law(alone=parts[0], shared=parts[1], agreed=parts[2])


@given(RATE, SHARE, PAIR)
def test_a_fit_finds_the_law_that_made_the_points(
    rate_per_s: float, contention: float, coherence: float
) -> None:
    """Where nothing is off by chance, to a thousandth of what gets done."""
    law, load = usl(rate_per_s, contention, coherence), np.geomspace(0.5, 100, 15)
    again = fitted(load, law.per_s(load), np.ones(15))
    assert again.per_s(load) == pytest.approx(law.per_s(load), rel=1e-3)


@pytest.mark.parametrize(
    "law", [Law(alone=0.01, shared=0, agreed=0), Law(alone=0, shared=0.01, agreed=0)]
)
def test_a_fit_finds_laws_at_the_edge(law: Law) -> None:
    """One that never bends, and one of which a single one does as much as all."""
    load = np.geomspace(1, 100, 12)
    found = fitted(load, law.per_s(load), np.ones(12))
    assert found.alone == pytest.approx(law.alone, abs=1e-5)
    assert found.shared == pytest.approx(law.shared, abs=1e-6)
    assert found.agreed == pytest.approx(0, abs=1e-8)


def test_a_point_of_more_weight_draws_the_law_to_itself() -> None:
    """Of two that disagree at one load."""
    load, per_s = np.array([1.0, 1.0, 2.0, 4.0]), np.array([10.0, 20.0, 20.0, 40.0])
    near = fitted(load, per_s, np.array([1.0, 100.0, 1.0, 1.0])).per_s(np.array([1.0]))[0]
    far = fitted(load, per_s, np.array([100.0, 1.0, 1.0, 1.0])).per_s(np.array([1.0]))[0]
    assert near > 19
    assert far < 12


def test_what_is_a_little_off_a_law_is_fitted_in_one_step_as_by_a_search() -> None:
    """Their ceilings differ by far less than chance makes them differ."""
    law, load, weight = usl(100, 0.1, 0.001), np.geomspace(0.5, 60, 20), np.ones(20)
    for seed in range(5):
        errors = 0.03 * np.random.default_rng(seed).standard_normal(20)
        near = fitted_near(law, load, errors, weight).ceiling_per_s
        searched = fitted(load, law.per_s(load) * np.exp(errors), weight).ceiling_per_s
        assert near == pytest.approx(searched, rel=0.005)


def test_the_leverages_of_all_points_are_as_many_as_coefficients() -> None:
    """The trace of the hat matrix; a lonely point at the end has most of it."""
    law, load = usl(100, 0.1, 0.001), np.array([0.5, 1, 2, 3, 4, 5, 60.0])
    drawn = leverage(law, load, np.ones(7))
    assert drawn.sum() == pytest.approx(3)
    assert drawn.argmax() == 6
    assert drawn[6] == pytest.approx(1, abs=0.01)
