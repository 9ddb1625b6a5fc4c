"""The strip above stacked charts: the times, the phases and every fault by its name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from siaga.judge.amount import clock
from siaga.report.charts.backdrop import CHARACTER_PX, TIME, band_layer, name_layer, shadow_layers
from siaga.report.charts.chart import Chart
from siaga.report.charts.day import Day
from siaga.report.charts.frame import BARE_PX, TIMES_PX, picture
from siaga.report.charts.shadow import Shadow
from siaga.report.charts.size import NARROW_PANEL, PANEL, Size
from siaga.report.charts.svg import svg

LANE_PX = 17
"""Height of a row of names."""
MOST_LANES = 6
"""Rows of faults; those for which there is no room are shaded and stand in the table."""
GAP_PX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """A fault in its row: where its bar lies and on which side its name stands, in pixels."""

    shadow: Shadow
    lane: int
    text_px: float
    align: str


def strip(day: Day, name: str) -> Chart:
    """Draw phases and faults along the time axis."""
    title = "Phases and faults"
    names = [f"{one.name} from {clock(one.start_s)} to {clock(one.end_s)}" for one in day.shadows]
    text = "; ".join(names) if names else "No fault harmed the site."
    wide, narrow = (
        svg(_spec(day, size), name=f"{name}-strip-{width}", title=title, description=text)
        for width, size in (("wide", PANEL), ("narrow", NARROW_PANEL))
    )
    return Chart(name=f"{name}-strip", title=title, text=text, wide=wide, narrow=narrow)


def ruler(day: Day, name: str) -> Markup:
    """Draw the time axis alone, for below the last panel."""
    size = replace(PANEL, height=1)
    axis = band_layer(day.bands, day.frame().time(replace(size, bare=False)), size)
    spec = picture([axis], size, above=0, below=TIMES_PX, over_s=(0.0, day.end_s))
    description = "Minutes and seconds of the run."
    return svg(spec, name=f"{name}-ruler", title="Times", description=description)


def _spec(day: Day, size: Size) -> dict[str, Any]:
    bars = _bars(day.shadows, day.end_s, size.width)
    lanes = 1 + max((one.lane + 1 for one in bars), default=0)
    size = replace(size, height=lanes * LANE_PX + GAP_PX, bare=False)
    names = name_layer(day.bands, 0.0, day.end_s, size)
    names["encoding"]["y"] = {"value": LANE_PX}
    x = day.frame().time(size, orient="top")
    backdrop = [band_layer(day.bands, x, size), *shadow_layers(day.shadows, size), names]
    drawn = [layer for one in bars for layer in _layers(one)]
    layers, over_s = [*backdrop, *drawn], (0.0, day.end_s)
    return picture(layers, size, above=TIMES_PX, below=BARE_PX, over_s=over_s)


def _bars(shadows: Sequence[Shadow], end_s: float, width_px: int) -> list[_Bar]:
    """Give each fault the first row in which its bar and its name have room."""
    taken: list[float] = []
    bars: list[_Bar] = []
    for one in sorted(shadows, key=lambda one: one.start_s):
        bar = _bar(one, width_px / end_s, width_px)
        start_px = min(
            one.start_s / end_s * width_px, bar.text_px - _text_px(one) * (bar.align == "right")
        )
        stop_px = max(one.end_s / end_s * width_px, bar.text_px + _text_px(one) * (bar.align == "left"))
        lane = next((at for at, until in enumerate(taken) if until <= start_px), len(taken))
        if lane >= MOST_LANES:
            continue
        taken[lane : lane + 1] = [stop_px + GAP_PX]
        bars.append(replace(bar, lane=lane))
    return bars


def _bar(one: Shadow, px_per_s: float, width_px: int) -> _Bar:
    """Put the name behind the bar where it fits, else before it, else at the edge."""
    start_px, stop_px = one.start_s * px_per_s, one.end_s * px_per_s
    if stop_px + GAP_PX + _text_px(one) <= width_px:
        return _Bar(shadow=one, lane=0, text_px=stop_px + GAP_PX, align="left")
    if start_px - GAP_PX >= _text_px(one):
        return _Bar(shadow=one, lane=0, text_px=start_px - GAP_PX, align="right")
    return _Bar(shadow=one, lane=0, text_px=float(width_px), align="right")


def _text_px(one: Shadow) -> float:
    return len(one.name) * CHARACTER_PX


def _layers(bar: _Bar) -> list[dict[str, Any]]:
    shadow, middle_px = bar.shadow, (bar.lane + 1.5) * LANE_PX + GAP_PX / 2
    mark = {"type": "rule", "stroke": "var(--failed)", "strokeWidth": 9, "strokeCap": "butt"}
    moment = {"type": "rule", "stroke": "var(--failed)", "strokeWidth": 2}
    word = {"type": "text", "align": bar.align, "baseline": "middle", "fontWeight": 600}
    halo = {"stroke": "var(--card)", "strokeWidth": 3, "strokeJoin": "round", "fill": "var(--card)"}
    y = {"value": middle_px}
    ends = {"y": {"value": middle_px - 6}, "y2": {"value": middle_px + 6}}
    at = {"data": {"values": [{"t": shadow.start_s, "u": shadow.end_s, "name": shadow.name}]}}
    text = {"field": "name", "type": "nominal"}
    named = {"x": {"value": bar.text_px}, "y": y, "text": text}
    return [
        at | {"mark": mark, "encoding": {"x": TIME, "x2": {"field": "u"}, "y": y}},
        at | {"mark": moment, "encoding": {"x": TIME, **ends}},
        at | {"mark": word | halo, "encoding": named},
        at | {"mark": word | {"fill": "var(--failed)"}, "encoding": named},
    ]
