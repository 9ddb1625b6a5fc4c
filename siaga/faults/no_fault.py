"""NoFault: harms nothing, lasts as long as it is told to, and is the first example of a fault."""

from siaga.faults.fault import Memory
from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order


class NoFault:
    """Nothing happens: a day on which it is the only fault shows what the harming itself costs.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        self._for_s = order.for_s

    def look(self) -> Memory:
        """Give nothing to remember."""
        return {}

    def begin(self, memory: Memory) -> None:
        """Do nothing."""

    def proof(self, memory: Memory) -> str:
        """Say that nothing was done, as was asked."""
        del memory
        return f"nothing was done for {self._for_s:g} s, as was asked"

    def heal(self, memory: Memory) -> None:
        """Leave all as it is."""


KIND = FaultKind(
    name="none",
    summary="nothing happens; shows what harming by itself costs",
    targets=("site",),
    lasting=Lasting.A_WHILE,
    settings=NoSettings,
    make=NoFault,
    anywhere=True,
)
