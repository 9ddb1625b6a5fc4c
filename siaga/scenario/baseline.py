"""The Baseline of a scenario: how far a run may differ from an earlier one before it matters."""

from typing import Annotated

from pydantic import Field

from siaga.scenario.part import Part
from siaga.scenario.quantity import DurationS, SomeRatio


class Baseline(Part):
    """The smallest differences that matter; a latency matters only where it passes both of its own."""

    change: SomeRatio = 0.1
    """Relative change of a latency or of the goodput, from the earlier run."""

    latency_s: Annotated[DurationS, Field(alias="latency")] = 0.005
    """Change of a latency, in time."""

    ratio: SomeRatio = 0.005
    """Change of an error ratio or of the share of dropped arrivals: 0.5 % to 1 % is 0.5 %."""

    others: SomeRatio = 0.2
    """Share of the machine that others may take, who are neither siaga nor the site."""
