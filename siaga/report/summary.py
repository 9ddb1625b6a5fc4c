"""The summary: the verdict in Markdown, short enough for a comment on a merge request."""

import re
from collections.abc import Iterable, Sequence

from siaga.judge.amount import amount, count, number
from siaga.judge.verdict import Verdict
from siaga.record.run_record import RunRecord
from siaga.report.gate import gates
from siaga.report.mark import DECISIONS, state_mark

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~@!&$])")
SYMBOLS = {"check": "✅", "cross": "❌", "query": "❔", "caution": "⚠️", "dash": "\N{HEAVY MINUS SIGN}"}


def summary(run: RunRecord, verdict: Verdict) -> str:
    """Write summary.md: verdict, reasons, gates, what is not met, and what was sent."""
    sections = [
        _headline(run, verdict),
        _reasons(verdict),
        f"**What would change it:** {plain(verdict.would_turn)}",
        _gates(verdict),
        _objectives(verdict),
        _audit(verdict),
        _load(run, verdict),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def plain(text: str) -> str:
    """Write any text so that Markdown shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _headline(run: RunRecord, verdict: Verdict) -> str:
    mark = DECISIONS[verdict.decision]
    return f"## {SYMBOLS[mark.shape]} {mark.word} · {plain(run.scenario)}"


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
            plain(one.id) + (" (key)" if one.key else ""),
            _state(one.state.value),
            "" if one.parts else amount(one.value, one.unit),
            "" if one.parts or one.bound is None else amount(one.bound, one.unit),
            f"{len(one.parts)} parts" if one.parts else amount(one.limit, one.unit),
        )
        for one in verdict.objectives
    ]
    return _table(("Objective", "State", "Value", "95 % bound", "Limit"), rows) if rows else ""


def _audit(verdict: Verdict) -> str:
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
    return "\n".join((sums, *(f"- **{plain(one.rule)}**: {plain(one.text)}" for one in audit.findings)))


def _load(run: RunRecord, verdict: Verdict) -> str:
    load = verdict.load
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
