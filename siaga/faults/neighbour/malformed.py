"""Malformed: a neighbour answers a share of its requests with half an answer."""

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.neighbour.desk import DESKS, Share, ended_so
from siaga.faults.told import Told


class Malformed(Told[Share]):
    """The status is 200, the body half a JSON object.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[Share]) -> None:
        change = {"misbehaviour.malformed_share": order.settings.share}
        super().__init__(
            order, change, ended_so(order.target, "malformed", "requests got half an answer")
        )


KIND = FaultKind(
    name="malformed",
    summary="a neighbour answers with half a JSON object",
    targets=DESKS,
    lasting=Lasting.A_WHILE,
    settings=Share,
    make=Malformed,
)
