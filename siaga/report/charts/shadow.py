"""A shadow: the time in which a fault harmed the site, behind the lines of every chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from siaga.record.fault_span import FaultSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """The time of one fault.

    Attributes:
        start_s: run seconds at which it began.
        end_s: run seconds at which it was healed; as late as the chart where it never was.
        name: what was done to whom.
    """

    start_s: float
    end_s: float
    name: str = ""


def shadows(faults: Sequence[FaultSpan], end_s: float) -> tuple[Shadow, ...]:
    """Give the shadows of faults in a chart that ends at `end_s`."""
    return tuple(
        Shadow(
            start_s=max(one.from_s, 0.0),
            end_s=end_s if one.until_s is None else min(one.until_s, end_s),
            name=f"{one.kind} of {one.target}" if one.target else one.kind,
        )
        for one in faults
        if one.from_s < end_s
    )
