"""The health of the generator: how late its workers were and how busy, stacked over one time axis."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from statistics import median_high

from siaga.judge.amount import amount
from siaga.report.charts.chart import Chart, chart
from siaga.report.charts.day import Day
from siaga.report.charts.line import limit_line
from siaga.report.charts.size import NARROW_PANEL, PANEL
from siaga.report.charts.stack import Stack, stack
from siaga.report.charts.thinning import Known
from siaga.report.charts.track import Track, table
from siaga.report.vitals import Vitals

TONES = ("arrived", "p99", "p50", "inside")
DASHES = ((), (6, 3), (2, 3), (9, 3, 2, 3))

Told = tuple[str, Sequence[float], Known]
"""Name, run seconds and values."""


def generator(day: Day, vitals: Vitals, *, late_s: float, cpu_ratio: float) -> Stack:
    """Draw each worker, or of many the worst and the middle one.

    Args:
        day: gives the time axis.
        vitals: what the workers told.
        late_s: the limit of the evidence for lateness.
        cpu_ratio: the limit of the evidence for the share of a core.
    """
    late: list[Told] = [(f"worker {one.rank}", one.at_s, one.late_s) for one in vitals.workers]
    busy: list[Told] = [(f"worker {one.rank}", one.at_s, one.cpu_ratio) for one in vitals.workers]
    panels = [
        _panel(late, day, "s", late_s, title="Lateness of the generator's workers"),
        _panel(busy, day, "ratio", cpu_ratio, title="Share of a core that each worker used"),
    ]
    return stack(day, panels, name="generator", title="The generator, second by second")


def _panel(told: Sequence[Told], day: Day, unit: str, limit: float, *, title: str) -> Chart:
    shown = told if len(told) <= len(TONES) else _summed_up(told)
    write = partial(amount, unit=unit)
    tracks = [
        Track(label=label, at_s=at_s, values=values, fold=max, write=write).within(day.end_s)
        for label, at_s, values in shown
    ]
    looks = zip(tracks, TONES, DASHES, strict=False)
    lines = [track.line(tone, dash=dash) for track, tone, dash in looks]
    allowed = limit_line(limit, f"limit {write(limit)}", day.end_s)
    return chart(
        day.frame(unit=unit),
        [*lines, allowed] if lines else [],
        name=f"generator-{unit}",
        title=title,
        text=_text(told, unit),
        table=table(tracks, day.end_s, "evidence/"),
        sizes=(PANEL, NARROW_PANEL),
    )


def _summed_up(told: Sequence[Told]) -> list[Told]:
    each: defaultdict[float, list[float]] = defaultdict(list)
    for _label, at_s, values in told:
        for second, value in zip(at_s, values, strict=True):
            if value is not None:
                each[second].append(value)
    seconds = sorted(each)
    return [
        ("worst worker", seconds, [max(each[second]) for second in seconds]),
        ("middle worker", seconds, [median_high(each[second]) for second in seconds]),
    ]


def _text(told: Sequence[Told], unit: str) -> str:
    worst = {label: max(one or 0.0 for one in values) for label, _at_s, values in told}
    if not worst:
        return "No worker told anything of itself."
    label = max(worst, key=lambda name: worst[name])
    return f"At most {amount(worst[label], unit)}, of {label}; {len(told)} told of themselves."
