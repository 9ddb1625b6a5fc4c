"""The headline of a finished run, as a terminal shows it."""

from rich.text import Text

from siaga.judge.verdict import Decision, Verdict
from siaga.record.run_folder import RunFolder

STYLES = {
    Decision.GO: "bold green",
    Decision.GO_WITH_CONDITIONS: "bold yellow",
    Decision.NO_GO: "bold red",
    Decision.INCONCLUSIVE: "bold magenta",
}


def headline(folder: RunFolder, verdict: Verdict) -> Text:
    """Give verdict, reasons, what would turn it and where the report is."""
    text = Text(verdict.decision.value.replace("_", " "), style=STYLES[verdict.decision])
    for reason in verdict.reasons:
        text.append(f"\n  {reason.gate}: {reason.text}", style="not bold default")
    text.append(f"\n  to turn it: {verdict.would_turn}", style="not bold default")
    text.append(f"\n  report: {folder.report}", style="not bold default")
    return text
