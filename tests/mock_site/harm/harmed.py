"""Harmed: a board and the metrics of a process, for the tests of each harm."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry

from mock_site.harm.board import Board
from mock_site.harm.conditions import Harm
from mock_site.harm.metrics import HarmMetrics


@dataclass(frozen=True, slots=True)
class Harmed:
    """A process that is told to suffer.

    Attributes:
        board: as it sees it.
        metrics: that it counts in.
        registry: of the metrics.
    """

    board: Board
    metrics: HarmMetrics
    registry: CollectorRegistry

    def suffers(self, **parts: Any) -> None:  # noqa: ANN401 - whatever conditions there are
        """Change conditions, and have the process see them."""
        self.board.change(parts)
        self.board.refresh()

    def counted(self, name: str, **labels: str) -> float | None:
        """Give the value of a metric."""
        return self.registry.get_sample_value(name, labels)

    def strikes(self, harm: Harm) -> float | None:
        """Give how often a harm struck."""
        return self.counted("site_harm_strikes_total", harm=harm.value)


def harmed(folder: Path) -> Harmed:
    """Give a process that suffers from nothing yet, with its board in a folder."""
    registry = CollectorRegistry()
    return Harmed(Board(folder / "site.harm"), HarmMetrics(registry), registry)
