"""Slicer: what passes arrives in small pieces, one after the other."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from siaga.faults.kind import FaultKind, Lasting
from siaga.faults.network.toxic import Dose, OnTheWay
from siaga.faults.network.way import TARGETS
from siaga.scenario.part import Count
from siaga.scenario.quantity import DurationS

_US_A_SECOND = 1_000_000


class Slicer(OnTheWay):
    """How small, how far apart."""

    piece_bytes: Annotated[Count, Field(alias="piece-bytes", ge=1)]
    """Bytes of a piece."""

    variation_bytes: Annotated[Count, Field(alias="variation-bytes")] = 0
    """Bytes more or less, evenly drawn; fewer than `piece-bytes`."""

    delay: DurationS = 0.0
    """Time between two pieces; a millisecond at least."""

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        if self.variation_bytes >= self.piece_bytes:
            raise ValueError(
                f"variation-bytes is {self.variation_bytes}; fewer than piece-bytes are allowed"
            )
        return self


def _attributes(told: Slicer) -> dict[str, float]:
    return {
        "average_size": told.piece_bytes,
        "size_variation": told.variation_bytes,
        "delay": told.delay * _US_A_SECOND,
    }


DOSE = Dose(toxic="slicer", attributes=_attributes, words="connections were sliced")

KIND = FaultKind(
    name="slicer",
    summary="what passes arrives in small pieces",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=Slicer,
    make=DOSE.fault,
    example="piece-bytes: 100, delay: 10 ms",
    proxied=True,
)
