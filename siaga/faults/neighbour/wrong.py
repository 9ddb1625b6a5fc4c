"""Wrong: the identity registry answers a share of its look-ups with the opposite of the truth."""

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.neighbour.desk import Share
from siaga.faults.sign import Grows
from siaga.faults.told import Told


class Wrong(Told[Share]):
    """Who they are is denied to people, and granted to others.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[Share]) -> None:
        what = "look-ups were answered against the truth"
        sign = Grows(name="registry_lookups_total", labels={"answer": "wrong"}, what=what)
        super().__init__(order, {"wrong_share": order.settings.share}, sign)


KIND = FaultKind(
    name="wrong",
    summary="the registry answers the opposite of the truth",
    targets=("registry",),
    lasting=Lasting.A_WHILE,
    settings=Share,
    make=Wrong,
)
