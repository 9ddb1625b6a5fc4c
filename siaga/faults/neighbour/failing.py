"""Failing: a neighbour answers a share of its requests with a server error."""

from typing import Annotated

from pydantic import Field

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.neighbour.desk import DESKS, Share, ended_so
from siaga.faults.told import Told


class FailingSettings(Share):
    """How many requests fail, and how."""

    status: Annotated[int, Field(strict=True, ge=500, le=599)] = 503
    """That they are answered with."""


class Failing(Told[FailingSettings]):
    """Requests fail after the time that they would have taken.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[FailingSettings]) -> None:
        change = {
            "misbehaviour.failing_share": order.settings.share,
            "misbehaviour.failing_status": order.settings.status,
        }
        super().__init__(order, change, ended_so(order.target, "failed", "requests failed"))


KIND = FaultKind(
    name="failing",
    summary="a neighbour answers requests with a server error",
    targets=DESKS,
    lasting=Lasting.A_WHILE,
    settings=FailingSettings,
    make=Failing,
)
