"""Replay: requests with a body reach the target a second time, as networks can bring them."""

from typing import Literal

from siaga.faults.kind import FaultKind, Lasting
from siaga.faults.network.toxic import MS_A_SECOND, Dose, OnTheWay
from siaga.faults.network.way import HTTP_TARGETS
from siaga.scenario.quantity import DurationS, SomeRatio


class Replay(OnTheWay):
    """Which, and when."""

    share: SomeRatio = 1.0
    """Share of the requests with a body; which they are follows from the seed."""

    stream: Literal["upstream"] = "upstream"
    """Requests go upstream."""

    delay: DurationS = 0.0
    """Time between the two."""


def _attributes(told: Replay) -> dict[str, float]:
    return {"delay": told.delay * MS_A_SECOND}


DOSE = Dose(
    toxic="replay",
    attributes=_attributes,
    words="requests were replayed",
    struck="replayed",
    seen="requests",
)

KIND = FaultKind(
    name="replay",
    summary="requests with a body reach the target twice",
    targets=HTTP_TARGETS,
    lasting=Lasting.A_WHILE,
    settings=Replay,
    make=DOSE.fault,
    proxied=True,
    reading=True,
)
