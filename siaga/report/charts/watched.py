"""The chart of a watched series: what an objective looked at over time, beside its limit."""

from functools import partial

from siaga.judge.amount import amount
from siaga.judge.verdict import ObjectiveResult
from siaga.observe.series import Series
from siaga.report.charts.chart import Chart, chart
from siaga.report.charts.day import Day
from siaga.report.charts.line import limit_line
from siaga.report.charts.thinning import Fold, last
from siaga.report.charts.track import Track, table
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
    there = traces(found, series)
    tracks = [_track(one, _fold(found), part.unit).within(day.end_s) for one in there[: len(TONES)]]
    looks = zip(tracks, TONES, DASHES, strict=False)
    lines = [track.line(tone, dash=dash, stepped=True) for track, tone, dash in looks]
    limit = limit_line(part.limit, f"limit {amount(part.limit, part.unit)}", day.end_s)
    return chart(
        day.frame(unit=part.unit),
        [*lines, limit] if any(line.known for line in lines) else [],
        name=f"watched-{name}",
        title=part.expression,
        text=_text(part, len(there), len(tracks)),
        table=table(tracks, day.end_s, "metrics/site.jsonl"),
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


def _track(trace: Trace, fold: Fold, unit: str) -> Track:
    return Track(
        label=trace.label,
        at_s=trace.at_s,
        values=trace.values,
        fold=fold,
        write=partial(amount, unit=unit),
    )
