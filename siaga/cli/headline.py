"""The headline of a finished run, as a terminal shows it."""

from rich.text import Text

from siaga.judge.comparison import Answer
from siaga.judge.verdict import Decision, Verdict
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.report.witness import replay_command

STYLES = {
    Decision.GO: "bold green",
    Decision.GO_WITH_CONDITIONS: "bold yellow",
    Decision.NO_GO: "bold red",
    Decision.INCONCLUSIVE: "bold magenta",
}


def headline(folder: RunFolder, verdict: Verdict) -> Text:
    """Give verdict, reasons, how to see findings again, what would turn it and where the report is."""
    text = Text(verdict.decision.value.replace("_", " "), style=STYLES[verdict.decision])
    for reason in verdict.reasons:
        text.append(f"\n  {reason.gate}: {reason.text}", style="not bold default")
    for command in _replays(folder, verdict):
        text.append(f"\n  to replay its witnesses: {command}", style="not bold default")
    if verdict.comparison is not None and verdict.comparison.answer is not Answer.WORSE:
        text.append(f"\n  baseline: {verdict.comparison.text}", style="not bold default")
    text.append(f"\n  to turn it: {verdict.would_turn}", style="not bold default")
    text.append(f"\n  report: {folder.report}", style="not bold default")
    return text


def _replays(folder: RunFolder, verdict: Verdict) -> list[str]:
    """Give the command that replays each finding that can be replayed."""
    run = RunRecord.read(folder.run)
    found = (*verdict.audit.findings, *verdict.audit.warnings)
    return [command for one in found if (command := replay_command(run, one))]
