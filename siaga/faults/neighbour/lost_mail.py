"""LostMail: messages are taken, paid for and never delivered."""

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.neighbour.mail import POST_OFFICE, MailSign, SomeMail
from siaga.faults.told import Told


class LostMail(Told[SomeMail]):
    """Nobody is told that they are gone.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[SomeMail]) -> None:
        asked = order.settings
        change = {f"{one}.loss_share": asked.share for one in asked.channels()}
        super().__init__(order, change, MailSign(asked, "lost", "messages were lost"))


KIND = FaultKind(
    name="lost-mail",
    summary="messages are taken and never delivered",
    targets=POST_OFFICE,
    lasting=Lasting.A_WHILE,
    settings=SomeMail,
    make=LostMail,
)
