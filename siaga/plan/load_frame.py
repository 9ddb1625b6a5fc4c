"""The frame of a law: what gets done over what is asked at once, with what was measured as points."""

from collections.abc import Sequence
from dataclasses import dataclass

from siaga.plan.load_point import LoadPoint
from siaga.report.charts.axis import scale
from siaga.report.charts.frame import BARE_PX, LABELS, TIMES_PX, Spec, picture
from siaga.report.charts.line import Line
from siaga.report.charts.size import Size

AREA = 34
"""Of a point, in square pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFrame:
    """What laws are drawn in; a line's places are loads in it, not times.

    Attributes:
        points: what was measured.
        end: the largest load, above 0.
    """

    points: Sequence[LoadPoint]
    end: float

    def spec(self, lines: Sequence[Line], size: Size) -> Spec:
        """Give the Vega-Lite specification of some laws and the points."""
        seen = [one.per_s for one in self.points]
        along = scale(
            [*lines, Line(label="", tone="", at_s=range(len(seen)), values=seen)], logarithmic=False
        )
        axis = {"tickCount": 5, "title": None, "labelExpr": LABELS["count"]}
        y: Spec = {"field": "v", "type": "quantitative", "axis": axis, "scale": along}
        drawn = [_layer(line.at_s, line.values, line.mark(), self._x(size), y) for line in lines]
        mark = {"type": "point", "filled": True, "size": AREA, "opacity": 0.75, "stroke": None}
        mark |= {"fill": "var(--p99)"}
        points = _layer([one.load for one in self.points], seen, mark, self._x(size), y)
        return picture([*drawn, points], size, above=BARE_PX, below=TIMES_PX)

    def _x(self, size: Size) -> Spec:
        axis = {"tickCount": size.ticks, "title": None, "grid": False, "labelExpr": LABELS["count"]}
        along = {"domain": [0, self.end], "nice": False}
        return {"field": "t", "type": "quantitative", "axis": axis, "scale": along}


def _layer(at: Sequence[float], values: Sequence[float | None], mark: Spec, x: Spec, y: Spec) -> Spec:
    rows = [{"t": load, "v": value} for load, value in zip(at, values, strict=True)]
    return {"data": {"values": rows}, "mark": mark | {"clip": True}, "encoding": {"x": x, "y": y}}
