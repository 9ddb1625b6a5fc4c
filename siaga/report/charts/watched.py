"""The chart of a watched series: what an objective looked at over time, beside its limit."""

from collections.abc import Iterable, Sequence

from siaga.judge.amount import amount
from siaga.judge.verdict import ObjectiveResult
from siaga.observe.series import Series
from siaga.report.charts.chart import Chart, Table, chart
from siaga.report.charts.day import Day, clock
from siaga.report.charts.line import Line, limit_line
from siaga.report.charts.thinning import POINTS, ROWS, Fold, folded, last, width_s
from siaga.report.watch import Trace, Watch, traces, watch

TONES = ("arrived", "p99", "p50", "inside")
DASHES = ((), (6, 3), (2, 3), (9, 3, 2, 3))


def watched(objective: ObjectiveResult, day: Day, series: Series) -> tuple[Chart, ...]:
    """Draw each expression of an objective that looks at scraped series."""
    parts = objective.parts or (objective,)
    seen = [(part, found) for part in parts if (found := watch(part.expression)) is not None]
    return tuple(
        _chart(f"{objective.id}-{place}", part, found, day, series)
        for place, (part, found) in enumerate(seen, start=1)
    )


def _chart(name: str, part: ObjectiveResult, found: Watch, day: Day, series: Series) -> Chart:
    shown = [_within(one, day.end_s) for one in traces(found, series)]
    drawn, fold = shown[: len(TONES)], _fold(found)
    lines = [_line(one, place, fold) for place, one in enumerate(drawn)]
    limit = limit_line(part.limit, f"limit {amount(part.limit, part.unit)}", day.end_s)
    return chart(
        day.frame(unit=part.unit),
        [*lines, limit] if any(line.known for line in lines) else [],
        name=f"watched-{name}",
        title=part.expression,
        text=_text(part, len(shown), len(drawn)),
        table=_table(drawn, fold, part.unit),
    )


def _text(part: ObjectiveResult, there: int, drawn: int) -> str:
    if not there:
        return f"{part.text} The site showed no such series."
    return part.text if there == drawn else f"{part.text} The first {drawn} of {there} series are drawn."


def _fold(found: Watch) -> Fold:
    """Keep the worst of several scrapes; of what adds up, the last one."""
    if found.top.function == "increase":
        return last
    return max if found.at_most else min


def _within(trace: Trace, end_s: float) -> Trace:
    inside = [
        (at_s, value) for at_s, value in zip(trace.at_s, trace.values, strict=True) if 0 <= at_s <= end_s
    ]
    return Trace(
        label=trace.label,
        at_s=tuple(at_s for at_s, _value in inside),
        values=tuple(value for _at_s, value in inside),
    )


def _line(trace: Trace, place: int, fold: Fold) -> Line:
    width = width_s(len(trace.at_s), POINTS)
    return Line(
        label=trace.label,
        tone=TONES[place],
        dash=DASHES[place],
        at_s=trace.at_s[::width],
        values=folded(trace.values, width, fold),
        stepped=True,
    )


def _table(shown: Sequence[Trace], fold: Fold, unit: str) -> Table:
    times = sorted({int(at_s) for trace in shown for at_s in trace.at_s})
    width = width_s(times[-1] + 1 if times else 0, ROWS)
    columns = [_by_row(trace, width, fold) for trace in shown]
    rows = sorted({second // width for second in times})
    return Table(
        headings=("Time", *(trace.label for trace in shown)),
        rows=tuple(
            (clock(row * width), *(_cell(column.get(row), unit) for column in columns)) for row in rows
        ),
        note=f"One row is {width} s; metrics/site.jsonl has every scrape.",
    )


def _by_row(trace: Trace, width: int, fold: Fold) -> dict[int, float]:
    grouped: dict[int, list[float]] = {}
    for at_s, value in _known(trace):
        grouped.setdefault(int(at_s) // width, []).append(value)
    return {row: fold(values) for row, values in grouped.items()}


def _known(trace: Trace) -> Iterable[tuple[float, float]]:
    return (
        (at_s, value) for at_s, value in zip(trace.at_s, trace.values, strict=True) if value is not None
    )


def _cell(value: float | None, unit: str) -> str:
    return "—" if value is None else amount(value, unit)
