"""ClockSkew: the clock of the built-in site is wrong; it opens and closes at wrong times."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.site.suffered import Suffered
from siaga.scenario.part import Part
from siaga.scenario.problem import Problem, refuse
from siaga.scenario.quantity import SomeS


class ClockSkewSettings(Part):
    """By how much, and which way."""

    ahead_s: Annotated[SomeS | None, Field(alias="ahead")] = None
    """The site's clock shows a later time."""

    behind_s: Annotated[SomeS | None, Field(alias="behind")] = None
    """The site's clock shows an earlier time."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.ahead_s is None) == (self.behind_s is None):
            refuse([Problem(text="names both or neither of ahead and behind; one of them is needed")])
        return self

    @property
    def skew_s(self) -> float:
        """Seconds that are added to the time."""
        return self.ahead_s or -(self.behind_s or 0.0)


class ClockSkew(Suffered[ClockSkewSettings]):
    """The machine's clock stays as it is.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[ClockSkewSettings]) -> None:
        change = {"clock.skew_s": order.settings.skew_s}
        super().__init__(order, change, "clock", "times the wrong time was read")


KIND = FaultKind(
    name="clock-skew",
    summary="the site's clock is ahead or behind",
    targets=("site",),
    lasting=Lasting.A_WHILE,
    settings=ClockSkewSettings,
    make=ClockSkew,
    example="ahead: 30 s",
)
