"""The Table of a self-test: a line a trial, for the terminal and for a page."""

from collections.abc import Sequence

from rich.table import Table

from siaga.selftest.finding import Finding

HEADS = ("trial", "scenario", "expected", "verdict", "seen by", "after", "")


def rows(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    """Give the cells of each finding, in the order of `HEADS`; the last says right or WRONG."""
    return [
        (
            one.trial.name,
            one.trial.scenario,
            one.trial.expects.value,
            one.said,
            one.why,
            f"{one.took_s:.0f} s",
            "right" if one.is_right else "WRONG",
        )
        for one in findings
    ]


def listing(findings: Sequence[Finding]) -> Table:
    """Give the table for a terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in HEADS:
        table.add_column(head, overflow="fold")
    for row in rows(findings):
        table.add_row(*row)
    return table


def markdown(findings: Sequence[Finding]) -> str:
    """Give the table in Markdown."""
    lines = [HEADS, ("---",) * len(HEADS), *rows(findings)]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in one) + " |\n" for one in lines)


def summary(findings: Sequence[Finding]) -> str:
    """Say in a sentence how many were right, and what the others were."""
    wrong = [one.trial.name for one in findings if not one.is_right]
    right = f"{len(findings) - len(wrong)} of {len(findings)} verdicts were right"
    return f"{right}; wrong: {', '.join(wrong)}." if wrong else f"{right}."
