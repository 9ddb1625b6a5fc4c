"""The funnel: how many people were to reach each stage of a journey, and how many did."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from operator import mul

from siaga.report.counted import Counted
from siaga.scenario.model import Population, Scenario

ARRIVED = "arrived"
"""The first stage of every funnel: to have come at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelRow:
    """One stage of one population.

    Attributes:
        population: whose funnel it is.
        stage: name of the stage.
        planned: people expected to reach it: people times the shares of all stages so far.
        reached: people who did.
        planned_of_all: planned by the people of the population, 0 to 1.
        reached_of_all: reached by the same; may be above 1.
    """

    population: str
    stage: str
    planned: float
    reached: int
    planned_of_all: float
    reached_of_all: float

    @property
    def ratio(self) -> float | None:
        """People who reached the stage by people expected to; may be above 1; None if none was."""
        return self.reached / self.planned if self.planned else None


def funnel_rows(scenario: Scenario, people: Mapping[str, int], totals: Counted) -> tuple[FunnelRow, ...]:
    """Give every stage of every funnel in the scenario's order, the arrival first where it was counted.

    Args:
        scenario: whose populations may have funnels.
        people: planned people by population; a population that is missing has its own number.
        totals: who arrived and who reached what.
    """
    return tuple(
        row
        for population in scenario.traffic.populations
        for row in _rows(population, people.get(population.name, population.people or 0), totals)
    )


def _rows(population: Population, people: int, totals: Counted) -> list[FunnelRow]:
    if not population.funnel:
        return []
    shares = accumulate((stage.goes_on for stage in population.funnel), mul)
    stages = [
        (stage.name, share, totals.reached.get(f"{population.name} {stage.name}", 0))
        for stage, share in zip(population.funnel, shares, strict=True)
    ]
    came = totals.arrived.get(population.name)
    first = [] if came is None else [(ARRIVED, 1.0, came)]
    return [
        FunnelRow(
            population=population.name,
            stage=stage,
            planned=people * share,
            reached=reached,
            planned_of_all=share,
            reached_of_all=reached / people if people else 0.0,
        )
        for stage, share, reached in [*first, *stages]
    ]
