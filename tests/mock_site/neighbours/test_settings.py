"""The settings of a neighbour hold together."""

import pytest

from mock_site.neighbours.settings import NeighbourSettings


@pytest.mark.parametrize("wrong", [{"time_scale": 0.0}, {"time_scale": 1.1}, {"rate_scale": 0.0}])
def test_a_scale_out_of_range_is_refused_by_name(wrong: dict[str, float]) -> None:
    """The message says what is allowed."""
    with pytest.raises(ValueError, match=f"^{next(iter(wrong))}: .*must be"):
        NeighbourSettings(**wrong)  # type: ignore[arg-type]
