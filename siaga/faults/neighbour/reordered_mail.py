"""ReorderedMail: messages may overtake each other, so that the newest code does not come last."""

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.neighbour.mail import POST_OFFICE, MailSign, SomeMail
from siaga.faults.told import Told


class ReorderedMail(Told[SomeMail]):
    """Each takes a second delay on its way.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[SomeMail]) -> None:
        asked = order.settings
        change = {f"{one}.reorder_share": asked.share for one in asked.channels()}
        super().__init__(order, change, MailSign(asked, "reordered", "messages could be overtaken"))


KIND = FaultKind(
    name="reordered-mail",
    summary="messages overtake each other",
    targets=POST_OFFICE,
    lasting=Lasting.A_WHILE,
    settings=SomeMail,
    make=ReorderedMail,
)
