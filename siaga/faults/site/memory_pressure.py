"""MemoryPressure: each worker of the built-in site fills memory for nothing."""

from typing import Annotated

from pydantic import Field

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.site.suffered import Suffered
from siaga.scenario.part import Count, Part

_MEBIBYTE = 1024**2


class MemoryPressureSettings(Part):
    """How much."""

    mebibytes: Annotated[Count, Field(ge=1, le=4_096)] = 256
    """Of each worker."""


class MemoryPressure(Suffered[MemoryPressureSettings]):
    """It is filled slab by slab, and given back likewise.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[MemoryPressureSettings]) -> None:
        change = {"memory.bytes": order.settings.mebibytes * _MEBIBYTE}
        super().__init__(order, change, "memory", "slabs of memory were filled")


KIND = FaultKind(
    name="memory-pressure",
    summary="each worker fills memory for nothing",
    targets=("site",),
    lasting=Lasting.A_WHILE,
    settings=MemoryPressureSettings,
    make=MemoryPressure,
)
