"""The frame of a chart: axes and phases as bands, shared by everything drawn over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from siaga.report.charts.axis import named, scale
from siaga.report.charts.band import Band
from siaga.report.charts.line import Line
from siaga.report.charts.shadow import Shadow

Spec = dict[str, Any]

STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
CHARACTER_PX = 7.6
"""Room for one bold character of 12 pixels."""
TEXT_PX = 13
LABEL_PX = 54
"""Room for the labels of the value axis, so that charts side by side are of one size."""
CLOCK = "floor(datum.value / 60) + ':' + pad(datum.value % 60, 2, '0', 'left')"
LATENCY = "datum.value < 1 ? format(datum.value * 1000, '~r') + ' ms' : format(datum.value, '~r') + ' s'"
LABELS = {"s": LATENCY, "ratio": "format(datum.value * 100, '~r') + ' %'"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Size of the plotted area.

    Attributes:
        width: in CSS pixels.
        height: in CSS pixels.
        ticks: most ticks of the time axis.
    """

    width: int
    height: int
    ticks: int


WIDE = Size(width=520, height=200, ticks=7)
NARROW = Size(width=290, height=180, ticks=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a chart over time is drawn in.

    Attributes:
        bands: phases.
        shadows: times of faults, drawn over the phases.
        end_s: end of the time axis, above 0.
        unit: unit of the values: "s", "ratio" or "count".
        logarithmic: whether the value axis is.
    """

    bands: Sequence[Band]
    shadows: Sequence[Shadow] = ()
    end_s: float
    unit: str = "count"
    logarithmic: bool = False

    def spec(self, lines: Sequence[Line], size: Size) -> Spec:
        """Give the Vega-Lite specification of some lines in this frame."""
        y = self._y(lines)
        drawn = [_drawn(line, y) for line in lines]
        layers = [self._bands(size), *self._shadows(size), *drawn, self._names(size)]
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "width": size.width,
            "height": size.height,
            "background": None,
            "padding": {"left": 2, "right": 8, "top": 4, "bottom": 2},
            "layer": layers,
            "config": _config(),
        }

    def _x(self, size: Size) -> Spec:
        step_s = next((one for one in STEPS_S if self.end_s / one <= size.ticks), STEPS_S[-1])
        values = list(range(0, int(self.end_s) + 1, step_s))
        axis = {"values": values, "labelExpr": CLOCK, "grid": False, "title": None}
        scale = {"domain": [0, self.end_s], "nice": False}
        return {"field": "t", "type": "quantitative", "axis": axis, "scale": scale}

    def _y(self, lines: Sequence[Line]) -> Spec:
        axis: Spec = {"tickCount": 5, "title": None, "labelExpr": LABELS.get(self.unit, "datum.label")}
        if self.unit == "count":
            axis |= {"format": ",~r", "tickMinStep": 1}
        if self.logarithmic:
            axis |= {"values": named(lines), "labelOverlap": False}
        along = scale(lines, logarithmic=self.logarithmic)
        return {"field": "v", "type": "quantitative", "axis": axis, "scale": along}

    def _bands(self, size: Size) -> Spec:
        rows = [{"t": one.start_s, "u": one.end_s, "odd": one.number % 2} for one in self.bands]
        shade = {
            "condition": {"test": "datum.odd", "value": "var(--band)"},
            "value": "var(--band-other)",
        }
        return {
            "data": {"values": rows},
            "mark": {"type": "rect", "clip": True},
            "encoding": {
                "x": self._x(size),
                "x2": {"field": "u"},
                "y": {"value": 0},
                "y2": {"value": size.height},
                "fill": shade,
            },
        }

    def _shadows(self, size: Size) -> list[Spec]:
        """Give the times of faults; one of a moment is still a line to be seen."""
        if not self.shadows:
            return []
        rows = [{"t": one.start_s, "u": one.end_s} for one in self.shadows]
        mark = {"type": "rect", "clip": True, "fill": "var(--failed)", "fillOpacity": 0.14}
        outline = {"stroke": "var(--failed)", "strokeOpacity": 0.5, "strokeWidth": 1}
        return [
            {
                "data": {"values": rows},
                "mark": {**mark, **outline},
                "encoding": {
                    "x": {"field": "t", "type": "quantitative"},
                    "x2": {"field": "u"},
                    "y": {"value": 0},
                    "y2": {"value": size.height},
                },
            }
        ]

    def _names(self, size: Size) -> Spec:
        rows = [{"t": one.start_s, "name": self._name(one, size)} for one in self.bands]
        mark = {"type": "text", "align": "left", "baseline": "bottom", "dx": 2, "dy": -5}
        return {
            "data": {"values": rows},
            "mark": {**mark, "fontWeight": 600, "fill": "var(--muted)"},
            "encoding": {
                "x": {"field": "t", "type": "quantitative"},
                "y": {"value": 0},
                "text": {"field": "name", "type": "nominal"},
            },
        }

    def _name(self, band: Band, size: Size) -> str:
        """Give the name if it fits above the band, else the number, else nothing."""
        room = (min(band.end_s, self.end_s) - band.start_s) / self.end_s * size.width - 4
        fitting = (one for one in (band.name, str(band.number)) if len(one) * CHARACTER_PX <= room)
        return next(fitting, "")


def _drawn(line: Line, y: Spec) -> Spec:
    rows = [{"t": at_s, "v": value} for at_s, value in zip(line.at_s, line.values, strict=True)]
    encoding = {"x": {"field": "t", "type": "quantitative"}, "y": y}
    return {"data": {"values": rows}, "mark": line.mark(), "encoding": encoding}


def _config() -> Spec:
    text = {"labelFontSize": TEXT_PX, "labelColor": "var(--muted)", "labelPadding": 6}
    lines = {"domainColor": "var(--line)", "tickColor": "var(--line)", "gridColor": "var(--grid)"}
    return {
        "font": "sans-serif",
        "view": {"stroke": None},
        "axis": text | lines,
        "text": {"fontSize": 12},
        "axisY": {"domain": False, "ticks": False, "minExtent": LABEL_PX},
    }
