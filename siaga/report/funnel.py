"""The funnel: how many people were to reach each stage of a journey, and how many did."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from operator import mul

from siaga.scenario.model import Population, Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelRow:
    """One stage of one population.

    Attributes:
        population: whose funnel it is.
        stage: name of the stage.
        planned: people expected to reach it: people times the shares of all stages so far.
        reached: people who did.
    """

    population: str
    stage: str
    planned: float
    reached: int

    @property
    def ratio(self) -> float | None:
        """People who reached the stage by people expected to; may be above 1; None if none was."""
        return self.reached / self.planned if self.planned else None


def funnel_rows(
    scenario: Scenario, people: Mapping[str, int], reached: Mapping[str, int]
) -> tuple[FunnelRow, ...]:
    """Give every stage of every funnel in the scenario's order.

    Args:
        scenario: whose populations may have funnels.
        people: planned people by population; a population that is missing has its own number.
        reached: people by "population stage".
    """
    return tuple(
        row
        for population in scenario.traffic.populations
        for row in _rows(population, people.get(population.name, population.people or 0), reached)
    )


def _rows(population: Population, people: int, reached: Mapping[str, int]) -> list[FunnelRow]:
    shares = accumulate((stage.goes_on for stage in population.funnel), mul)
    return [
        FunnelRow(
            population=population.name,
            stage=stage.name,
            planned=people * share,
            reached=reached.get(f"{population.name} {stage.name}", 0),
        )
        for stage, share in zip(population.funnel, shares, strict=True)
    ]
