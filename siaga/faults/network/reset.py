"""Reset: a connection is reset once something was to pass."""

from siaga.faults.kind import FaultKind, Lasting
from siaga.faults.network.toxic import MS_A_SECOND, Dose, OnTheWay
from siaga.faults.network.way import TARGETS
from siaga.scenario.quantity import DurationS


class Reset(OnTheWay):
    """When."""

    after: DurationS = 0.0
    """Time after the first bytes."""


def _attributes(told: Reset) -> dict[str, float]:
    return {"timeout": told.after * MS_A_SECOND}


DOSE = Dose(toxic="reset_peer", attributes=_attributes, words="connections were reset")

KIND = FaultKind(
    name="reset",
    summary="a connection is reset once something was to pass",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=Reset,
    make=DOSE.fault,
    proxied=True,
)
