"""The history page: history.html, the trend of many runs in one file that needs only a browser."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from siaga.judge.amount import amount, count, number
from siaga.judge.verdict import State
from siaga.report.charts.chart import Chart
from siaga.report.charts.run_axis import RunAxis
from siaga.report.charts.trend_chart import NOTHING, Seen, trend_chart
from siaga.report.charts.verdict_strip import verdict_strip
from siaga.report.history import History
from siaga.report.kept_verdict import KeptObjective
from siaga.report.past_run import PastRun
from siaga.report.template import template
from siaga.report.trend import Track, Trend

MOST_DRAWN = 10
"""How many scenarios are drawn; the others have their tables alone."""

MOST_STRAYS = 50
"""How many folders are listed that hold no run."""

LONGEST = 240
"""Letters of a reason that are shown."""

Address = Callable[[PastRun], str]
"""Gives the address of a run's report as seen from the page; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTrend:
    """The trend of one scenario as the page shows it.

    Attributes:
        trend: the runs and what was measured of them.
        number: its place in the page, from 1.
        strip: the verdicts; None where the scenario is not drawn.
        charts: load and objectives; none where it is not drawn.
        rows: a row of the table for each run, the newest first.
    """

    trend: Trend
    number: int
    strip: Chart | None
    charts: tuple[Chart, ...]
    rows: tuple["Row", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One run in the table.

    Attributes:
        number: by which the charts name it, from 1.
        run: the run.
        report: address of its report; empty where there is none.
        arrived: visitors who came of those planned.
        score: of 100.
        cells: value and bound of each track.
        change: number of the change before it; None for none.
        told: why, and what is to be known of it.
    """

    number: int
    run: PastRun
    report: str
    arrived: str
    score: str
    cells: tuple[str, ...]
    change: int | None
    told: str


def history_page(found: History, *, title: str, address: Address) -> str:
    """Write history.html; the same runs give the same bytes.

    Args:
        found: the runs.
        title: what the folder is called.
        address: where their reports are.
    """
    drawn = _drawn(found.trends)
    shown = [
        _shown(number, trend, address, draw=trend.name in drawn)
        for number, trend in enumerate(found.trends, start=1)
    ]
    runs = found.runs
    return template("history_page.html.j2").render(
        title=title,
        found=found,
        trends=shown,
        runs=runs,
        newest=runs[0] if runs else None,
        strays=found.strays[:MOST_STRAYS],
        more_strays=max(len(found.strays) - MOST_STRAYS, 0),
    )


def _drawn(trends: Sequence[Trend]) -> set[str]:
    """Choose the scenarios that are drawn: those of several runs that were played last."""
    several = [one for one in trends if len(one.runs) > 1]
    return {one.name for one in heapq.nlargest(MOST_DRAWN, several, key=lambda one: one.runs[-1].at)}


def _shown(place: int, trend: Trend, address: Address, *, draw: bool) -> ShownTrend:
    axis = RunAxis(at=[run.at for run in trend.runs], changes=[one.at for one in trend.changeovers])
    decisions = [run.verdict.verdict if run.verdict else None for run in trend.runs]
    return ShownTrend(
        trend=trend,
        number=place,
        strip=verdict_strip(decisions, axis, f"verdicts-{place}") if draw else None,
        charts=tuple(_charts(place, trend, axis)) if draw else (),
        rows=tuple(_rows(trend, address))[::-1],
    )


def _charts(place: int, trend: Trend, axis: RunAxis) -> Iterator[Chart]:
    verdicts = [run.verdict for run in trend.runs]
    score = [NOTHING if one is None else Seen(value=one.score) for one in verdicts]
    came = [
        NOTHING
        if one is None
        else Seen(value=float(one.load.arrived), limit=float(one.load.planned_arrivals))
        for one in verdicts
    ]
    yield _chart(f"score-{place}", "Score", score, axis, "count")
    yield _chart(f"arrivals-{place}", "Visitors who came, of those planned", came, axis, "count")
    for number_of, track in enumerate(trend.tracks, start=1):
        seen = [_seen(one) for one in track.points]
        yield _chart(f"track-{place}-{number_of}", heading(track), seen, axis, track.unit)


def heading(track: Track) -> str:
    """Give what a track is called: what it measures, and the objective that asks for it."""
    return track.measured if track.measured == track.id else f"{track.measured} ({track.id})"


def _chart(name: str, title: str, seen: list[Seen], axis: RunAxis, unit: str) -> Chart:
    known = [one for one in seen if one.value is not None]
    never = _never(sum(one.never for one in seen))
    if not known:
        return Chart(name=name, title=title, text=f"Nothing is known of it{never}.")
    values = [one.value for one in known if one.value is not None]
    lowest, highest, last = (amount(one, unit) for one in (min(values), max(values), known[-1].value))
    span = f"Always {lowest}" if lowest == highest else f"From {lowest} to {highest}, {last} at last"
    text = f"{span}; {_many(known)}{never}."
    return trend_chart(seen, axis, name=name, title=title, text=text, unit=unit)


def _never(many: int) -> str:
    """Say in how many runs it was never, since nobody can see that in the chart."""
    return f"; in {count(many)} run{'s' * (many != 1)} it was never" if many else ""


def _many(known: Sequence[Seen]) -> str:
    """Say how many runs tell of it, and how many of them did not keep the limit."""
    lost = sum(one.state is not State.MET for one in known)
    told = "1 run tells of it" if len(known) == 1 else f"{count(len(known))} runs tell of it"
    return f"{told}, {count(lost)} of them not met" if lost else told


def _seen(point: KeptObjective | None) -> Seen:
    if point is None:
        return NOTHING
    never = point.is_never
    return Seen(value=point.value, bound=point.bound, limit=point.limit, state=point.state, never=never)


def _rows(trend: Trend, address: Address) -> Iterator[Row]:
    changes = {one.at: one.number for one in trend.changeovers}
    for place, run in enumerate(trend.runs, start=1):
        load = run.verdict.load if run.verdict else None
        score = run.verdict.score if run.verdict else None
        yield Row(
            number=place,
            run=run,
            report=address(run),
            arrived=f"{count(load.arrived)} of {count(load.planned_arrivals)}" if load else "—",
            score="—" if score is None else number(score),
            cells=tuple(_cell(track.points[place - 1]) for track in trend.tracks),
            change=changes.get(place),
            told=run.told if len(run.told) <= LONGEST else f"{run.told[: LONGEST - 1]}…",
        )


def _cell(point: KeptObjective | None) -> str:
    """Write a value, its bound, and its state where that is not met."""
    if point is None:
        return "—"
    bound = "" if point.bound is None else f" ({amount(point.bound, point.unit)})"
    state = "" if point.state.value == "met" else f", {point.state.value}"
    return f"{point.written}{bound}{state}"
