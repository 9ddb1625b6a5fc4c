"""The annotations of a run: the lines by which a GitHub workflow shows its reasons beside a change."""

from siaga.judge.verdict import Decision, Reason, Verdict
from siaga.report.mark import DECISIONS

MOST = 10
"""How many of one level GitHub shows of a step; what is beyond is left out there without a word."""

LEVELS = {
    Decision.GO: "notice",
    Decision.GO_WITH_CONDITIONS: "warning",
    Decision.NO_GO: "error",
    Decision.INCONCLUSIVE: "error",
}


def annotations(verdict: Verdict) -> tuple[str, ...]:
    """Give a line for each reason of a verdict, at most ten: the last says how many there are more.

    The form is that of GitHub's workflow commands, `::level title=...::text`.
    """
    reasons = verdict.reasons
    shown = reasons if len(reasons) <= MOST else reasons[: MOST - 1]
    lines = [_line(verdict.decision, one) for one in shown]
    if more := len(reasons) - len(shown):
        rest = Reason(gate=reasons[-1].gate, id="", text=f"{more} more reasons are in the report.")
        lines.append(_line(verdict.decision, rest))
    return tuple(lines)


def _line(decision: Decision, reason: Reason) -> str:
    title = ": ".join(filter(None, (f"{DECISIONS[decision].word}, {reason.gate}", reason.id)))
    return f"::{LEVELS[decision]} title={_property(title)}::{_message(reason.text)}"


def _message(text: str) -> str:
    """Write any text so that it stays one command, and reads as it is."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
