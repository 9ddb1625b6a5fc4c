"""Slow close: the end of a connection arrives later."""

from siaga.faults.kind import FaultKind, Lasting
from siaga.faults.network.toxic import MS_A_SECOND, Dose, OnTheWay
from siaga.faults.network.way import TARGETS
from siaga.scenario.quantity import SomeS


class SlowClose(OnTheWay):
    """How much later."""

    delay: SomeS
    """Time by which it is later."""


def _attributes(told: SlowClose) -> dict[str, float]:
    return {"delay": told.delay * MS_A_SECOND}


DOSE = Dose(toxic="slow_close", attributes=_attributes, words="connections were closed late")

KIND = FaultKind(
    name="slow-close",
    summary="the end of a connection arrives later",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=SlowClose,
    make=DOSE.fault,
    example="delay: 2 s",
    proxied=True,
)
