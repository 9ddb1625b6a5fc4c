"""Claims about the world of a worker's visitors."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from siaga.crowd.world import World


@pytest.mark.parametrize(("due_s", "slept"), [(12.5, [2.5]), (10.0, []), (3.0, [])])
def test_sleep_ends_at_a_run_second(due_s: float, slept: list[float]) -> None:
    """One that is past is not waited for."""
    pauses: list[float] = []
    nothing = cast("Any", SimpleNamespace())
    world = World(
        seed=1,
        epoch=1,
        time_scale=1.0,
        now_s=lambda: 10.0,
        browsers=nothing,
        people=nothing,
        recorder=nothing,
        journal=nothing,
        outcomes=(),
        sleep=pauses.append,
    )
    world.sleep_until(due_s)
    assert pauses == slept
