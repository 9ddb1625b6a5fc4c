"""Bandwidth: a connection carries only so many bytes a second."""

from typing import Annotated

from pydantic import Field

from siaga.faults.kind import FaultKind, Lasting
from siaga.faults.network.toxic import Dose, OnTheWay
from siaga.faults.network.way import TARGETS
from siaga.scenario.part import Count

_BYTES_A_KILOBYTE = 1_000


class Bandwidth(OnTheWay):
    """How many."""

    bytes_per_s: Annotated[Count, Field(alias="bytes-per-s", ge=1)]
    """Bytes a second, of each connection."""


def _attributes(told: Bandwidth) -> dict[str, float]:
    return {"rate": told.bytes_per_s / _BYTES_A_KILOBYTE}


DOSE = Dose(toxic="bandwidth", attributes=_attributes, words="connections were slowed down")

KIND = FaultKind(
    name="bandwidth",
    summary="a connection carries only so many bytes a second",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=Bandwidth,
    make=DOSE.fault,
    example="bytes-per-s: 10000",
    proxied=True,
)
