"""A delay is drawn around its median, never below nothing."""

import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.neighbours.delay import Delay


def test_half_of_the_draws_are_below_the_median() -> None:
    """And their logarithms spread as told."""
    dice = random.Random(3)  # noqa: S311 - a test's draws
    drawn = [Delay(median_s=4.0, sigma=0.5).draw(dice) for _ in range(4_000)]
    assert statistics.median(drawn) == pytest.approx(4.0, rel=0.05)
    assert max(drawn) > 4.0 * 2.718**1.2


@given(median_s=st.floats(0, 1e6), sigma=st.floats(0, 5), seed=st.integers())
def test_a_draw_is_0_or_more_and_the_same_for_the_same_seed(
    median_s: float, sigma: float, seed: int
) -> None:
    """Nothing is delivered before it was sent."""
    delay = Delay(median_s=median_s, sigma=sigma)
    first, again = (delay.draw(random.Random(seed)) for _ in range(2))  # noqa: S311 - a test's draws
    assert first == again >= 0


def test_without_a_spread_every_draw_is_the_median() -> None:
    """Sigma 0."""
    assert Delay(median_s=2.5).draw(random.Random()) == 2.5  # noqa: S311 - a test's draws


@pytest.mark.parametrize(
    "wrong", [{"median_s": -1.0}, {"median_s": float("nan")}, {"sigma": -0.1}, {"sigma": 5.1}]
)
def test_a_delay_that_could_not_be_is_refused(wrong: dict[str, float]) -> None:
    """The message says what is allowed."""
    with pytest.raises(ValueError, match="must be"):
        Delay(**{"median_s": 1.0, **wrong})
