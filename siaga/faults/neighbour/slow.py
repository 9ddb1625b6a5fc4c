"""Slow: a neighbour takes a multiple of its time to answer."""

import math
from typing import Annotated

from pydantic import Field

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.neighbour.desk import DESKS
from siaga.faults.sign import Slows
from siaga.faults.told import Told
from siaga.scenario.part import Part


class SlowSettings(Part):
    """How slow it becomes."""

    factor: Annotated[float, Field(strict=True, ge=2, le=1_000_000)] = 20.0
    """By which the time to answer is multiplied."""


class Slow(Told[SlowSettings]):
    """Its time of service is multiplied; that of a request is drawn when it comes.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[SlowSettings]) -> None:
        factor = order.settings.factor
        name = f"{order.target.replace('-', '_')}_request_duration_seconds"
        # Times are log-normal: midway between usual and slow, on that scale, is the root of the factor.
        sign = Slows(name=name, factor=math.sqrt(factor), what="requests")
        super().__init__(order, {"misbehaviour.slow_ratio": factor}, sign)


KIND = FaultKind(
    name="slow",
    summary="a neighbour takes a multiple of its time to answer",
    targets=DESKS,
    lasting=Lasting.A_WHILE,
    settings=SlowSettings,
    make=Slow,
)
