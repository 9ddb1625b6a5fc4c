"""Claims about what was asked for."""

import pytest

from siaga.stage.request import Request


@pytest.mark.parametrize(
    ("host", "scale", "applied"),
    [
        ("", None, 1.0),
        ("http://127.0.0.1:1", None, 0.01),
        ("", 0.5, 0.5),
        ("http://127.0.0.1:1", 0.5, 0.5),
    ],
)
def test_a_site_of_somebody_elses_is_played_small_unless_stated(
    host: str, scale: float | None, applied: float
) -> None:
    """One to a hundred, so that a forgotten option does no harm."""
    assert Request(scenario="gate", host=host, scale=scale, environ={}).applied_scale == applied
