"""SlowCommits: each transaction of the built-in site takes longer to reach the disk."""

from typing import Annotated

from pydantic import Field

from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.site.suffered import Suffered
from siaga.scenario.part import Part
from siaga.scenario.quantity import SomeS


class SlowCommitsSettings(Part):
    """How slow."""

    delay_s: Annotated[SomeS, Field(alias="delay", le=60)] = 0.5
    """By which each takes longer."""


class SlowCommits(Suffered[SlowCommitsSettings]):
    """Writes that wait meanwhile share the next one.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[SlowCommitsSettings]) -> None:
        change = {"store.commit_delay_s": order.settings.delay_s}
        super().__init__(order, change, "commit_delay", "commits took longer")


KIND = FaultKind(
    name="slow-commits",
    summary="each commit takes longer",
    targets=("store",),
    lasting=Lasting.A_WHILE,
    settings=SlowCommitsSettings,
    make=SlowCommits,
)
