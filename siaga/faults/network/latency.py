"""Latency: what passes arrives later."""

from siaga.faults.kind import FaultKind, Lasting
from siaga.faults.network.toxic import MS_A_SECOND, Dose, OnTheWay
from siaga.faults.network.way import TARGETS
from siaga.scenario.quantity import DurationS, SomeS


class Latency(OnTheWay):
    """How much later."""

    latency: SomeS
    """Time by which it is later."""

    jitter: DurationS = 0.0
    """Time more or less, evenly drawn for each chunk; their order is kept."""


def _attributes(told: Latency) -> dict[str, float]:
    return {"latency": told.latency * MS_A_SECOND, "jitter": told.jitter * MS_A_SECOND}


DOSE = Dose(toxic="latency", attributes=_attributes, words="connections were delayed")

KIND = FaultKind(
    name="latency",
    summary="what passes arrives later",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=Latency,
    make=DOSE.fault,
    example="latency: 2 s, jitter: 500 ms, share: 50 %",
    proxied=True,
)
