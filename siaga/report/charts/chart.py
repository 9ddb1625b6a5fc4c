"""A chart: a picture over time in two widths, what it says in words, and the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from siaga.report.charts.frame import Spec
from siaga.report.charts.line import Line
from siaga.report.charts.size import NARROW, WIDE, Size
from siaga.report.charts.svg import svg


class Framed(Protocol):
    """What lines can be drawn in."""

    def spec(self, lines: Sequence[Line], size: Size) -> Spec:
        """Give the Vega-Lite specification of some lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numbers behind a chart.

    Attributes:
        headings: one for each column; the first is the time.
        rows: cells as they are shown.
        note: what one row stands for.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart.

    Attributes:
        name: unique in the page.
        title: one line.
        text: what the chart shows, in words, with its most telling numbers.
        lines: what the legend names; empty where there is nothing to draw.
        wide: picture for wide screens and paper; None where there is nothing to draw.
        narrow: picture for narrow screens; None where there is nothing to draw.
        table: the numbers; None where there is nothing to draw.
    """

    name: str
    title: str
    text: str
    lines: tuple[Line, ...] = ()
    wide: Markup | None = None
    narrow: Markup | None = None
    table: Table | None = None


def chart(
    frame: Framed,
    lines: Sequence[Line],
    *,
    name: str,
    title: str,
    text: str,
    table: Table,
    sizes: tuple[Size, Size] = (WIDE, NARROW),
) -> Chart:
    """Draw lines in a frame; where none of them has a value, there is only the text."""
    drawn = tuple(line for line in lines if line.known)
    if not drawn:
        return Chart(name=name, title=title, text=text)
    wide, narrow = (
        svg(frame.spec(drawn, size), name=f"{name}-{width}", title=title, description=text)
        for width, size in zip(("wide", "narrow"), sizes, strict=True)
    )
    return Chart(name=name, title=title, text=text, lines=drawn, wide=wide, narrow=narrow, table=table)
