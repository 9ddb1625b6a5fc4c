"""The chart of a trend: one measure of every run, with its 95 % bound, its limit and its state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from siaga.judge.verdict import State
from siaga.report.charts.axis import scale
from siaga.report.charts.chart import Chart
from siaga.report.charts.frame import LABELS, NAMES_PX, TIMES_PX, Spec, picture
from siaga.report.charts.line import Line
from siaga.report.charts.run_axis import RunAxis
from siaga.report.charts.size import Size
from siaga.report.charts.svg import svg

SMALL = Size(width=290, height=150, ticks=4)

MANY = 60
"""From here on only those points are drawn that are not met: the line shows the others."""

LARGEST, SMALLEST = 45, 20
"""Area of a point in square pixels, of few runs and of many."""

SHAPES = {
    State.MET: ("circle", "arrived"),
    State.BROKEN: ("cross", "failed"),
    State.UNKNOWN: ("diamond", "open"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is drawn of one run.

    Attributes:
        value: what was measured; None if nothing was.
        bound: its 95 % bound; None without one.
        limit: the limit; None without one.
        state: what was said of it.
        never: whether its value falls on visitors who were never served, and stands on no axis.
    """

    value: float | None
    bound: float | None = None
    limit: float | None = None
    state: State = State.MET
    never: bool = False


NOTHING = Seen(value=None)


def trend_chart(
    seen: Sequence[Seen], axis: RunAxis, *, name: str, title: str, text: str, unit: str
) -> Chart:
    """Draw a measure through all runs; the table of runs is the one behind it."""
    layers = [*axis.layers(SMALL), *_layers(seen, axis, unit)]
    drawn = picture(layers, SMALL, above=NAMES_PX, below=TIMES_PX)
    return Chart(
        name=name, title=title, text=text, narrow=svg(drawn, name=name, title=title, description=text)
    )


def _layers(seen: Sequence[Seen], axis: RunAxis, unit: str) -> list[Spec]:
    columns = {"v": [one.value for one in seen], "b": [one.bound for one in seen]}
    limits = [one.limit for one in seen]
    place = {"x": axis.x(SMALL), "y": _y([*columns["v"], *columns["b"], *limits], unit)}
    between = [
        {"t": at, "v": one.value, "b": one.bound}
        for at, one in enumerate(seen, 1)
        if one.value is not None and one.bound is not None
    ]
    thick_px = min(SMALL.width / len(seen) * 0.8, 4.0)
    band = {"type": "rule", "stroke": "var(--arrived)", "strokeWidth": thick_px, "strokeOpacity": 0.35}
    limit: dict[str, Any] = {"type": "line", "stroke": "var(--limit)", "strokeDash": [7, 4]}
    value = {"type": "line", "stroke": "var(--arrived)", "strokeWidth": 1.5}
    return [
        {"data": {"values": between}, "mark": band, "encoding": place | {"y2": {"field": "b"}}},
        _line(limits, limit | {"strokeWidth": 1.5, "interpolate": "step"}, place),
        _line(columns["v"], value, place),
        *(_points(seen, state, place) for state in SHAPES),
    ]


def _line(values: Sequence[float | None], mark: Spec, place: Spec) -> Spec:
    rows = [{"t": at, "v": one} for at, one in enumerate(values, 1)]
    return {"data": {"values": rows}, "mark": mark, "encoding": place}


def _points(seen: Sequence[Seen], state: State, place: Spec) -> Spec:
    few = len(seen) <= MANY
    rows = [
        {"t": at, "v": one.value}
        for at, one in enumerate(seen, 1)
        if one.state is state and one.value is not None and (few or state is not State.MET)
    ]
    shape, tone = SHAPES[state]
    area = LARGEST if few else SMALLEST
    mark = {"type": "point", "shape": shape, "filled": True, "size": area, "opacity": 1, "stroke": None}
    return {"data": {"values": rows}, "mark": mark | {"fill": f"var(--{tone})"}, "encoding": place}


def _y(values: Sequence[float | None], unit: str) -> Spec:
    """Give the value axis: of a ratio as narrow as its values, since 99.5 % and 100 % are far apart."""
    known = [one for one in values if one is not None]
    axis: Spec = {"tickCount": 4, "title": None, "labelExpr": LABELS.get(unit, "datum.label")}
    along = scale([Line(label="", tone="", at_s=range(len(known)), values=known)], logarithmic=False)
    if unit == "ratio" and known:
        along = {"zero": False, "nice": True}
    return {"field": "v", "type": "quantitative", "axis": axis, "scale": along}
