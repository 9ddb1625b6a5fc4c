"""The frame of a chart: axes and backdrop, shared by everything drawn over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from siaga.report.charts.axis import named, scale
from siaga.report.charts.backdrop import (
    TIME,
    band_layer,
    milestone_layers,
    name_layer,
    shadow_layers,
)
from siaga.report.charts.band import Band
from siaga.report.charts.line import Line
from siaga.report.charts.milestone import Milestone
from siaga.report.charts.shadow import Shadow
from siaga.report.charts.size import Size

Spec = dict[str, Any]

TEXT_PX = 13
LABEL_PX = 54
"""Room for the labels of the value axis."""
SIDES = {"left": LABEL_PX + 2, "right": 10}
"""Room beside the plotted area; it is fixed, so that stacked charts have one time axis."""
TIMES_PX, NAMES_PX, BARE_PX = 26, 20, 5
"""Room below for times, above for names, and where there are none."""
HIGH_PX = 150
"""From here on there is room for many ticks of the value axis."""
CLOCK = "floor(datum.value / 60) + ':' + pad(datum.value % 60, 2, '0', 'left')"
LATENCY = "datum.value < 1 ? format(datum.value * 1000, '~r') + ' ms' : format(datum.value, '~r') + ' s'"
COUNT = "datum.value < 1e5 ? format(datum.value, ',~r') : format(datum.value, '~s')"
LABELS = {"s": LATENCY, "ratio": "format(datum.value * 100, '~r') + ' %'", "count": COUNT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a chart over time is drawn in.

    Attributes:
        bands: phases.
        shadows: times of faults, drawn over the phases.
        milestones: moments with a name, drawn over everything.
        start_s: beginning of the time axis.
        end_s: end of the time axis, above its beginning.
        unit: unit of the values: "s", "ratio" or "count".
        logarithmic: whether the value axis is.
    """

    bands: Sequence[Band]
    shadows: Sequence[Shadow] = ()
    milestones: Sequence[Milestone] = ()
    start_s: float = 0.0
    end_s: float
    unit: str = "count"
    logarithmic: bool = False

    def spec(self, lines: Sequence[Line], size: Size) -> Spec:
        """Give the Vega-Lite specification of some lines in this frame."""
        y = self._y(lines, size)
        middle_s = (self.start_s + self.end_s) / 2
        layers = [
            band_layer(self.bands, self.time(size), size),
            *shadow_layers(self.shadows, size),
            *(_drawn(line, y) for line in lines),
            *milestone_layers(self.milestones, middle_s, size),
        ]
        names = [] if size.bare else [name_layer(self.bands, self.start_s, self.end_s, size)]
        above, below = (BARE_PX, BARE_PX) if size.bare else (NAMES_PX, TIMES_PX)
        over_s = (self.start_s, self.end_s)
        return picture([*layers, *names], size, above=above, below=below, over_s=over_s)

    def time(self, size: Size, *, orient: str = "bottom") -> Spec:
        """Give the axis of times; a bare panel has only its place."""
        axis: Spec = {"values": size.times_s(self.start_s, self.end_s), "grid": False, "title": None}
        axis |= {"labelExpr": CLOCK, "orient": orient}
        if size.bare:
            axis |= {"labels": False, "ticks": False, "domain": False}
        scale = {"domain": [self.start_s, self.end_s], "nice": False}
        return TIME | {"axis": axis, "scale": scale}

    def _y(self, lines: Sequence[Line], size: Size) -> Spec:
        axis: Spec = {"tickCount": 5 if size.height > HIGH_PX else 3, "title": None}
        axis["labelExpr"] = LABELS.get(self.unit, "datum.label")
        if self.unit == "count":
            axis |= {"tickMinStep": 1}
        if self.logarithmic:
            axis |= {"values": named(lines), "labelOverlap": False, "tickCount": 10}
        along = scale(lines, logarithmic=self.logarithmic)
        return {"field": "v", "type": "quantitative", "axis": axis, "scale": along}


def picture(
    layers: Sequence[Spec],
    size: Size,
    *,
    above: int,
    below: int,
    over_s: tuple[float, float] | None = None,
) -> Spec:
    """Give the whole specification of some layers, in the colours and letters of every chart.

    Args:
        layers: from back to front.
        size: of the plotted area.
        above: room above it in pixels.
        below: room below it in pixels.
        over_s: where its time axis begins and ends, by which it can be zoomed; None without one.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "usermeta": {} if over_s is None else {"from": over_s[0], "until": over_s[1]},
        "width": size.width,
        "height": size.height,
        "background": None,
        "autosize": {"type": "none"},
        "padding": {**SIDES, "top": above, "bottom": below},
        "layer": list(layers),
        "config": _config(),
    }


def _drawn(line: Line, y: Spec) -> Spec:
    rows = [{"t": at_s, "v": value} for at_s, value in zip(line.at_s, line.values, strict=True)]
    return {"data": {"values": rows}, "mark": line.mark(), "encoding": {"x": TIME, "y": y}}


def _config() -> Spec:
    text = {"labelFontSize": TEXT_PX, "labelColor": "var(--muted)", "labelPadding": 6}
    lines = {"domainColor": "var(--line)", "tickColor": "var(--line)", "gridColor": "var(--grid)"}
    return {
        "font": "sans-serif",
        "view": {"stroke": None},
        "axis": text | lines,
        "text": {"fontSize": 12},
        "axisY": {"domain": False, "ticks": False, "minExtent": LABEL_PX, "maxExtent": LABEL_PX},
    }
