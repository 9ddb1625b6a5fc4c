"""The comparison of two runs as a terminal shows it."""

from rich.console import Group
from rich.table import Table
from rich.text import Text

from siaga.cli.findings import TONES
from siaga.judge.comparison import Comparison
from siaga.report.compared_row import compared_rows
from siaga.report.mark import state_mark


def comparison_table(comparison: Comparison) -> Group:
    """Give what differs between the runs, a row for each measure, and the answer."""
    warnings = [Text(f"Warning: {one}", style="yellow") for one in comparison.warnings]
    table = Table("Measure", "A", "B", "Change (95 % bounds)", "Answer")
    for column in table.columns[1:4]:
        column.justify = "right"
    for row in compared_rows(comparison):
        table.add_row(row.id, row.before, row.after, row.change, _answer(row.answer))
    mark = state_mark(comparison.answer.value)
    said = Text(mark.word, style=TONES[mark.tone]).append(f": {comparison.text}", style="default")
    runs = Text(f"A is {comparison.before}, B is {comparison.after}.")
    return Group(runs, *warnings, table, said)


def _answer(answer: str) -> Text:
    mark = state_mark(answer)
    return Text(mark.word, style=TONES[mark.tone])
