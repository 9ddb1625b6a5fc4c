"""The frame of a quantile chart: latencies over percentiles, each nine as wide as the last."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from siaga.report.charts.axis import named, scale
from siaga.report.charts.frame import BARE_PX, LABELS, TIMES_PX, Spec, picture
from siaga.report.charts.line import Line
from siaga.report.charts.size import Size

NAMED = (0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999)
"""Quantiles that the axis names, as far as it goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentileFrame:
    """What latencies over percentiles are drawn in.

    Attributes:
        end: the highest quantile, 0 to below 1.
    """

    end: float

    def spec(self, lines: Sequence[Line], size: Size) -> Spec:
        """Give the Vega-Lite specification of some lines, whose places are those of `place`."""
        axis = {"values": named(lines), "labelOverlap": False, "title": None, "labelExpr": LABELS["s"]}
        y = {
            "field": "v",
            "type": "quantitative",
            "axis": axis,
            "scale": scale(lines, logarithmic=True),
        }
        drawn = [self._drawn(line, y) for line in lines]
        return picture(drawn, size, above=BARE_PX, below=TIMES_PX)

    def _drawn(self, line: Line, y: Spec) -> Spec:
        rows = [{"t": at, "v": value} for at, value in zip(line.at_s, line.values, strict=True)]
        return {
            "data": {"values": rows},
            "mark": line.mark() | {"clip": True},
            "encoding": {"x": self._x(), "y": y},
        }

    def _x(self) -> Spec:
        shown = [one for one in NAMED if one <= self.end]
        label = " : ".join(f"datum.value < {place(one) + 0.01} ? '{_percent(one)}'" for one in shown)
        axis = {"values": [place(one) for one in shown], "labelExpr": f"{label} : ''", "title": None}
        along = {"domain": [0, place(self.end)], "nice": False}
        return {"field": "t", "type": "quantitative", "axis": axis, "scale": along}


def place(quantile: float) -> float:
    """Give where a quantile lies on the axis: 0.9 at 1, 0.99 at 2, 0.999 at 3.

    Raises:
        ValueError: it is not from 0 to below 1.
    """
    if not 0 <= quantile < 1:
        raise ValueError(f"quantile: {quantile} lies nowhere; from 0 to below 1 is allowed")
    return round(-math.log10(1 - quantile), 6)


def _percent(quantile: float) -> str:
    return f"{quantile * 100:.6g} %"
