"""The settings of a neighbour reach it as they were."""

import pytest

from mock_site.neighbours.settings import NeighbourSettings


def test_settings_survive_the_way_to_a_neighbour() -> None:
    """What dumps writes, loads reads."""
    settings = NeighbourSettings(time_scale=0.25, rate_scale=3.0, test_mode=False, seed=9)
    assert NeighbourSettings.loads(settings.dumps()) == settings


@pytest.mark.parametrize("wrong", [{"time_scale": 0.0}, {"time_scale": 1.1}, {"rate_scale": 0.0}])
def test_a_scale_out_of_range_is_refused_by_name(wrong: dict[str, float]) -> None:
    """The message says what is allowed."""
    with pytest.raises(ValueError, match=f"^{next(iter(wrong))}: .*must be"):
        NeighbourSettings(**wrong)  # type: ignore[arg-type]
