"""RollingRestart: every worker is replaced, one after another, as a release does it."""

import signal

from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.process.ending import Ending
from siaga.faults.process.processes import WORKERS


class RollingRestart(Ending):
    """SIGHUP to the supervisor.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        super().__init__(order, signal.SIGHUP, "replaced", to_supervisor=True)


KIND = FaultKind(
    name="rolling-restart",
    summary="every worker is replaced, one after another",
    targets=(WORKERS,),
    lasting=Lasting.A_MOMENT,
    settings=NoSettings,
    make=RollingRestart,
)
