"""The page of a search: capacity.html, answer and evidence in one file that needs only a browser."""

from urllib.parse import quote

from siaga.capacity.ballot import ballots
from siaga.capacity.course_frame import CourseFrame
from siaga.capacity.level import Level, Outcome
from siaga.capacity.ranking import Course
from siaga.capacity.reading import AT_LIMIT
from siaga.capacity.result import Result
from siaga.capacity.sentence import LEVEL_HEADINGS, NOTHING_TOLD, level_row, per_s, remarks, sentence
from siaga.judge.amount import number, share
from siaga.report.charts.chart import Chart, Table, chart
from siaga.report.charts.line import Line, limit_line
from siaga.report.mark import Mark
from siaga.report.template import template

FOUND = Mark(word="FOUND", tone="good", shape="check")
UNDECIDED = Mark(word="UNDECIDED", tone="open", shape="query")

MARKS = {
    Outcome.HELD: Mark(word="held", tone="good", shape="check"),
    Outcome.BROKEN: Mark(word="broken", tone="bad", shape="cross"),
    Outcome.OPEN: Mark(word="open", tone="open", shape="query"),
    Outcome.LIMITED: Mark(word="limited", tone="caution", shape="caution"),
}

LOOKS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("failed", ()),
    ("arrived", (6, 3)),
    ("p50", (2, 3)),
    ("p99", (8, 3, 2, 3)),
    ("inside", (4, 2)),
)
"""Colour and dashes of the courses that are drawn; more of them nobody could tell apart."""

MOST_DRAWN = 1.5
"""Share of a limit up to which courses are drawn: what is turned away can be many times its limit."""


def mark(result: Result) -> Mark:
    """Give the mark of a result."""
    return FOUND if result.answer.is_found else UNDECIDED


def capacity_page(result: Result) -> str:
    """Write capacity.html; the same result gives the same bytes."""
    return template("capacity_page.html.j2").render(
        result=result,
        mark=mark(result),
        sentence=sentence(result),
        remarks=list(remarks(result)),
        headings=LEVEL_HEADINGS,
        levels=[_row(place, one) for place, one in enumerate(result.levels, start=1)],
        courses=[_course(one) for one in result.courses],
        chart=course_chart(result) if any(one.has_limit for one in result.courses) else None,
        nothing_told=NOTHING_TOLD,
        ballots=ballots(result.levels),
        per_s=per_s,
    )


def course_chart(result: Result) -> Chart:
    """Draw how much of its limit each thing used over the load; the capacity lies in the shaded part."""
    shown = [one for one in result.courses if one.has_limit][: len(LOOKS)]
    end_per_s = max(rate for one in shown for rate, _reading in one.points) * 1.05
    lines = [
        Line(
            label=one.name,
            tone=tone,
            at_s=[rate for rate, _reading in one.points],
            values=[min(reading.used or 0.0, MOST_DRAWN) for _rate, reading in one.points],
            dash=dash,
        )
        for one, (tone, dash) in zip(shown, LOOKS, strict=False)
    ]
    found = result.answer
    frame = CourseFrame(low_per_s=found.low_per_s, high_per_s=found.high_per_s, end_per_s=end_per_s)
    return chart(
        frame,
        [*lines, limit_line(AT_LIMIT, "counts as its limit", end_per_s)],
        name="courses",
        title="What the site used, over the load",
        text="Share of its limit that each thing used, over arrivals a second. Shaded is where the"
        f" capacity lies; no more than {share(MOST_DRAWN)} is drawn.",
        table=_table(result),
    )


def _table(result: Result) -> Table:
    names = [one.name for one in result.courses]
    told = sorted((one for one in result.levels if one.readings), key=lambda one: one.rate_per_s)
    rows = tuple((number(one.rate_per_s), *_used(one, names)) for one in told)
    return Table(
        headings=("Arrivals a second", *names), rows=rows, note="One row is a level; cool-downs too."
    )


def _used(level: Level, names: list[str]) -> tuple[str, ...]:
    used = {one.name: one.text if one.used is None else share(one.used) for one in level.readings}
    return tuple(used.get(name, "") for name in names)


def _row(place: int, level: Level) -> tuple[tuple[str, ...], Mark, str, str]:
    """Give a level's cells, its mark, its sentence, and the address of its report."""
    address = f"{quote(level.folder)}/report.html" if level.folder else ""
    return level_row(place, level), MARKS[level.outcome], level.text, address


def _course(course: Course) -> tuple[str, str, str, str]:
    """Give a course in words: name, from when on it was full, and its readings at both ends."""
    at_per_s = course.limit_at_per_s
    never = "never" if course.has_limit else "its limit is not known"
    (_low, first), (_high, last) = course.points[0], course.points[-1]
    return (
        course.name,
        never if at_per_s is None else f"from {per_s(at_per_s)} on",
        first.text,
        last.text,
    )
