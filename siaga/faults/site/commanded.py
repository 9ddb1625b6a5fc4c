"""The Commanded fault: the built-in site is told to do something once, in all of its processes."""

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import NoSettings, Order
from siaga.faults.metrics_page import MetricsPage
from siaga.faults.sign import Sign
from siaga.faults.waiting import becomes_true, insisted
from siaga.web import WebError

DONE_WITHIN_S = 2.0
"""By then every process has looked at what it was told."""


class Commanded:
    """A command over the site's admin calls; what it does is not undone.

    Args:
        order: what was asked for.
        path: of the call.
        sign: what shows that it was done.
    """

    def __init__(self, order: Order[NoSettings], path: str, sign: Sign) -> None:
        self._place, self._path, self._sign = order.place, path, sign

    def look(self) -> Memory:
        """Remember what was counted.

        Raises:
            FaultError: it cannot be read.
        """
        return {"counted": dict(self._sign.read(insisted(self._page)))}

    def begin(self, memory: Memory) -> None:
        """Command it, and give the processes time to obey.

        Raises:
            FaultError: the site does not take the command.
        """
        insisted(self._command)
        becomes_true(lambda: bool(self.proof(memory)), DONE_WITHIN_S)

    def proof(self, memory: Memory) -> str:
        """Say how many processes obeyed.

        Raises:
            FaultError: the site's metrics cannot be read.
        """
        return self._sign.shown(memory["counted"], self._sign.read(self._page()))

    def _page(self) -> MetricsPage:
        return MetricsPage.read(self._place.site(), *self._sign.names)

    def _command(self) -> None:
        try:
            self._place.site().post(self._path, {})
        except WebError as error:
            raise FaultError(f"site: cannot be commanded ({error})") from None

    def heal(self, memory: Memory) -> None:
        """Leave it as it is: the site fills its cache again, and people log in again."""
