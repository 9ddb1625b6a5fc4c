"""Claims about the reject cost: what was put into the CPU time comes out of it, between bounds."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from siaga.judge.reject_cost import Costs, Spans, costs, own_share

SPANS = 60


def _spans(served_s: float, rejected_s: float, noise_s: NDArray[Any] | float = 0.0) -> Spans:
    """Make a day of three loads, of which the third asks for much else besides."""
    dice = np.random.default_rng(7)
    load = np.repeat([1.0, 2.0, 3.0], SPANS // 3)
    served = dice.poisson(20 * load).astype(float)
    rejected = dice.poisson(30 * (load == 2)).astype(float)
    others = dice.poisson(40 * (load == 3) + 2).astype(float)
    time_s = np.full(SPANS, 2.0)
    cpu_s = served_s * served + rejected_s * rejected + 0.002 * others + 0.025 * time_s + noise_s
    return Spans(cpu_s=cpu_s, served=served, rejected=rejected, others=(others, time_s))


@settings(max_examples=10, deadline=None)
@given(st.floats(1e-4, 1.0), st.floats(0.0, 2.0))
def test_a_known_ratio_comes_back(served_s: float, ratio: float) -> None:
    """Without noise the fit is exact, and so are its bounds."""
    found = costs(_spans(served_s, ratio * served_s), seed=1)
    assert found.served_s == pytest.approx(served_s, rel=1e-6)
    assert found.ratio == pytest.approx(ratio, rel=1e-6, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((ratio, ratio), rel=1e-5, abs=1e-5)


def test_bounds_lie_around_a_ratio_that_noise_hides() -> None:
    """More noise, wider bounds; the true ratio of 10 % is within."""
    noise = np.random.default_rng(4).normal(size=SPANS)
    quiet, loud = (costs(_spans(0.010, 0.001, many * noise), seed=1) for many in (0.002, 0.02))
    for one in (quiet, loud):
        assert one.low <= 0.1 <= one.high
    assert loud.high - loud.low > quiet.high - quiet.low > 0


def test_the_same_seed_gives_the_same_bounds() -> None:
    """A run that is judged again gets the same verdict."""
    noisy = _spans(0.01, 0.001, np.random.default_rng(3).normal(0, 0.01, SPANS))
    assert costs(noisy, seed=5) == costs(noisy, seed=5)
    assert costs(noisy, seed=5) != costs(noisy, seed=6)


def test_no_cost_is_below_zero() -> None:
    """Noise alone would make it so."""
    noisy = _spans(0.01, 0.0, -0.01 * (_spans(0, 0).rejected > 0))
    assert (costs(noisy, seed=1).rejected_s, costs(noisy, seed=1).low) == (0.0, 0.0)


def test_a_site_whose_serving_costs_nothing_has_no_ratio() -> None:
    """And nobody can say what it is at most."""
    found = costs(_spans(0.0, 0.001), seed=1)
    assert found.served_s == pytest.approx(0, abs=1e-9)
    assert Costs(served_s=0.0, rejected_s=0.001, low=0.0, high=1.0).ratio is None


def test_what_follows_another_column_has_no_share_of_its_own() -> None:
    """As many again as served, and a steady stream beside it."""
    column, time_s = np.arange(40.0) % 7, np.full(40, 2.0)
    other = np.arange(40.0) % 5
    assert own_share(2 * column + 3, [column], time_s) == pytest.approx(0, abs=1e-9)
    assert 0.9 < own_share(column, [other], time_s) <= 1
    assert own_share(column / 1000, [other], time_s) == pytest.approx(own_share(column, [other], time_s))
    assert own_share(np.full(40, 3.0), [column], time_s) == 0.0
    assert own_share(np.full(40, 1e9 + 0.1), [column], np.full(40, 2.1)) == 0.0


@pytest.mark.parametrize(("spans", "drawn"), [(SPANS, 16), (8, 1)])
def test_as_many_blocks_fewer_are_drawn_as_there_are_columns(
    monkeypatch: pytest.MonkeyPatch, spans: int, drawn: int
) -> None:
    """Of 20 blocks of three spans 16 for four columns, five hundred times; of few one at least."""
    asked = []

    class Dice:
        """Dice that tell how often they are thrown."""

        def integers(self, high: int, size: tuple[int, int]) -> NDArray[Any]:
            """Throw them."""
            asked.append((high, size))
            return np.zeros(size, dtype=np.int64)

    whole = _spans(0.01, 0.001)
    monkeypatch.setattr(np.random, "default_rng", lambda _seed: Dice())
    some = replace(
        whole,
        cpu_s=whole.cpu_s[:spans],
        served=whole.served[:spans],
        rejected=whole.rejected[:spans],
        others=tuple(one[:spans] for one in whole.others),
    )
    costs(some, seed=1)
    assert asked == [(spans // 3, (500, drawn))]


def test_a_column_of_great_numbers_hides_none_of_the_others() -> None:
    """Such as bytes beside answers."""
    usual = _spans(0.01, 0.001)
    others = (1e16 * usual.others[0], usual.others[1])
    assert costs(replace(usual, others=others), seed=1).ratio == pytest.approx(0.1)
