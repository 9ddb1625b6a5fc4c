"""Down: connections are refused, and those there were are cut."""

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.network.way import TARGETS, Way


class Down:
    """The way to a target, closed for a while.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        self._target = order.target
        self._way = Way(order.place, order.target)
        self._refused = ""

    def look(self) -> Memory:
        """Remember how many connections were cut before.

        Raises:
            FaultError: the way is closed already, or the proxy does not answer.
        """
        facts = self._way.facts()
        if not facts["enabled"]:
            raise FaultError(
                f"way to {self._target}: is down already; let one end before another begins"
            )
        return {"cut": facts["counts"]["cut"]}

    def begin(self, memory: Memory) -> None:
        """Close it.

        Raises:
            FaultError: the proxy does not answer.
        """
        del memory
        self._way.enable(enabled=False)

    def proof(self, memory: Memory) -> str:
        """Say that a connection was refused, and how many were cut.

        A proxy does not see whom the kernel refuses, so one is tried.

        Raises:
            FaultError: the proxy does not answer.
        """
        cut = self._way.facts()["counts"]["cut"] - memory["cut"]
        if not self._way.takes():
            self._refused = ", and connections were refused"
        return f"{cut} connections were cut{self._refused}" if cut > 0 or self._refused else ""

    def heal(self, memory: Memory) -> None:
        """Open it, and see that a connection is taken.

        Raises:
            FaultError: the proxy does not answer, or takes none.
        """
        del memory
        self._way.enable(enabled=True)
        if not self._way.takes():
            raise FaultError(f"way to {self._target}: takes no connection; it was opened again")


KIND = FaultKind(
    name="down",
    summary="connections are refused, and those there were are cut",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=NoSettings,
    make=Down,
    proxied=True,
)
