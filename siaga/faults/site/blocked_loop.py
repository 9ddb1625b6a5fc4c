"""BlockedLoop: the event loops of the built-in site stand still now and then, as if a call waited."""

from typing import Annotated

from pydantic import Field

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.site.suffered import Suffered
from siaga.scenario.part import Part
from siaga.scenario.quantity import SomeS


class BlockedLoopSettings(Part):
    """How long and how often."""

    block_s: Annotated[SomeS, Field(alias="block", le=4)] = 0.5
    """Each time; for longer, pause the workers."""

    every_s: Annotated[SomeS, Field(alias="every", ge=0.01, le=3_600)] = 2.0
    """From one time to the next."""


class BlockedLoop(Suffered[BlockedLoopSettings]):
    """Every worker stands still by itself, and not all at the same moment.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[BlockedLoopSettings]) -> None:
        asked = order.settings
        change = {"loop.block_s": asked.block_s, "loop.every_s": asked.every_s}
        super().__init__(order, change, "loop", "times an event loop stood still")


KIND = FaultKind(
    name="blocked-loop",
    summary="the workers' event loops stand still now and then",
    targets=("site",),
    lasting=Lasting.A_WHILE,
    settings=BlockedLoopSettings,
    make=BlockedLoop,
)
