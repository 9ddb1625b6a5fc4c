"""Claims about the shortfall: how many more events would decide, and how much longer they take."""

import pytest

from siaga.judge.measured import Measurement
from siaga.judge.shortfall import Shortfall, shortfall


@pytest.mark.parametrize(
    ("events", "needed", "over_s", "least", "expected"),
    [
        (100, 150, 10.0, 0, Shortfall(events=50, longer_s=5.0)),
        (100, 150, 10.0, 300, Shortfall(events=200, longer_s=20.0)),
        (100, 400, 10.0, 300, Shortfall(events=300, longer_s=30.0)),
        (100, None, 10.0, 101, Shortfall(events=1, longer_s=1.0)),
        (0, None, 10.0, 5, Shortfall(events=5)),
        (100, None, 10.0, 0, Shortfall()),
        (0, None, 10.0, 0, Shortfall()),
        (100, None, 10.0, 100, Shortfall()),
        (100, 150, None, 300, Shortfall()),
        (None, None, None, 300, Shortfall()),
    ],
)
def test_more_events_take_longer_at_the_rate_of_the_run(
    events: int | None, needed: int | None, over_s: float | None, least: int, expected: Shortfall
) -> None:
    """The larger of what the bound and what the objective asks for; whole seconds, rounded up."""
    measured = Measurement(value=0.1, events=events, needed=needed, over_s=over_s, made_of="x")
    assert shortfall(measured, least) == expected
