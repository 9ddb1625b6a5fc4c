"""The backdrop of a chart: phases as bands, times of faults over them, and moments with a name."""

from collections.abc import Sequence
from typing import Any

from siaga.report.charts.band import Band
from siaga.report.charts.milestone import Milestone
from siaga.report.charts.shadow import Shadow
from siaga.report.charts.size import Size

Layer = dict[str, Any]

CHARACTER_PX = 7.6
"""Room for one bold character of 12 pixels."""
ABOVE_PX = -5
"""Where names stand above the plotted area."""
TIME = {"field": "t", "type": "quantitative"}


def band_layer(bands: Sequence[Band], x: Layer, size: Size) -> Layer:
    """Give the phases as shades that take turns; they carry the axis of times."""
    rows = [{"t": one.start_s, "u": one.end_s, "odd": one.number % 2} for one in bands]
    shade = {
        "condition": {"test": "datum.odd", "value": "var(--band)"},
        "value": "var(--band-other)",
    }
    return _rectangles(rows, {"fill": shade}, x, size)


def shadow_layers(shadows: Sequence[Shadow], size: Size) -> list[Layer]:
    """Give the times of faults; one of a moment is still a line to be seen."""
    if not shadows:
        return []
    rows = [{"t": one.start_s, "u": one.end_s} for one in shadows]
    look = {"fill": "var(--failed)", "fillOpacity": 0.14}
    outline = {"stroke": "var(--failed)", "strokeOpacity": 0.5, "strokeWidth": 1}
    layer = _rectangles(rows, {}, TIME, size)
    return [layer | {"mark": layer["mark"] | look | outline}]


def name_layer(bands: Sequence[Band], start_s: float, end_s: float, size: Size) -> Layer:
    """Give the name of each phase where it fits above its band, else its number, else nothing."""
    shown = [one for one in bands if one.end_s > start_s and one.start_s < end_s]
    rows = [{"t": max(one.start_s, start_s), "name": _name(one, start_s, end_s, size)} for one in shown]
    mark = {"align": "left", "baseline": "bottom", "dx": 2, "fontWeight": 600, "fill": "var(--muted)"}
    return _texts(rows, mark, ABOVE_PX)


def milestone_layers(milestones: Sequence[Milestone], middle_s: float, size: Size) -> list[Layer]:
    """Give each moment as a line from top to bottom, its name beside it on the side with more room."""
    return [
        layer
        for place, one in enumerate(milestones)
        for layer in _milestone(one, 12 + 15 * place, size, left=one.at_s > middle_s)
    ]


def _milestone(one: Milestone, y_px: int, size: Size, *, left: bool) -> list[Layer]:
    colour = f"var(--{one.tone})"
    rule = {"type": "rule", "stroke": colour, "strokeWidth": 2, "clip": True}
    dashed = {"strokeDash": [3, 3]} if one.open else {}
    side = {"align": "right", "dx": -5} if left else {"align": "left", "dx": 5}
    mark = {"baseline": "middle", "fontWeight": 600, "fill": colour}
    halo = {"stroke": "var(--card)", "strokeWidth": 4, "strokeJoin": "round"}
    rows = [{"t": one.at_s, "name": one.name}]
    return [
        {
            "data": {"values": rows},
            "mark": rule | dashed,
            "encoding": {"x": TIME, "y": {"value": 0}, "y2": {"value": size.height}},
        },
        _texts(rows, mark | side | halo, y_px),
        _texts(rows, mark | side, y_px),
    ]


def _rectangles(rows: Sequence[Layer], looks: Layer, x: Layer, size: Size) -> Layer:
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "clip": True},
        "encoding": {
            "x": x,
            "x2": {"field": "u"},
            "y": {"value": 0},
            "y2": {"value": size.height},
            **looks,
        },
    }


def _texts(rows: Sequence[Layer], mark: Layer, y_px: int) -> Layer:
    return {
        "data": {"values": rows},
        "mark": {"type": "text", **mark},
        "encoding": {
            "x": TIME,
            "y": {"value": y_px},
            "text": {"field": "name", "type": "nominal"},
        },
    }


def _name(band: Band, start_s: float, end_s: float, size: Size) -> str:
    seen_s = min(band.end_s, end_s) - max(band.start_s, start_s)
    room_px = seen_s / (end_s - start_s) * size.width - 4
    fitting = (one for one in (band.name, str(band.number)) if len(one) * CHARACTER_PX <= room_px)
    return next(fitting, "")
