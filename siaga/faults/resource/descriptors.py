"""Descriptors: the workers of the built-in site may open but a few more files and connections."""

import resource
from pathlib import Path
from typing import Annotated

from pydantic import Field

from siaga.faults.fault import Memory
from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.process.processes import WORKERS, Mark
from siaga.faults.resource.limited import Limited
from siaga.scenario.part import Count, Part


class DescriptorsSettings(Part):
    """How many are left."""

    left: Annotated[Count, Field(le=1_000_000)] = 5
    """Descriptors that each worker may open besides those that are open."""


class Descriptors(Limited[DescriptorsSettings]):
    """Connections are taken by the system, and the workers cannot have them.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[DescriptorsSettings]) -> None:
        super().__init__(order, resource.RLIMIT_NOFILE, "descriptors")
        self._left = order.settings.left

    def proof(self, memory: Memory) -> str:
        """Say which workers have every descriptor open that they may."""
        full = [one.pid for one in self._workers(memory) if self._is_exhausted(one)]
        return f"every descriptor was open of {', '.join(map(str, full))}" if full else ""

    def _is_exhausted(self, mark: Mark) -> bool:
        """Tell whether a worker has everything open that it may."""
        limits = self._of(mark)
        return limits is not None and free_below(_open(mark.pid), limits[0]) <= 0

    def _limit(self, pid: int) -> int:
        return limit_with(_open(pid), self._left)


def free_below(opened: frozenset[int], limit: int) -> int:
    """Give how many descriptors can still be opened: their numbers have to be below the limit."""
    return limit - sum(one < limit for one in opened)


def limit_with(opened: frozenset[int], left: int) -> int:
    """Give the limit that leaves so many to be opened."""
    limit = 0
    while free_below(opened, limit) < left or limit in opened:
        limit += 1
    return limit


def _open(pid: int) -> frozenset[int]:
    try:
        return frozenset(int(one.name) for one in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return frozenset()


KIND = FaultKind(
    name="descriptors",
    summary="workers may open but a few more files and connections",
    targets=(WORKERS,),
    lasting=Lasting.A_WHILE,
    settings=DescriptorsSettings,
    make=Descriptors,
)
