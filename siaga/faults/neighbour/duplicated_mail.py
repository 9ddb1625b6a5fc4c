"""DuplicatedMail: messages are delivered twice, the second time after another delay."""

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.neighbour.mail import POST_OFFICE, MailSign, SomeMail
from siaga.faults.told import Told


class DuplicatedMail(Told[SomeMail]):
    """Both copies hold the same code.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[SomeMail]) -> None:
        asked = order.settings
        change = {f"{one}.duplicate_share": asked.share for one in asked.channels()}
        super().__init__(order, change, MailSign(asked, "duplicated", "messages were delivered twice"))


KIND = FaultKind(
    name="duplicated-mail",
    summary="messages are delivered twice",
    targets=POST_OFFICE,
    lasting=Lasting.A_WHILE,
    settings=SomeMail,
    make=DuplicatedMail,
)
