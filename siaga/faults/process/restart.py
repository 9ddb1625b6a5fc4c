"""Restart: processes are asked to end, may finish what they have begun, and others take their places."""

import signal

from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.process.ending import Ending
from siaga.faults.process.processes import TARGETS


class Restart(Ending):
    """SIGTERM: a worker drains first.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        # SIGTERM would have PostgreSQL wait until the last worker has hung up, which none does.
        super().__init__(order, signal.SIGTERM, "ended as asked", of_store=signal.SIGINT)


KIND = FaultKind(
    name="restart",
    summary="processes are asked to end and drain; the site starts others",
    targets=TARGETS,
    lasting=Lasting.A_MOMENT,
    settings=NoSettings,
    make=Restart,
)
