"""An axis of values: from where to where it goes, and which values stand beside it."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from siaga.report.charts.line import Line

MOST_TICKS = 7
"""With more of them on a logarithmic axis, only powers of ten stay."""


def scale(lines: Sequence[Line], *, logarithmic: bool) -> dict[str, Any]:
    """Give Vega-Lite's scale for some lines: from zero, or logarithmic around what is above zero."""
    values = [value for line in lines for value in line.values if value is not None]
    if logarithmic:
        ticks = around(values)
        return {"type": "log", "domain": [ticks[0], ticks[-1]], "nice": False}
    if any(values):
        return {"zero": True, "nice": True}
    return {"domain": [0, 1], "nice": False}


def named(lines: Sequence[Line]) -> list[float]:
    """Give the values that a logarithmic axis names."""
    ticks = around(value for line in lines for value in line.values if value is not None)
    if len(ticks) <= MOST_TICKS:
        return ticks
    return [one for one in ticks if math.log10(one).is_integer()]


def around(values: Iterable[float]) -> list[float]:
    """Give the numbers 1, 2 and 5 times a power of ten from below all values to above them.

    >>> around([0.03, 0.4])
    [0.02, 0.05, 0.1, 0.2, 0.5]
    """
    above_zero = [value for value in values if value > 0] or [1.0]
    low, high = min(above_zero), max(above_zero)
    exponents = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    steps = [float(f"{digit}e{exponent}") for exponent in exponents for digit in (1, 2, 5)]
    first = max(place for place, step in enumerate(steps) if step <= low)
    last = min(place for place, step in enumerate(steps) if step >= high)
    return steps[first : max(last, first + 1) + 1]
