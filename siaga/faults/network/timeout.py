"""Timeout: nothing gets through, and nobody is told: a black hole, or one that closes after a while."""

from siaga.faults.kind import FaultKind, Lasting
from siaga.faults.network.toxic import MS_A_SECOND, Dose, OnTheWay
from siaga.faults.network.way import TARGETS
from siaga.scenario.quantity import DurationS


class Timeout(OnTheWay):
    """For how long."""

    after: DurationS = 0.0
    """Time after which a connection is closed; 0: it stays open until the fault is healed."""


def _attributes(told: Timeout) -> dict[str, float]:
    return {"timeout": told.after * MS_A_SECOND}


DOSE = Dose(toxic="timeout", attributes=_attributes, words="connections fell silent")

KIND = FaultKind(
    name="timeout",
    summary="nothing gets through, and nobody is told",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=Timeout,
    make=DOSE.fault,
    proxied=True,
)
