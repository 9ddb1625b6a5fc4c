"""The capacity lines: a search as a terminal shows it, level by level, and its answer."""

from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from siaga.capacity.expedition import PAGE
from siaga.capacity.level import Level, Outcome
from siaga.capacity.order import Order
from siaga.capacity.page import mark
from siaga.capacity.result import Result
from siaga.capacity.sentence import LEVEL_HEADINGS, level_row, per_s, remarks, sentence
from siaga.judge.amount import duration, share

WIDTHS = (6, 9, 14, 8, 24, 28)
"""Characters of the columns but the last."""

STYLES = {
    Outcome.HELD: "green",
    Outcome.BROKEN: "red",
    Outcome.OPEN: "magenta",
    Outcome.LIMITED: "yellow",
}


def opening(order: Order) -> Iterator[Text]:
    """Say what is going to be done, and what cannot be expected of a level."""
    terms = order.terms
    yield Text(
        f"{order.day.name}: from {per_s(terms.from_per_s)} up to {per_s(terms.to_per_s)},"
        f" to {share(terms.precision)}, within {duration(terms.within_s)}"
    )
    yield from (Text(f"left out: {one}", style="yellow") for one in order.left_out)
    yield Text(_columns(LEVEL_HEADINGS), style="bold")


def level_line(place: int, level: Level) -> Text:
    """Give a level as a line."""
    return Text(_columns(level_row(place, level)), style=STYLES[level.outcome])


def closing(folder: Path, result: Result) -> Text:
    """Give the answer, what is to be known of it, and where the page is."""
    look = mark(result)
    text = Text(look.word, style="bold green" if result.answer.is_found else "bold magenta")
    text.append(f": {sentence(result)}", style="not bold default")
    for one in remarks(result):
        text.append(f"\n  {one}", style="not bold default")
    return text.append(f"\n  page: {folder / PAGE}", style="not bold default")


def _columns(cells: tuple[str, ...]) -> str:
    *first, last = cells
    return " ".join([*(one.ljust(width) for one, width in zip(first, WIDTHS, strict=True)), last])
