"""The conditions of the post office."""

import math
from dataclasses import dataclass, field
from enum import Enum

from mock_site.neighbours.conditions import Conditions
from mock_site.neighbours.delay import Delay
from mock_site.neighbours.limit import Limit
from mock_site.neighbours.misbehaviour import check_share


class Kind(Enum):
    """Kinds of message."""

    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """How messages of a kind travel.

    Attributes:
        delay: from being taken to being delivered.
        loss_share: share that is never delivered, 0 to 1.
        duplicate_share: share that is delivered a second time, after another delay, 0 to 1.
        reorder_share: share that may overtake or be overtaken, 0 to 1; the others come to each
            address in the order in which they were taken.
        price_rupiah: of each message taken, 0 or more.
    """

    delay: Delay
    loss_share: float = 0.0
    duplicate_share: float = 0.0
    reorder_share: float = 0.0
    price_rupiah: float = 0.0

    def __post_init__(self) -> None:
        for name in ("loss_share", "duplicate_share", "reorder_share"):
            check_share(name, getattr(self, name))
        if not 0 <= self.price_rupiah < math.inf:
            raise ValueError(f"price_rupiah: is {self.price_rupiah}; it must be 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostConditions(Conditions):
    """How the post office works.

    The prices are assumptions of the order of what bulk senders ask, and mean nothing more.

    Attributes:
        email: how e-mails travel.
        sms: how SMS do.
        most: messages that are kept, on their way or delivered, at least 1. The oldest delivered ones
            go first; with none delivered, no more are taken.
    """

    limit: Limit = field(default_factory=lambda: Limit(per_s=5_000.0, per_day=100_000_000))
    service: Delay = field(default_factory=lambda: Delay(median_s=0.01, sigma=0.4))
    email: Channel = field(
        default_factory=lambda: Channel(delay=Delay(median_s=3.0, sigma=0.8), price_rupiah=2.0)
    )
    sms: Channel = field(
        default_factory=lambda: Channel(delay=Delay(median_s=4.0, sigma=0.6), price_rupiah=400.0)
    )
    most: int = 1_000_000

    def __post_init__(self) -> None:
        if self.most < 1:
            raise ValueError(f"most: is {self.most}; it must be 1 or more")

    def channel(self, kind: Kind) -> Channel:
        """Give how messages of a kind travel."""
        return self.email if kind is Kind.EMAIL else self.sms
