"""A load says how much it is, and by which measure."""

import pytest

from mock_site.protection.waiting_room.load import (
    COMMIT_MOST_S,
    LAG_MOST_S,
    SHED_MOST_RATIO,
    SLOW_MOST_RATIO,
    Cause,
    Load,
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
    """Then the strain is 1, twice as much is twice that, and without it there is next to none."""
    assert Load(**(QUIET | measured)).strain() == (pytest.approx(1.0), cause)  # type: ignore[arg-type]
    twice = {name: 2 * value for name, value in measured.items()}
    assert Load(**(QUIET | twice)).strain() == (pytest.approx(2.0), cause)  # type: ignore[arg-type]
    assert Load(**QUIET).strain()[0] < 0.05  # type: ignore[arg-type]


def test_where_nothing_was_asked_there_is_no_strain() -> None:
    """And nothing is divided by it."""
    assert Load().strain()[0] == 0.0
