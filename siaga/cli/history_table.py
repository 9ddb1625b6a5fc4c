"""The history of a folder as a terminal shows it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from siaga.cli.findings import TONES
from siaga.judge.amount import number
from siaga.report.history import History
from siaga.report.past_run import PastRun
from siaga.report.trend import Trend

MOST_RUNS = 20
"""How many runs of each scenario a terminal shows, the newest; the page has all."""

MOST_STRAYS = 20
"""How many of the folders that hold no run."""

FIXED, MEASURE = 76, 14
"""Letters that a row takes without measures, and those that one more takes."""

MOST_MEASURES = 3
"""How many of the measures a wide terminal shows: the page has all of them, too."""


def history_table(found: History, width: int) -> Group:
    """Give a table for each scenario, the newest run first, and what else lies there.

    Args:
        found: the runs.
        width: of the terminal in letters.
    """
    most = min(max((width - FIXED) // MEASURE, 0), MOST_MEASURES)
    tables = [part for trend in found.trends for part in _trend(trend, most)]
    older = [Text(f"Older runs that are not shown: {found.older:,}.")] if found.older else []
    strays = [Text(f"{one.place}: {one.why}", style="yellow") for one in found.strays[:MOST_STRAYS]]
    if (more := len(found.strays) - MOST_STRAYS) > 0:
        strays.append(Text(f"More folders like them: {more:,}."))
    return Group(*tables, *older, *strays)


def _trend(trend: Trend, measures: int) -> Iterator[RenderableType]:
    tracks = trend.tracks[:measures]
    table = Table(title=Text(trend.name), title_justify="left")
    for name in ("Began, UTC", "Verdict"):
        table.add_column(name, no_wrap=True)
    for name in ("Score", "Came", *(one.measured for one in tracks)):
        table.add_column(Text(name), justify="right")
    table.add_column("Folder", overflow="fold")
    numbered = list(enumerate(trend.runs))[::-1]
    for place, run in numbered[:MOST_RUNS]:
        points = [one.points[place] for one in tracks]
        values = [Text(one.written if one else "—") for one in points]
        table.add_row(run.when, *_told(run), *values, Text(run.place))
    yield table
    for one in trend.changeovers:
        yield Text(f"From {trend.runs[one.at - 1].when} on: {'; '.join(one.changes)}", style="dim")
    if len(numbered) > MOST_RUNS:
        yield Text(f"Older ones, in the page: {len(numbered) - MOST_RUNS:,}.")


def _told(run: PastRun) -> tuple[Text, str, str]:
    mark = run.mark
    word = Text(mark.word, style=TONES[mark.tone])
    if run.verdict is None:
        return word, "—", "—"
    score = "—" if run.verdict.score is None else number(run.verdict.score)
    return word, score, f"{run.verdict.load.arrived:,}"
