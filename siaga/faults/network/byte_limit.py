"""Byte limit: a connection is closed when so many bytes have passed."""

from siaga.faults.kind import FaultKind, Lasting
from siaga.faults.network.toxic import Dose, OnTheWay
from siaga.faults.network.way import TARGETS
from siaga.scenario.part import Count


class ByteLimit(OnTheWay):
    """How many."""

    bytes: Count
    """Bytes that pass before it is closed; 0: none."""


def _attributes(told: ByteLimit) -> dict[str, int]:
    return {"bytes": told.bytes}


DOSE = Dose(toxic="limit_data", attributes=_attributes, words="connections were cut short")

KIND = FaultKind(
    name="limit-data",
    summary="a connection is closed when so many bytes have passed",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=ByteLimit,
    make=DOSE.fault,
    example="bytes: 1000",
    proxied=True,
)
