"""The plan as a terminal shows it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from siaga.judge.amount import count
from siaga.plan.answer import REFUSED, answer, sentence
from siaga.plan.row import RUSH_HEADINGS, rows, rush_row
from siaga.plan.sizing import Sizing


def plan_table(found: Sizing) -> Group:
    """Give the answer, what the day needs, its queue, and what is to be known."""
    return Group(*_parts(found))


def _parts(found: Sizing) -> Iterator[RenderableType]:
    used, left_out = len(found.sources.used), len(found.sources.left_out)
    visitors = count(found.scenario.traffic.visitors)
    yield Text(f"{found.scenario.name}: {visitors} visitors, by {used} of {used + left_out} runs.")
    needs = Table("", "Value", "95 % interval", "By")
    needs.columns[1].justify = needs.columns[2].justify = "right"
    for row in rows(found):
        needs.add_row(row.name, row.value, row.between, row.why)
    yield needs
    if found.rushes:
        days = [rush_row(found, one) for one in found.rushes]
        queue = Table("At the door", *(cells[0] for cells in days))
        for place, heading in enumerate(RUSH_HEADINGS[1:], start=1):
            queue.add_row(heading, *(cells[place] for cells in days))
        yield queue
    for told in found.sources.left_out:
        yield Text(f"Left out: {told}", style="yellow")
    for told in found.warnings:
        yield Text(f"Warning: {told}", style="yellow")
    word = answer(found)
    yield Text(word, style="red" if word == REFUSED else "green").append(
        f": {sentence(found)}", style="default"
    )
    if found.refusal is not None:
        yield Text(found.refusal.then)
