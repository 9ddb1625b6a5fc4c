"""The drain lets visitors go as well as its layer is made."""

import pytest

from mock_site.layers import Level
from mock_site.process.drain import drained
from mock_site.process.phase import Life, Phase


@pytest.mark.parametrize(
    ("level", "seen"),
    [
        (Level.HARDENED, ["slept 0.5 draining"]),
        (Level.NAIVE, []),
        (Level.OFF, ["cut ready"]),
    ],
)
async def test_a_process_goes_on_is_closed_or_is_cut(level: Level, seen: list[str]) -> None:
    """Only a hardened one gives its load balancer time to notice."""
    life = Life()
    life.ready()
    found: list[str] = []

    async def sleep(pause_s: float) -> None:
        """Pause without waiting."""
        found.append(f"slept {pause_s} {life.phase.value}")

    await drained(level, life, 0.5, lambda: found.append(f"cut {life.phase.value}"), sleep)
    assert found == seen
    assert life.phase is Phase.DRAINING
