"""The Shortfall of a measurement: how many more events would decide, and how much longer they take."""

import math
from dataclasses import dataclass

from siaga.judge.measured import Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What is missing.

    Attributes:
        events: how many more; None where none are, or where no number would do.
        longer_s: how much longer the run would have to be for them, at its own rate; None as before.
    """

    events: int | None = None
    longer_s: float | None = None


def shortfall(measured: Measurement, least: int) -> Shortfall:
    """Say what a measurement that does not decide is short of.

    Args:
        measured: what was measured.
        least: events that the objective asks for.
    """
    if measured.events is None or measured.over_s is None:
        return Shortfall()
    needed = max(measured.needed or 0, least)
    if needed <= measured.events:
        return Shortfall()
    more = needed - measured.events
    if not measured.events:
        return Shortfall(events=more)
    return Shortfall(events=more, longer_s=float(math.ceil(more * measured.over_s / measured.events)))
