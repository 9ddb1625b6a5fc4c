"""PoolExhaustion: somebody else keeps the places in which writes of the built-in site wait."""

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.site.suffered import Suffered
from siaga.scenario.part import Part
from siaga.scenario.quantity import SomeRatio


class PoolExhaustionSettings(Part):
    """How many places are kept."""

    share: SomeRatio = 1.0
    """Share of the places."""


class PoolExhaustion(Suffered[PoolExhaustionSettings]):
    """A write that finds no place is refused.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[PoolExhaustionSettings]) -> None:
        change = {"store.held": order.settings.share}
        super().__init__(order, change, "store_held", "writes found no place")


KIND = FaultKind(
    name="pool-exhaustion",
    summary="places for writes that wait are taken",
    targets=("store",),
    lasting=Lasting.A_WHILE,
    settings=PoolExhaustionSettings,
    make=PoolExhaustion,
)
