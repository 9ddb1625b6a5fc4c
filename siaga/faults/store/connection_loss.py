"""ConnectionLoss: an embedded PostgreSQL hangs up on everybody."""

import signal

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.process.ending import Ending
from siaga.faults.process.processes import STORE, Mark, Processes


class ConnectionLoss(Ending):
    """Each connection's process is sent SIGTERM; the server lives on, and takes new ones.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        super().__init__(order, signal.SIGTERM, "hung up")
        self._place = order.place

    def look(self) -> Memory:
        """Remember the processes of the connections.

        Raises:
            FaultError: the store is no PostgreSQL of the site's own, or nobody is connected.
        """
        processes = Processes(self._place)
        found = [one.as_json() for one in processes.connections(processes.of(STORE))]
        if not found:
            raise FaultError("store: has no connection that could be lost")
        return {"victims": found, "told": found, "serving": processes.serving(STORE)}

    def begin(self, memory: Memory) -> None:
        """Hang up; one that has gone by itself meanwhile needs nothing."""
        for mark in Mark.all_of(memory["told"]):
            mark.tell(signal.SIGTERM)


KIND = FaultKind(
    name="connection-loss",
    summary="PostgreSQL hangs up on everybody",
    targets=(STORE,),
    lasting=Lasting.A_MOMENT,
    settings=NoSettings,
    make=ConnectionLoss,
)
