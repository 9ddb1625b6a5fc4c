"""A load says how much it is, and by which measure."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.protection.waiting_room.load import (
    COMMIT_MOST_S,
    LAG_MOST_S,
    SHED_MOST_RATIO,
    SLOW_MOST_RATIO,
    SURE,
    Cause,
    Load,
    divergence,
    enough,
)

QUIET = {"asked": 1_000, "looks": 80, "late_s": 0.08, "commits": 10, "committed_s": 0.05}


@pytest.mark.parametrize(
    ("measured", "cause"),
    [
        ({"shed": 1_000 * SHED_MOST_RATIO}, Cause.SHED),
        ({"slow": 1_000 * SLOW_MOST_RATIO}, Cause.SLOW),
        ({"late_s": 80 * LAG_MOST_S}, Cause.LAG),
        ({"committed_s": 10 * COMMIT_MOST_S}, Cause.COMMITS),
    ],
)
def test_each_measure_alone_can_be_as_much_as_a_site_bears(
    measured: dict[str, float], cause: Cause
) -> None:
    """Then the strain is 1, twice as much is twice that, and without it there is none."""
    strain, why = Load(**(QUIET | measured)).strain()  # type: ignore[arg-type]
    assert (strain, why) == (pytest.approx(1.0), cause)  # type: ignore[comparison-overlap]
    twice = {name: 2 * value for name, value in measured.items()}
    strain, why = Load(**(QUIET | twice)).strain()  # type: ignore[arg-type]
    assert (strain, why) == (pytest.approx(2.0), cause)  # type: ignore[comparison-overlap]
    assert Load(**QUIET).strain()[0] == 0.0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "slow_by_itself", [{"late_s": 0.99 * 80 * LAG_MOST_S}, {"committed_s": 0.99 * 10 * COMMIT_MOST_S}]
)
def test_loops_and_commits_that_are_not_too_slow_say_nothing(slow_by_itself: dict[str, float]) -> None:
    """A slow disk is as slow with nobody inside, and must not keep everybody out for ever."""
    assert Load(**(QUIET | slow_by_itself)).strain()[0] == 0.0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measure", "few", "most"), [("shed", 2, SHED_MOST_RATIO), ("slow", 6, SLOW_MOST_RATIO)]
)
def test_a_few_by_chance_are_not_too_much(measure: str, few: int, most: float) -> None:
    """More of 20 than is borne come by chance; all of 20 do not."""
    by_chance = Load(asked=20, **{measure: few})
    assert by_chance.strain()[0] == 1.0
    assert not by_chance.is_surely_too_much
    every = Load(asked=20, **{measure: 20})
    assert every.strain()[0] == pytest.approx(1 / most)
    assert every.is_surely_too_much


@pytest.mark.parametrize("most", [SHED_MOST_RATIO, SLOW_MOST_RATIO])
def test_of_enough_requests_chance_seldom_makes_too_many_bad(most: float) -> None:
    """Once in a thousand times at most, counted exactly."""
    n, p = enough(most), 0.4 * most
    first = math.floor(n * most) + 1
    assert sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(first, n + 1)) < 1e-3


@given(st.floats(min_value=0.01, max_value=0.9))
def test_enough_requests_are_as_few_as_the_bound_allows(ratio: float) -> None:
    """Of one fewer chance may explain the ratio."""
    n = enough(ratio)
    assert n * divergence(ratio, 0.4 * ratio) >= SURE > (n - 1) * divergence(ratio, 0.4 * ratio)


def test_where_nothing_was_asked_there_is_no_strain() -> None:
    """And nothing is divided by it."""
    assert Load().strain()[0] == 0.0
