"""Slicer: chunks arrive in small pieces, one after the other."""

import random
import time
from typing import Self

from pydantic import model_validator

from siaga.faults.proxy.amount import Bytes, Microseconds, SomeBytes
from siaga.faults.proxy.ending import Ending
from siaga.faults.proxy.held import Holding
from siaga.faults.proxy.toxic import ToxicKind
from siaga.scenario.part import Part

LEAST_GAP_S = 0.001
"""Pieces that follow each other at once would be joined again on their way."""


class Slicer(Part):
    """How small, how far apart."""

    average_size: SomeBytes
    """Bytes of a piece."""

    size_variation: Bytes = 0
    """Bytes more or less, evenly drawn; less than `average_size`."""

    delay: Microseconds = 0
    """Microseconds between two pieces; 1,000 at least are kept."""

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        if self.size_variation >= self.average_size:
            raise ValueError(f"size_variation: {self.size_variation}; less than average_size is allowed")
        return self


class SlicerStage(Holding[Slicer]):
    """Cuts."""

    __slots__ = ()

    def take(self, chunk: bytes) -> None:
        """Hold the pieces of a chunk, each but the first a while longer than the one before."""
        told = self.toxic.attributes
        gap_s = max(told.delay / 1_000_000, LEAST_GAP_S)
        due_s, start = time.monotonic() if self.empty else self.last_due_s + gap_s, 0
        while start < len(chunk):
            size = told.average_size + random.randint(-told.size_variation, told.size_variation)  # noqa: S311 - no secret
            self.hold(chunk[start : start + size], due_s)
            if start + size < len(chunk):
                self._count(start)
            start += size
            due_s += gap_s

    def end(self, ending: Ending) -> None:
        """Let an ending follow the last piece."""
        if self.empty:
            self.following.end(ending)
        else:
            self.hold(ending, self.last_due_s)

    def _count(self, start: int) -> None:
        self.toxic.counts.sliced += start == 0
        self.strike()


KIND = ToxicKind(name="slicer", attributes=Slicer, stage=SlicerStage)
