"""DiskFull: the files of the built-in site cannot grow, as on a disk without space."""

import resource
from typing import Any

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.metrics_page import MetricsPage
from siaga.faults.resource.limited import Limited
from siaga.faults.sign import grown
from siaga.faults.waiting import insisted

SMALL_BYTES = 4_096
"""Files may become so large: the store's are larger, what processes tell each other is smaller."""

_COUNTERS = ("site_joins_total", "site_accounts_total", "site_steps_total")
_RESULTS = ("busy", "failed")


class DiskFull(Limited[NoSettings]):
    """Writes of the workers fail as the system refuses them; what is in the files stays.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        super().__init__(order, resource.RLIMIT_FSIZE, "disk")
        self._place = order.place

    def look(self) -> Memory:
        """Remember the workers, what they are allowed, and what was refused so far.

        Raises:
            FaultError: the store is no file that the workers write, or is full already.
        """
        if not self._place.store_path:
            raise FaultError("store: is no SQLite file; the disk of another store cannot be filled")
        return super().look()

    def proof(self, memory: Memory) -> str:
        """Say how many visitors were told that the store could not write.

        Raises:
            FaultError: the site's metrics cannot be read.
        """
        count = grown(memory["counted"], self._refused(), "count")
        return f"{count:,.0f} writes were refused while files could not grow" if count else ""

    def _counted(self) -> dict[str, Any]:
        return {"counted": self._refused()}

    def _refused(self) -> dict[str, float]:
        page = insisted(lambda: MetricsPage.read(self._place.site(), *_COUNTERS))
        return {"count": sum(page.total(name, result=one) for name in _COUNTERS for one in _RESULTS)}

    def _limit(self, pid: int) -> int:
        del pid
        return SMALL_BYTES


KIND = FaultKind(
    name="disk-full",
    summary="files of the site's workers cannot grow",
    targets=("store",),
    lasting=Lasting.A_WHILE,
    settings=NoSettings,
    make=DiskFull,
)
