"""CapacityLoss: a share of the configured capacity of the built-in site is all that is left."""

from typing import Annotated

from pydantic import Field

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.site.suffered import Suffered
from siaga.scenario.part import Part
from siaga.scenario.quantity import Ratio


class CapacityLossSettings(Part):
    """What is left."""

    left: Annotated[Ratio, Field(lt=1)] = 0.5
    """Share of the capacity; 0 is an outage."""


class CapacityLoss(Suffered[CapacityLossSettings]):
    """Only a site with a configured capacity can lose some of it.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[CapacityLossSettings]) -> None:
        change = {"capacity.ratio": order.settings.left}
        super().__init__(order, change, "capacity", "requests met a capacity that was less")


KIND = FaultKind(
    name="capacity-loss",
    summary="a share of the configured capacity is left",
    targets=("site",),
    lasting=Lasting.A_WHILE,
    settings=CapacityLossSettings,
    make=CapacityLoss,
)
