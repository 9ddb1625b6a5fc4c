"""Quota: somebody raises the quota of the built-in site in mid-wave."""

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.metrics_page import MetricsPage
from siaga.faults.waiting import becomes_true, insisted
from siaga.scenario.raised_quota import KIND as NAME
from siaga.scenario.raised_quota import RaisedQuota
from siaga.web import WebError

WAVE = "/admin/wave"
_SEATS = "site_seats"
SHOWN_WITHIN_S = 2.0
"""By then the site's own account shows it."""


class Quota:
    """Seats come on top; they are never taken back, since they may have been promised already.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[RaisedQuota]) -> None:
        self._place, self._raised = order.place, order.settings

    def look(self) -> Memory:
        """Remember how many seats there are, and are to be.

        Raises:
            FaultError: there are as many already, or the site does not say.
        """
        before = insisted(self._quota)
        seats = self._raised.seats or self._raised.of(before)
        if seats <= before:
            raise FaultError(f"quota: is {before:,} already, {seats:,} were wanted; it is only raised")
        return {"before": before, "seats": seats}

    def begin(self, memory: Memory) -> None:
        """Tell the site, and give it time to show it.

        Raises:
            FaultError: it does not take it.
        """
        insisted(lambda: self._tell(memory["seats"]))
        becomes_true(lambda: bool(self.proof(memory)), SHOWN_WITHIN_S)

    def proof(self, memory: Memory) -> str:
        """Say how many seats the site accounts for.

        Raises:
            FaultError: its metrics cannot be read, or do not show seats.
        """
        seats = MetricsPage.read(self._place.site(), _SEATS).total(_SEATS, state="quota")
        return f"{seats:,.0f} seats, {memory['before']:,} before" if seats >= memory["seats"] else ""

    def heal(self, memory: Memory) -> None:
        """Leave the seats to whom they were promised."""

    def _quota(self) -> int:
        try:
            return int(self._place.site().get(WAVE)["quota"])
        except (WebError, KeyError, TypeError, ValueError) as error:
            raise FaultError(f"quota: the site does not say it ({error})") from None

    def _tell(self, seats: int) -> None:
        try:
            self._place.site().put(WAVE, {"quota": seats})
        except WebError as error:
            raise FaultError(f"quota: cannot be raised ({error})") from None


KIND = FaultKind(
    name=NAME,
    summary="more seats are given out than were planned, in the middle of the wave",
    targets=("site",),
    lasting=Lasting.A_MOMENT,
    settings=RaisedQuota,
    make=Quota,
)
