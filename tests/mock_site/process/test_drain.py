"""The drain lets visitors go as well as its layer is made."""

from typing import Any

import pytest

from mock_site.layers import Level
from mock_site.process.drain import HAND_OVER_S, drained, relieved_of
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


class Serving:
    """Stands in for a runner, its server and its site; its connections go one by one."""

    def __init__(self, connections: int) -> None:
        self.connections = [object()] * connections
        self.server = self
        self.seen: list[str] = []

    async def stop(self) -> None:
        """Note that nobody is accepted any more."""
        self.seen.append("stopped")

    async def sleep(self, _pause_s: float) -> None:
        """Let one go."""
        self.seen.append("slept")
        if len(self.connections) < 10:
            self.connections.pop()


@pytest.mark.parametrize(
    ("connections", "pauses"), [(0, 0), (3, 3), (10, round(HAND_OVER_S / 0.05))], ids=str
)
async def test_a_relieved_process_accepts_nobody_and_waits_for_its_visitors_to_go(
    connections: int, pauses: int
) -> None:
    """As long as there are any, but not for ever."""
    life, serving = Life(), Serving(connections)
    stand_in: Any = serving
    await relieved_of(stand_in, stand_in, life, serving.sleep)
    assert serving.seen == ["stopped"] + ["slept"] * pauses
    assert life.phase is Phase.DRAINING
