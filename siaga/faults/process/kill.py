"""Kill: processes are ended at once, with whatever they were doing."""

import signal

from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.process.ending import Ending
from siaga.faults.process.processes import TARGETS


class Kill(Ending):
    """SIGKILL, which nobody can answer; the site's supervisor starts others.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        super().__init__(order, signal.SIGKILL, "killed")


KIND = FaultKind(
    name="kill",
    summary="processes are killed; the site starts others",
    targets=TARGETS,
    lasting=Lasting.A_MOMENT,
    settings=NoSettings,
    make=Kill,
)
