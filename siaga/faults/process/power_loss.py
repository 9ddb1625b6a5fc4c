"""PowerLoss: the machine of the built-in site is without power, and what was not on its disk is gone."""

import signal

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.metrics_page import MetricsPage
from siaga.faults.process.ending import Ending
from siaga.faults.process.processes import WORKERS
from siaga.faults.sign import Counts, grown
from siaga.faults.waiting import insisted


class PowerLoss(Ending):
    """SIGUSR2 to the supervisor of a site that notes what of its store is on the disk.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        super().__init__(order, signal.SIGUSR2, "lost their power", to_supervisor=True, of=WORKERS)
        self._place = order.place

    def look(self) -> Memory:
        """Remember the workers, and how often the power has gone before.

        Raises:
            FaultError: the site has no workers, or does not count it.
        """
        return {**super().look(), "counted": dict(insisted(self._counted))}

    def proof(self, memory: Memory) -> str:
        """Say that the workers ended, and how much was lost, once the power is back."""
        ended = super().proof(memory)
        try:
            now = self._counted() if ended else memory["counted"]
        except FaultError:  # it is not back
            return ""
        if not grown(memory["counted"], now, "losses"):
            return ""
        lost_bytes = grown(memory["counted"], now, "bytes")
        return f"{ended}, and {lost_bytes:,.0f} bytes that were not on the disk are gone"

    def _counted(self) -> Counts:
        page = MetricsPage.read(self._place.site(), "site_power_losses", "site_power_lost_bytes")
        return {
            "losses": page.total("site_power_losses"),
            "bytes": page.total("site_power_lost_bytes"),
        }


KIND = FaultKind(
    name="power-loss",
    summary="the site loses its power, and what was not on its disk",
    targets=("site",),
    lasting=Lasting.A_MOMENT,
    settings=NoSettings,
    make=PowerLoss,
    site_arguments=("--record-syncs",),
)
