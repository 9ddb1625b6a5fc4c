"""The mail that a fault harms: by which channel it goes, and what the post office counts of it."""

from collections.abc import Mapping
from typing import Literal

from siaga.faults.metrics_page import MetricsPage
from siaga.faults.sign import Counts, grown
from siaga.scenario.part import Part
from siaga.scenario.quantity import SomeRatio

POST_OFFICE = ("post-office",)
_CHANNELS: Mapping[str, tuple[str, ...]] = {
    "sms": ("sms",),
    "email": ("email",),
    "all": ("email", "sms"),
}

_MESSAGES = "post_office_messages_total"


class Mail(Part):
    """Which messages are harmed."""

    channel: Literal["sms", "email", "all"] = "sms"
    """By which they go: the codes by SMS, links and results by e-mail."""

    def channels(self) -> tuple[str, ...]:
        """Give the channels by their own names."""
        return _CHANNELS[self.channel]


class SomeMail(Mail):
    """How many messages are harmed."""

    share: SomeRatio = 1.0
    """Share of the messages."""


class MailSign:
    """Messages of which the post office counts that something has happened to them.

    Args:
        mail: which.
        event: as the post office calls it.
        what: that is, in words that follow a number.
    """

    def __init__(self, mail: Mail, event: str, what: str) -> None:
        self._channels, self._event, self._what = mail.channels(), event, what

    @property
    def names(self) -> tuple[str, ...]:
        """One for all channels."""
        return (_MESSAGES,)

    def read(self, page: MetricsPage) -> Counts:
        """Read the counter of each channel.

        Raises:
            FaultError: the page does not have it.
        """
        return {one: page.total(_MESSAGES, kind=one, event=self._event) for one in self._channels}

    def shown(self, before: Counts, now: Counts) -> str:
        """Say how many there were."""
        count = sum(grown(before, now, one) for one in self._channels)
        return f"{count:,.0f} {self._what}" if count else ""
