"""The recovery from a fault: how much went well around it, when it was detected, when it was over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from siaga.judge.amount import clock, duration, number, seconds, share
from siaga.judge.fault_course import FaultCourse
from siaga.judge.measured import Measurement
from siaga.judge.timeline import Timeline
from siaga.report.charts.chart import Chart, Table
from siaga.report.charts.day import Column, Day
from siaga.report.charts.frame import Frame
from siaga.report.charts.line import Line
from siaga.report.charts.milestone import Milestone
from siaga.report.charts.shadow import Shadow, shadows
from siaga.report.charts.size import SMALL
from siaga.report.charts.stack import joined
from siaga.report.charts.svg import svg
from siaga.report.charts.thinning import Fold, Known

BEFORE_S = 10
AFTER_S = 15
"""What is shown before a fault began, and after the last thing that came of it."""

MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """One fault, drawn.

    Attributes:
        name: unique in the page.
        title: what was done to whom.
        when: from when until when.
        detected: how long until it was seen, in words.
        detected_of: what that was made of.
        recovered: how long until all was well again, in words.
        recovered_of: what that was made of.
        charts: goodput ratio and latency around it; none where nothing was recorded then.
        table: the numbers of both; None where there is no chart.
    """

    name: str
    title: str
    when: str
    detected: str
    detected_of: str
    recovered: str
    recovered_of: str
    charts: tuple[Chart, ...] = ()
    table: Table | None = None


def recoveries(courses: Sequence[FaultCourse], day: Day) -> tuple[Recovery, ...]:
    """Draw every fault, in the order given."""
    return tuple(_recovery(f"recovery-{at}", one, day) for at, one in enumerate(courses, start=1))


def length(measured: Measurement) -> str:
    """Write a time of a fault; without a bound it is the least that it can have been."""
    if measured.value is None:
        return "unknown"
    if measured.bound is None:
        return f"at least {_length(measured.value)}"
    if measured.bound > measured.value:
        return f"{_length(measured.value)} to {_length(measured.bound)}"
    return _length(measured.value)


def _length(value_s: float) -> str:
    """Write tenths where they matter: a fault is not seen or over to the millisecond."""
    return duration(value_s) if value_s >= MINUTE_S else f"{number(round(value_s, 1))} s"


def _recovery(name: str, course: FaultCourse, day: Day) -> Recovery:
    span = course.span
    (own,) = shadows([span], max(day.end_s, span.from_s + 1))
    told = Recovery(
        name=name,
        title=own.name,
        when=_when(own, span.until_s),
        detected=length(course.detection),
        detected_of=course.detection.made_of,
        recovered=length(course.recovery),
        recovered_of=course.recovery.made_of,
    )
    around = _around(course, own, day)
    if not around.timeline.second:
        return told
    drawn = _charts(name, around, own, _milestones(course))
    return replace(told, charts=drawn[0], table=joined(drawn[1]))


def _when(own: Shadow, until_s: float | None) -> str:
    began, ended = clock(own.start_s), clock(own.end_s)
    if until_s is None:
        return f"From {began} to the end"
    return f"At {began}" if began == ended else f"From {began} to {ended}"


def _milestones(course: FaultCourse) -> tuple[Milestone, ...]:
    """Give when it was detected and when the site had recovered, as far as that is known."""
    span, seen, over = course.span, course.detection, course.recovery
    found = []
    if seen.value is not None and seen.bound is not None:
        at_s = span.from_s + seen.value
        found.append(Milestone(at_s=at_s, name=f"detected {length(seen)}", tone="inside"))
    if over.value is not None and span.until_s is not None:
        at_s, surely = span.until_s + over.value, over.bound is not None
        name = f"recovered {length(over)}" if surely else f"recovered ≥ {_length(over.value)}"
        found.append(Milestone(at_s=at_s, name=name, tone="good", open=not surely))
    return tuple(found)


def _around(course: FaultCourse, own: Shadow, day: Day) -> Day:
    """Give the part of a day in which a fault began, harmed and was recovered from."""
    moments_s = [own.end_s, *(one.at_s for one in _milestones(course))]
    first = max(int(own.start_s) - BEFORE_S, 0)
    end_s = min(max(moments_s) + AFTER_S, day.end_s)
    return replace(day, timeline=_cut(day.timeline, range(first, int(-(-end_s // 1)))), end_s=end_s)


def _cut(timeline: Timeline, kept: range) -> Timeline:
    part = slice(kept.start, kept.stop)
    columns = {name: getattr(timeline, name)[part] for name in timeline.__slots__}
    return Timeline(**columns)


def _charts(
    name: str, day: Day, own: Shadow, milestones: Sequence[Milestone]
) -> tuple[tuple[Chart, ...], list[Table]]:
    good = Column(label="goodput ratio", values=_good(day.timeline), fold=min, write=share)
    p50 = Column(label="p50", values=day.timeline.p50_s, fold=max, write=seconds)
    p99 = Column(label="p99", values=day.timeline.p99_s, fold=max, write=seconds)
    frame = Frame(
        bands=day.bands,
        shadows=[own],
        milestones=milestones,
        start_s=float(day.timeline.second[0]),
        end_s=day.end_s,
        unit="ratio",
    )
    unnamed = [replace(one, name="") for one in milestones]
    slow = replace(frame, unit="s", logarithmic=True, milestones=unnamed)
    lines = [day.line(p99, "p99"), day.line(p50, "p50", dash=(6, 3))]
    charts = (
        _chart(f"{name}-good", _worst("Goodput ratio", good, day, min), frame, [_filled(good, day)]),
        _chart(f"{name}-slow", _worst("Latency, p99", p99, day, max), slow, lines),
    )
    return charts, [day.table(good), day.table(p50, p99)]


def _good(timeline: Timeline) -> Known:
    """Give the goodput ratio of each second, as the objective of that name has it."""
    each = zip(timeline.good, timeline.failed, timeline.dropped, strict=True)
    return [good / (good + bad + lost) if good + bad + lost else None for good, bad, lost in each]


def _filled(column: Column, day: Day) -> Line:
    return day.line(column, "good", filled=True)


def _worst(title: str, column: Column, day: Day, worst: Fold) -> str:
    """Say the worst value of a column, and when it was."""
    known = [
        (value, at_s)
        for at_s, value in zip(day.timeline.second, column.values, strict=True)
        if value is not None
    ]
    if not known:
        return f"{title}: no sample was recorded."
    value = worst(value for value, _at_s in known)
    at_s = next(at_s for found, at_s in known if found == value)
    which = "lowest" if worst is min else "highest"
    return f"{title}: {which} {column.write(value)}, at {clock(at_s)}."


def _chart(name: str, text: str, frame: Frame, lines: Sequence[Line]) -> Chart:
    """Draw one of many, in one width that fits everywhere."""
    drawn = tuple(line for line in lines if line.known)
    if not drawn:
        return Chart(name=name, title=text, text=text)
    title = text.partition(":")[0]
    picture = svg(frame.spec(drawn, SMALL), name=name, title=title, description=text)
    return Chart(name=name, title=title, text=text, lines=drawn, wide=picture)
