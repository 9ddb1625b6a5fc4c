"""SessionLoss: the built-in site forgets who is logged in."""

from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.sign import Grows
from siaga.faults.site.commanded import Commanded


class SessionLoss(Commanded):
    """People have to log in again, and must find what they had done.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        sign = Grows(
            name="site_session_losses_total", labels={}, what="processes forgot who is logged in"
        )
        super().__init__(order, "/admin/sessions/lose", sign)


KIND = FaultKind(
    name="session-loss",
    summary="the site forgets who is logged in",
    targets=("site",),
    lasting=Lasting.A_MOMENT,
    settings=NoSettings,
    make=SessionLoss,
)
