"""LateMail: messages are on their way for longer, some of them beyond the time that a code is valid."""

from typing import Annotated

from pydantic import Field

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.neighbour.mail import POST_OFFICE, Mail, MailSign
from siaga.faults.told import Told
from siaga.scenario.quantity import SomeS


class LateMailSettings(Mail):
    """How long messages are on their way, log-normal."""

    median_s: Annotated[SomeS, Field(alias="median")] = 240.0
    """Half of them arrive by then; the post office's own scale of times applies to it."""

    sigma: Annotated[float, Field(strict=True, ge=0, le=5)] = 0.8
    """Standard deviation of the logarithm."""


class LateMail(Told[LateMailSettings]):
    """Messages that are taken meanwhile are late, also when it has ended.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[LateMailSettings]) -> None:
        asked = order.settings
        change = {
            f"{channel}.delay.{name}": value
            for channel in asked.channels()
            for name, value in (("median_s", asked.median_s), ("sigma", asked.sigma))
        }
        what = f"messages were taken that are {asked.median_s:g} s on their way in the median"
        super().__init__(order, change, MailSign(asked, "taken", what))


KIND = FaultKind(
    name="late-mail",
    summary="messages are on their way for minutes",
    targets=POST_OFFICE,
    lasting=Lasting.A_WHILE,
    settings=LateMailSettings,
    make=LateMail,
)
