"""Claims about blocks of seconds: how days are cut, and what drawing blocks again says of chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.judge.comparison_blocks import DRAWS, MOST_BLOCKS, blocks, draws, error, quantiles, sums


@pytest.mark.parametrize(
    ("seconds", "parts"),
    [
        ([], []),
        ([4], [range(4, 5)]),
        (range(3), [range(1), range(1, 2), range(2, 3)]),
        (range(61), [*(range(3 * one, 3 * one + 3) for one in range(20)), range(60, 61)]),
        ([0, 1, 9], [range(1), range(1, 2), range(9, 10)]),
    ],
)
def test_a_short_day_is_cut_into_seconds_and_a_long_one_into_longer_blocks(
    seconds: list[int], parts: list[range]
) -> None:
    """At most thirty; seconds in which nothing happened make no block of their own."""
    assert blocks(list(seconds)) == parts


@given(st.sets(st.integers(0, 2_000), max_size=300))
def test_every_second_lies_in_exactly_one_block(seconds: set[int]) -> None:
    """Whatever seconds there are."""
    parts = blocks(sorted(seconds))
    assert len(parts) <= MOST_BLOCKS
    for second in seconds:
        assert sum(second in part for part in parts) == 1


def test_each_draw_has_as_many_blocks_as_there_are_and_is_always_the_same() -> None:
    """The same runs give the same answer."""
    drawn = draws(7)
    assert drawn.shape == (DRAWS, 7)
    assert set(drawn.sum(axis=1)) == {7.0}
    assert np.array_equal(drawn, np.random.default_rng(1).multinomial(7, [1 / 7] * 7, size=DRAWS))


def test_a_quantile_of_draws_is_that_of_the_samples_that_were_drawn() -> None:
    """Held against numpy's own on the samples written out."""
    counts = np.array([[3, 0, 1], [0, 2, 3], [5, 5, 1]])
    values = np.array([0.1, 0.2, 0.4])
    found = quantiles(counts, values, 0.5)
    for row, seen in list(zip(draws(3), found, strict=True))[:50]:
        samples = np.repeat(values, (row @ counts).astype(int))
        assert seen == np.quantile(samples, 0.5, method="inverted_cdf")


def test_a_draw_without_a_sample_is_no_number() -> None:
    """A step of which all samples lie in one block is missing in many draws."""
    counts = np.array([[1], [0], [0], [0]])
    found = quantiles(counts, np.array([0.1]), 0.5)
    assert np.array_equal(np.isnan(found), draws(4)[:, 0] == 0)
    assert error(found, 4) == pytest.approx(0.0, abs=1e-12)
    few = np.full(DRAWS, np.nan)
    few[: DRAWS // 2 - 1] = 1.0
    assert error(few, 4) is None
    few[: DRAWS // 2] = 1.0
    assert error(few, 4) == 0.0


def test_the_error_of_a_sum_is_that_of_a_mean_of_blocks() -> None:
    """Held against the formula: the spread of the blocks by the root of their number."""
    counts = np.arange(20)
    expected = counts.std(ddof=1) * np.sqrt(20)
    assert error(sums(counts), 20) == pytest.approx(expected, rel=0.06)


def test_seconds_that_hang_together_are_less_certain() -> None:
    """The same counts, alternating or in one stretch: only blocks of several seconds see it."""
    day = np.repeat([0, 100], 60)
    mixed = np.tile([0, 100], 60)

    def of(seconds: np.ndarray) -> float:
        """Give the error of a day's sum."""
        parts = blocks(list(range(seconds.size)))
        return (
            error(sums(np.array([seconds[part.start : part.stop].sum() for part in parts])), len(parts))
            or 0.0
        )

    assert of(mixed) == 0.0
    assert of(day) > 800
