"""RateLimit: a neighbour takes so many requests a second and no more."""

from typing import Annotated

from pydantic import Field

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.neighbour.desk import DESKS, ended_so
from siaga.faults.told import Told
from siaga.scenario.part import Part
from siaga.scenario.quantity import HIGHEST_PER_S, RatePerS

REAL_PER_S = 23.0
"""Two million look-ups a day, which the real registry granted another portal in 2018, over a day."""


class RateLimitSettings(Part):
    """How many it takes."""

    rate: Annotated[RatePerS, Field(gt=0, le=HIGHEST_PER_S)] = REAL_PER_S
    """Requests a second of the whole country; the neighbour's own scale of rates applies to it."""


class RateLimit(Told[RateLimitSettings]):
    """What comes faster is answered 429.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[RateLimitSettings]) -> None:
        sign = ended_so(order.target, "too_fast", "requests came too fast")
        super().__init__(order, {"limit.per_s": order.settings.rate}, sign)


KIND = FaultKind(
    name="rate-limit",
    summary="a neighbour takes 23 requests a second, or what it is told",
    targets=DESKS,
    lasting=Lasting.A_WHILE,
    settings=RateLimitSettings,
    make=RateLimit,
)
