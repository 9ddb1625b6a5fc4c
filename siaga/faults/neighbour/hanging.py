"""Hanging: a neighbour never answers a share of its requests."""

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.neighbour.desk import DESKS, Share, ended_so
from siaga.faults.told import Told


class Hanging(Told[Share]):
    """Requests are taken in and left waiting, until who asked gives up.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[Share]) -> None:
        change = {"misbehaviour.hanging_share": order.settings.share}
        super().__init__(order, change, ended_so(order.target, "hung", "requests were left hanging"))


KIND = FaultKind(
    name="hanging",
    summary="a neighbour takes requests and never answers them",
    targets=DESKS,
    lasting=Lasting.A_WHILE,
    settings=Share,
    make=Hanging,
)
