"""The frame of courses: how much of its limit each thing of a site used, over the load."""

from collections.abc import Sequence
from dataclasses import dataclass

from siaga.report.charts.axis import scale
from siaga.report.charts.frame import BARE_PX, LABELS, TIMES_PX, Spec, picture
from siaga.report.charts.line import Line
from siaga.report.charts.size import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFrame:
    """What courses are drawn in; a line's places are loads in it, not times.

    Attributes:
        low_per_s: where the interval begins; None where it has no beginning.
        high_per_s: where it ends; None where it has no end.
        end_per_s: the largest load, above 0.
    """

    low_per_s: float | None
    high_per_s: float | None
    end_per_s: float

    def spec(self, lines: Sequence[Line], size: Size) -> Spec:
        """Give the Vega-Lite specification of some courses, and the interval behind them."""
        along = scale(lines, logarithmic=False)
        axis = {"tickCount": 5, "title": None, "labelExpr": LABELS["ratio"]}
        y: Spec = {"field": "v", "type": "quantitative", "axis": axis, "scale": along}
        drawn = [self._layer(one, y, size) for one in lines]
        return picture([*self._interval(size), *drawn], size, above=BARE_PX, below=TIMES_PX)

    def _interval(self, size: Size) -> list[Spec]:
        if self.low_per_s is None or self.high_per_s is None:
            return []
        ends = {"values": [{"t": self.low_per_s, "u": self.high_per_s}]}
        mark: Spec = {"type": "rect", "fill": "var(--band-other)", "opacity": 1, "stroke": None}
        return [{"data": ends, "mark": mark, "encoding": {"x": self._x(size), "x2": {"field": "u"}}}]

    def _layer(self, line: Line, y: Spec, size: Size) -> Spec:
        rows = [{"t": at, "v": value} for at, value in zip(line.at_s, line.values, strict=True)]
        return {
            "data": {"values": rows},
            "mark": line.mark() | {"clip": True},
            "encoding": {"x": self._x(size), "y": y},
        }

    def _x(self, size: Size) -> Spec:
        axis = {"tickCount": size.ticks, "title": None, "grid": False, "labelExpr": LABELS["count"]}
        along = {"domain": [0, self.end_per_s], "nice": False}
        return {"field": "t", "type": "quantitative", "axis": axis, "scale": along}
