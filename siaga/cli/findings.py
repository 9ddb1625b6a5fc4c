"""The findings of an audit as a terminal shows them: each with a witness and how to replay it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from siaga.judge.finding import Audit, Finding
from siaga.record.run_record import RunRecord
from siaga.report.mark import state_mark
from siaga.report.witness import ShownWitness, replay_command, shown_witness

TONES = {"good": "green", "bad": "bold red", "open": "magenta", "caution": "yellow", "quiet": "dim"}


def findings(audit: Audit, run: RunRecord) -> Group:
    """Give what each rule says, and each finding with the timeline of its first witness.

    Args:
        audit: ledger against roll.
        run: what was started; its folder is what the replay commands name.
    """
    if not audit.applicable:
        return Group(Text("The audit does not apply: there is no roll or no ledger to compare."))
    counts = (
        f"{audit.acknowledged:,} acknowledged of {audit.attempted:,} attempted,"
        f" {audit.refused:,} refused, {audit.unknown:,} unknown; {audit.on_roll:,} new on the roll"
    )
    found = (*audit.findings, *audit.warnings)
    return Group(Text(counts), _rules(audit), *(part for one in found for part in _finding(one, run)))


def _rules(audit: Audit) -> Table:
    table = Table("Rule", "State", "What it says of this run", title_justify="left")
    for rule in audit.rules:
        mark = state_mark(rule.state)
        table.add_row(rule.rule, Text(mark.word, style=TONES[mark.tone]), Text(rule.text))
    return table


def _finding(finding: Finding, run: RunRecord) -> Iterator[RenderableType]:
    yield Text(f"\n{finding.rule}: {finding.text}", style="bold")
    witness = shown_witness(finding.witnesses[0])
    told = ", ".join(f"{name} {value}" for name, value in witness.facts)
    yield Text(f"First witness of {len(finding.witnesses)}: {told}")
    if witness.rows:
        yield _timeline(witness)
    if command := replay_command(run, finding):
        yield Text(f"Replay it: {command}", no_wrap=True, overflow="ignore")


def _timeline(witness: ShownWitness) -> Table:
    several = len(witness.people) > 1
    names = ["Run second", *(["Who"] if several else []), "What", "Details", "Phase", "Faults then"]
    table = Table(*names)
    table.columns[0].justify = "right"
    table.columns[0].no_wrap = True
    for row in witness.rows:
        who = [row.person] if several else []
        cells = [row.at, *who, row.event, row.details, row.phase, row.faults]
        table.add_row(*(Text(cell) for cell in cells))
    return table
