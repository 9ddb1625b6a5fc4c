"""A stack: panels one below the other over the same time axis, with one table behind all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from siaga.report.charts.chart import Chart, Table
from siaga.report.charts.day import Day
from siaga.report.charts.strip import ruler, strip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Panels over one time axis.

    Attributes:
        name: unique in the page.
        title: one line.
        panels: what is drawn, from top to bottom; some may be sentences alone.
        strip: times, phases and faults above them; None where no panel is drawn.
        ruler: times below them; None where no panel is drawn.
        table: the numbers of all panels; None where no panel is drawn.
    """

    name: str
    title: str
    panels: tuple[Chart, ...]
    strip: Chart | None = None
    ruler: Markup | None = None
    table: Table | None = None


def stack(day: Day, panels: Sequence[Chart], *, name: str, title: str) -> Stack:
    """Put panels of one day together."""
    tables = [one.table for one in panels if one.table is not None]
    if not tables:
        return Stack(name=name, title=title, panels=tuple(panels))
    return Stack(
        name=name,
        title=title,
        panels=tuple(panels),
        strip=strip(day, name),
        ruler=ruler(day, name),
        table=joined(tables),
    )


def joined(tables: Sequence[Table]) -> Table:
    """Put tables of the same times side by side; their first column stands once.

    Raises:
        ValueError: their rows are not of the same times, or there is no table.
    """
    times = {tuple(row[0] for row in one.rows) for one in tables}
    if len(times) != 1:
        raise ValueError(f"tables: {len(times)} different columns of times; one is allowed")
    rows = zip(*(one.rows for one in tables), strict=True)
    return Table(
        headings=(tables[0].headings[0], *(head for one in tables for head in one.headings[1:])),
        rows=tuple((row[0][0], *(cell for part in row for cell in part[1:])) for row in rows),
        note=" ".join(dict.fromkeys(one.note for one in tables)),
    )
