"""What the site said of itself, stacked beside what the generator counted, over one time axis."""

from functools import partial

from siaga.judge.amount import amount
from siaga.observe.series import Series
from siaga.report.charts.chart import Chart, chart
from siaga.report.charts.day import Day
from siaga.report.charts.size import NARROW_PANEL, PANEL
from siaga.report.charts.stack import Stack, stack
from siaga.report.charts.thinning import Fold, Known, mean
from siaga.report.charts.track import Track, table
from siaga.report.sight import SIGHTS, Sight, seen
from siaga.report.vitals import Vitals
from siaga.report.watch import Trace

TONES = ("arrived", "p99", "p50", "inside")
DASHES = ((), (9, 3, 2, 3), (2, 3), (1, 2))
OURS = {
    "sent": "sent by us",
    "failed": "failed samples of ours",
    "late": "our slowest worker",
    "rejects": "429 and 503 that we got",
}
SOURCE = "metrics/site.jsonl"


def said(day: Day, series: Series, vitals: Vitals) -> Stack:
    """Draw each thing that the site shows; what it does not show is left out."""
    shown = ((sight, seen(sight, series)) for sight in SIGHTS)
    panels = [_panel(sight, found, day, vitals) for sight, found in shown if found]
    return stack(day, panels, name="said", title="The site's own metrics beside ours")


def _panel(sight: Sight, found: list[Trace], day: Day, vitals: Vitals) -> Chart:
    fold: Fold = mean if sight.how == "rate" else max
    write = partial(amount, unit=sight.unit)
    theirs = [
        Track(label=one.label, at_s=one.at_s, values=one.values, fold=fold, write=write) for one in found
    ]
    tracks = [one.within(day.end_s) for one in theirs]
    looks = zip(tracks, TONES, DASHES, strict=False)
    lines = [track.line(tone, dash=dash, filled=len(tracks) == 1) for track, tone, dash in looks]
    if sight.ours:
        at_s, values = _ours(sight.ours, day, vitals)
        ours = Track(label=OURS[sight.ours], at_s=at_s, values=values, fold=fold, write=write)
        tracks.append(ours.within(day.end_s))
        lines.append(tracks[-1].line("planned", dash=(6, 4)))
    return chart(
        day.frame(unit=sight.unit),
        lines,
        name=sight.name,
        title=sight.title,
        text=_text(sight, tracks),
        table=table(tracks, day.end_s, SOURCE),
        sizes=(PANEL, NARROW_PANEL),
    )


def _ours(what: str, day: Day, vitals: Vitals) -> tuple[tuple[float, ...], Known]:
    if what == "failed":
        return day.timeline.second, day.timeline.failed
    if what == "late":
        worst: dict[int, float] = {}
        for worker in vitals.workers:
            for at_s, late_s in zip(worker.at_s, worker.late_s, strict=True):
                worst[at_s] = max(worst.get(at_s, 0.0), late_s)
        return tuple(sorted(worst)), tuple(worst[at_s] for at_s in sorted(worst))
    column = vitals.sent if what == "sent" else vitals.rejects
    return tuple(range(len(column))), column


def _text(sight: Sight, tracks: list[Track]) -> str:
    """Say the highest value of each."""
    highest = [(one.label, [value for value in one.values if value is not None]) for one in tracks]
    told = [f"{label} {amount(max(values), sight.unit)}" for label, values in highest if values]
    return f"At most: {', '.join(told)}."
