"""The Suffered fault: the built-in site is told to suffer a harm, and counts how often it struck."""

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import Order, Settings
from siaga.faults.layers import Leaves
from siaga.faults.metrics_page import MetricsPage
from siaga.faults.sign import Grows
from siaga.faults.told import Told
from siaga.faults.waiting import becomes_true

_IN_FORCE = "site_harm_in_force"
RELIEVED_WITHIN_S = 3.0
"""By then every process of the site has read that it is over."""


def strikes(harm: str, what: str) -> Grows:
    """Give the sign that a harm has struck.

    Args:
        harm: as the site calls it.
        what: has happened, in words that follow a number.
    """
    return Grows(name="site_harm_strikes_total", labels={"harm": harm}, what=what)


class Suffered(Told[Settings]):
    """A harm of the built-in site, in all of its processes.

    Args:
        order: what was asked for.
        change: the conditions, by their places.
        harm: as the site calls it.
        what: has happened where it struck, in words that follow a number.
    """

    def __init__(self, order: Order[Settings], change: Leaves, harm: str, what: str) -> None:
        super().__init__(order, change, strikes(harm, what))
        self._harm = harm

    def heal(self, memory: Memory) -> None:
        """Tell the site what held before, and see that no process suffers any more than it did.

        Raises:
            FaultError: it does not answer, or one still suffers.
        """
        super().heal(memory)
        if self._holding(memory["before"]) != memory["before"]:
            return
        allowed = memory["suffering"]
        if not becomes_true(lambda: self._suffering() <= allowed, RELIEVED_WITHIN_S):
            raise FaultError(f"{self._order.target}: {self._suffering():g} processes still suffer")

    def look(self) -> Memory:
        """Remember what holds, what was counted, and how many processes suffer already.

        Raises:
            FaultError: the site does not answer, or does not have such a condition.
        """
        return {**super().look(), "suffering": self._suffering()}

    def _suffering(self) -> float:
        """Give in how many processes the harm is in force; infinite: nobody can tell."""
        try:
            page = MetricsPage.read(self._order.place.site(), _IN_FORCE)
            return page.total(_IN_FORCE, harm=self._harm)
        except FaultError:
            return float("inf")
