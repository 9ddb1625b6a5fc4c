"""The strip of verdicts: what was decided of each run, told by line, shape and colour."""

from collections.abc import Sequence

from siaga.judge.verdict import Decision
from siaga.report.charts.chart import Chart
from siaga.report.charts.frame import NAMES_PX, TIMES_PX, Spec, picture
from siaga.report.charts.run_axis import RunAxis
from siaga.report.charts.size import Size
from siaga.report.charts.svg import svg
from siaga.report.mark import DECISIONS

NOTHING = "no verdict"
ROWS = (*(mark.word for mark in DECISIONS.values()), NOTHING)
SHAPES = dict(
    zip(
        ROWS,
        (
            ("circle", "good"),
            ("triangle-up", "caution"),
            ("cross", "bad"),
            ("diamond", "open"),
            ("square", "quiet"),
        ),
        strict=True,
    )
)
STRIP = Size(width=1040, height=130, ticks=12)
NARROW_STRIP = Size(width=210, height=130, ticks=4)
WORDS_PX = 150
"""Room for the longest verdict."""
LARGEST, SMALLEST = 130.0, 22.0
"""Area of a point in square pixels, of few runs and of many."""


def verdict_strip(decisions: Sequence[Decision | None], axis: RunAxis, name: str) -> Chart:
    """Draw the verdict of each run; the table of runs is the one behind it."""
    title, text = "Verdicts", _text(decisions)
    wide, narrow = (
        svg(
            _picture([*axis.layers(size), *_points(decisions, axis, size)], size),
            name=f"{name}-{width}",
            title=title,
            description=text,
        )
        for width, size in (("wide", STRIP), ("narrow", NARROW_STRIP))
    )
    return Chart(name=name, title=title, text=text, wide=wide, narrow=narrow)


def _picture(layers: Sequence[Spec], size: Size) -> Spec:
    """Give more room to the left than other charts have: words stand there, not numbers."""
    room = {"left": WORDS_PX, "right": 10, "top": NAMES_PX, "bottom": TIMES_PX}
    return picture(layers, size, above=NAMES_PX, below=TIMES_PX) | {"padding": room}


def _points(decisions: Sequence[Decision | None], axis: RunAxis, size: Size) -> list[Spec]:
    """Give a layer for each kind of verdict: its line is there even if nothing is on it."""
    words = [NOTHING if one is None else DECISIONS[one].word for one in decisions]
    area = min(max(size.width / len(words) * 5, SMALLEST), LARGEST)
    line = {"sort": list(ROWS), "title": None, "axis": {"grid": True, "maxExtent": WORDS_PX}}
    y = {"field": "v", "type": "nominal", "scale": {"domain": list(ROWS)}, **line}
    return [
        {
            "data": {"values": [{"t": at, "v": one} for at, one in enumerate(words, 1) if one == word]},
            "mark": {"type": "point", "shape": shape, "filled": True, "size": area, "opacity": 1}
            | {"fill": f"var(--{tone})", "stroke": None},
            "encoding": {"x": axis.x(size), "y": y},
        }
        for word, (shape, tone) in SHAPES.items()
    ]


def _text(decisions: Sequence[Decision | None]) -> str:
    kinds = [(mark.word, sum(one is kind for one in decisions)) for kind, mark in DECISIONS.items()]
    told = [f"{many} {word}" for word, many in [*kinds, (NOTHING, decisions.count(None))] if many]
    return f"{', '.join(told)}."
