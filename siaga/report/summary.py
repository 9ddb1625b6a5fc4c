"""The summary: the verdict in Markdown, short enough for a comment on a merge request."""

import re
from collections.abc import Iterable, Sequence

from siaga.judge.amount import amount, count, duration, number
from siaga.judge.closed_model import unsaid
from siaga.judge.comparison import Answer
from siaga.judge.finding import Finding
from siaga.judge.verdict import ObjectiveResult, Verdict
from siaga.judge.witness import people_of
from siaga.record.run_record import RunRecord
from siaga.report.case_summary import case_summary
from siaga.report.compared_row import compared_rows
from siaga.report.count_row import count_rows
from siaga.report.gate import gates
from siaga.report.mark import DECISIONS, state_mark
from siaga.report.witness import in_short, replay_command

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~@!&$])")
SYMBOLS = {
    "check": "✅",
    "cross": "❌",
    "query": "❔",
    "caution": "⚠️",
    "flag": "🚩",
    "dash": "\N{HEAVY MINUS SIGN}",
}


MOST_STEPS = 8
"""Steps of a witness that are told; the report has them all."""


def summary(run: RunRecord, verdict: Verdict) -> str:
    """Write summary.md: verdict, reasons, gates, what is not met, and what was sent."""
    sections = [
        _headline(run, verdict),
        _replay(run),
        _closed(verdict),
        _ended_early(run),
        _reasons(verdict),
        f"**What would change it:** {plain(verdict.would_turn)}",
        _gates(verdict),
        _objectives(verdict),
        case_summary(verdict, plain, _state),
        _comparison(verdict),
        _audit(run, verdict),
        _counts(verdict),
        _load(run, verdict),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def plain(text: str) -> str:
    """Write any text so that Markdown shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _headline(run: RunRecord, verdict: Verdict) -> str:
    mark = DECISIONS[verdict.decision]
    return f"## {SYMBOLS[mark.shape]} {mark.word} · {plain(run.scenario)}"


def _replay(run: RunRecord) -> str:
    """Say of a replay that it is none of a whole day."""
    if not run.replays:
        return ""
    return (
        f"**Replay:** only {count(len(run.only))} of the visitors of {plain(run.replays)} came, as they"
        " came then. The audit says whether a finding came back; the verdict says nothing of a launch."
    )


def _closed(verdict: Verdict) -> str:
    """Say of a stock Locust file what no number of it can show, where no reason does."""
    told = unsaid(verdict)
    return f"**Closed model:** {told}" if told else ""


def _ended_early(run: RunRecord) -> str:
    """Say of a run that an objective ended it, and what of the plan was not played."""
    if not run.aborted_for:
        return ""
    return (
        f"**Ended early:** at {duration(run.aborted_at_s)} the objective {plain(run.aborted_for)} ended"
        f" this run, since {plain(run.aborted_why)}. What comes after that in the plan was not played,"
        " and nothing is said of it."
    )


def _reasons(verdict: Verdict) -> str:
    return "\n".join(f"- **{plain(one.gate)}**: {plain(one.text)}" for one in verdict.reasons)


def _gates(verdict: Verdict) -> str:
    rows = [
        (f"**{gate.title}**" if gate.decides else gate.title, _state(gate.state), plain(gate.text))
        for gate in gates(verdict)
    ]
    return _table(("Gate", "State", "Found"), rows)


def _objectives(verdict: Verdict) -> str:
    rows = [
        (
            _named(one),
            _state(one.shown),
            "" if one.parts else amount(one.value, one.unit),
            "" if one.parts or one.bound is None else amount(one.bound, one.unit),
            f"{len(one.parts)} parts" if one.parts else _limit(one),
        )
        for one in verdict.objectives
    ]
    return _table(("Objective", "State", "Value", "95 % bound", "Limit"), rows) if rows else ""


def _named(objective: ObjectiveResult) -> str:
    """Give the id, what it is about, and how it decides."""
    title = f": {plain(objective.title)}" if objective.title else ""
    kind = " (key)" if objective.key else " (dry run)" if objective.dry_run else ""
    return f"{plain(objective.id)}{title}{kind}"


def _limit(objective: ObjectiveResult) -> str:
    limit = amount(objective.limit, objective.unit)
    warn = objective.warn_limit
    return limit if warn is None else f"{limit}, wished for {amount(warn, objective.unit)}"


def _comparison(verdict: Verdict) -> str:
    """Say what became of the baseline: the whole in a sentence, and what is not the same in a table."""
    comparison = verdict.comparison
    if comparison is None:
        return ""
    warnings = [f"- {plain(one)}" for one in comparison.warnings]
    told = "\n".join([f"Baseline: {plain(comparison.text)}", *warnings])
    rows = [
        (plain(one.id), _state(one.answer), one.before, one.after, one.change)
        for one in compared_rows(comparison)
        if one.answer != Answer.SAME.value
    ]
    table = _table(("Measure", "Answer", "Baseline", "Now", "Change (95 % bounds)"), rows)
    return f"{told}\n\n{table}" if rows else told


def _audit(run: RunRecord, verdict: Verdict) -> str:
    audit = verdict.audit
    if not audit.applicable:
        return "Audit: not applicable."
    sums = (
        f"Audit: {count(audit.acknowledged)} acknowledged of {count(audit.attempted)} attempted,"
        f" {count(audit.lost)} lost, {count(audit.duplicated)} duplicated,"
        f" {count(audit.phantom)} phantom, {count(audit.unexpected)} unexpected,"
        f" {count(audit.over_quota)} over quota."
    )
    unjudged = ", ".join(plain(rule.rule) for rule in audit.rules if rule.state == "unknown")
    sums += f" Could not be judged: {unjudged}." if unjudged else ""
    found = [_found(run, one, "") for one in audit.findings]
    warned = [_found(run, one, f"{_state('warned')}, ") for one in audit.warnings]
    return "\n".join((sums, *found, *warned))


def _found(run: RunRecord, finding: Finding, before: str) -> str:
    """Tell a finding, what its first witness went through, and how to send that one again."""
    lines = [f"- {before}**{plain(finding.rule)}**: {plain(finding.text)}"]
    if told := in_short(finding.witnesses[0], MOST_STEPS):
        who = ", ".join(people_of(finding.witnesses[0])) or "the run"
        lines.append(f"  - First witness, {plain(who)}: {plain(told)}.")
    if command := replay_command(run, finding):
        lines.append(f"  - Replay it: {code(command)}")
    return "\n".join(lines)


def code(text: str) -> str:
    """Write any text on one line as Markdown's code, whatever backticks are in it."""
    line = " ".join(text.split())
    longest = max(map(len, re.findall("`+", line)), default=0)
    fence, space = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{space}{line}{space}{fence}"


def _counts(verdict: Verdict) -> str:
    """Say what was counted three ways, where the scenario lets it."""
    counts = verdict.audit.counts
    if counts is None or counts.state == "not_applicable":
        return ""
    lines = [f"- **{row.name}**: {plain(row.text)}" for row in count_rows(counts)]
    return "\n".join((f"Counted three ways: {_state(counts.state)}. {plain(counts.text)}", *lines))


def _load(run: RunRecord, verdict: Verdict) -> str:
    load = verdict.load
    if load.model == "closed":
        return (
            f"<sub>Closed model: at most {count(load.most_inside)} visitors at once;"
            f" {count(load.requests)} requests. Run {plain(run.run_id)}.</sub>"
        )
    return (
        f"<sub>{count(load.arrived)} of {count(load.planned_arrivals)} visitors arrived, at most"
        f" {number(load.peak_arrivals_per_s)} a second; {count(load.dropped)} dropped;"
        f" {count(load.requests)} requests. Run {plain(run.run_id)}, seed {run.seed}.</sub>"
    )


def _state(state: str) -> str:
    mark = state_mark(state)
    return f"{SYMBOLS[mark.shape]} {plain(mark.word)}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
