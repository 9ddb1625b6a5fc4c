"""The heat map: latencies over time, darker the more of a moment's samples took so long."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from siaga.judge.amount import clock, count, duration, seconds, share
from siaga.report.charts.axis import MOST_TICKS, around
from siaga.report.charts.backdrop import TIME, band_layer, name_layer, shadow_layers
from siaga.report.charts.chart import Chart, Table
from siaga.report.charts.day import Day
from siaga.report.charts.frame import HIGH_PX, LABELS, NAMES_PX, TIMES_PX, Spec, picture
from siaga.report.charts.heat import Heat
from siaga.report.charts.size import Size
from siaga.report.charts.svg import svg

SHADES = ("below 0.1 %", "0.1 % to 1 %", "1 % to 5 %", "5 % to 20 %", "20 % and more")
LEAST = (0.0, 0.001, 0.01, 0.05, 0.2)
"""Which share of a moment's samples each shade begins with, the lightest first."""

ROWS = 12
"""Most rows of the table."""

NARROW_COLUMNS = 30
"""Most stretches of time of a narrow picture."""


def heat_map(
    name: str, title: str, heat: Heat, day: Day, wide: Size, narrow: Size | None = None
) -> Chart:
    """Draw the heat of a step or of all of them; without a sample there is only a sentence.

    Args:
        name: unique in the page.
        title: one line.
        heat: what is drawn.
        day: phases and faults behind it.
        wide: size of the picture.
        narrow: size of another one for narrow screens; None: there is none.
    """
    if not heat.counts.any():
        return Chart(name=name, title=title, text=f"No latency was recorded.{_undrawn(heat)}")
    text = _text(heat)
    drawn = [
        svg(_spec(one, day, size), name=f"{name}-{width}", title=title, description=text)
        for width, size, one in (("wide", wide, heat), ("narrow", narrow, heat.fewer(NARROW_COLUMNS)))
        if size is not None
    ]
    return Chart(
        name=name,
        title=title,
        text=text,
        wide=drawn[0],
        narrow=drawn[1] if narrow else None,
        table=_table(heat),
    )


def _spec(heat: Heat, day: Day, size: Size) -> Spec:
    frame = day.frame()
    y = _y(heat, size)
    cells = [_layer(shade, list(_cells(heat, shade, day.end_s)), y) for shade in range(len(SHADES))]
    layers = [
        band_layer(day.bands, frame.time(size), size),
        *(one for one in cells if one["data"]["values"]),
        *shadow_layers(day.shadows, size),
        name_layer(day.bands, 0.0, day.end_s, size),
    ]
    return picture(layers, size, above=NAMES_PX, below=TIMES_PX, over_s=(0.0, day.end_s))


def _y(heat: Heat, size: Size) -> Spec:
    low, high = heat.edges_s[0], heat.edges_s[-1]
    ticks = [one for one in around(heat.edges_s) if low <= one <= high]
    if len(ticks) > MOST_TICKS * (2 if size.height > HIGH_PX else 1):
        ticks = [one for one in ticks if math.log10(one).is_integer()]
    axis = {
        "values": ticks,
        "labelExpr": LABELS["s"],
        "title": None,
        "labelOverlap": False,
        "grid": False,
    }
    along = {"type": "log", "domain": [low, high], "nice": False}
    return {"field": "v", "type": "quantitative", "axis": axis, "scale": along}


def _layer(shade: int, cells: Sequence[Spec], y: Spec) -> Spec:
    return {
        "data": {"values": cells},
        "mark": {"type": "rect", "clip": True, "fill": f"var(--heat-{shade + 1})"},
        "encoding": {"x": TIME, "x2": {"field": "u"}, "y": y, "y2": {"field": "w"}},
    }


def _cells(heat: Heat, shade: int, end_s: float) -> Iterator[Spec]:
    """Give the rectangles of a shade; neighbours in time are one."""
    shares = heat.shares()
    found = (np.digitize(shares, LEAST) - 1 == shade) & (heat.counts > 0)
    for bucket, (low_s, high_s) in enumerate(pairwise(heat.edges_s)):
        edges = np.flatnonzero(np.diff(found[:, bucket], prepend=False, append=False))
        for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            yield {
                "t": start * heat.column_s,
                "u": min(stop * heat.column_s, end_s),
                "v": low_s,
                "w": high_s,
            }


def _text(heat: Heat) -> str:
    total = heat.counts.sum(axis=0)
    most = int(total.argmax())
    slowest = int(np.flatnonzero(total)[-1])
    at = int(np.flatnonzero(heat.counts[:, slowest])[0])
    return (
        f"{_bucket(heat, most)} was the most frequent, {share(total[most] / total.sum())}"
        f" of {count(total.sum())} samples; the slowest took {_bucket(heat, slowest)},"
        f" first at {clock(at * heat.column_s)}.{_undrawn(heat)}"
    )


def _undrawn(heat: Heat) -> str:
    return f" Never served, and not drawn: {count(heat.never)}." if heat.never else ""


def _bucket(heat: Heat, bucket: int) -> str:
    low, high = seconds(heat.edges_s[bucket]), seconds(heat.edges_s[bucket + 1])
    # The unit once, where it is the same.
    return f"{low.removesuffix(high[high.index(' ') :])} to {high}"


def _table(heat: Heat) -> Table:
    few = heat.fewer(ROWS)
    used = np.flatnonzero(few.counts.any(axis=0)).tolist()
    shares = few.shares()
    rows = [
        (
            clock(place * few.column_s),
            count(samples),
            *(share(shares[place, one]) if few.counts[place, one] else "" for one in used),
        )
        for place, samples in enumerate(few.samples.tolist())
    ]
    return Table(
        headings=("Time", "Samples", *(_bucket(few, one) for one in used)),
        rows=tuple(rows),
        note=f"One row is {duration(few.column_s)}: the share of its samples that took so long.",
    )
