"""Findings of the audit: what the site promised beside what the site holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule that the run broke, or one that warns.

    Attributes:
        rule: id of the rule, "R1".
        text: the finding in one sentence, with count and denominator.
        count: how many violations, 1 or more.
        of: out of how many.
        witnesses: first, worst and last violation, at most three, each a flat JSON object.
    """

    rule: str
    text: str
    count: int
    of: int
    witnesses: tuple[Mapping[str, Any], ...]

    def __post_init__(self) -> None:
        """Refuse a finding of nothing."""
        if self.count < 1:
            raise ValueError(f"count: {self.count} violations are no finding; 1 or more are")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What one rule said of the run.

    Attributes:
        rule: id of the rule, "R1".
        title: what it guards, in a few words.
        state: "met", "broken", "warned" (there are violations, but they break no promise), "unknown"
            (the roll could not be read), or "not_applicable" (no quota).
        text: one sentence with its strength, such as "0 of 1,648 acknowledged lost, 95 % upper
            bound 0.18 %".
    """

    rule: str
    title: str
    state: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadCount:
    """How many people the site gave something in the run, counted three ways.

    Whoever stood on the roll before the run is left out.

    Attributes:
        acknowledged: how many were told yes, by the ledger.
        unknown: how many never heard an answer, by the ledger: each may count or not.
        counter: by how much the site's own counter grew; None where nobody knows.
        on_roll: how many new entries the last reading of the roll has; None where nobody knows.
        state: "met" (the three agree), "broken", "unknown" or "not_applicable" (no counter is named).
        text: what comes of it, one sentence.
    """

    acknowledged: int
    unknown: int
    counter: float | None = None
    on_roll: int | None = None
    state: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The ledger held against the roll; counts of operations and of roll entries.

    Attributes:
        applicable: False where there is no roll or no ledger; then every count from the roll is 0.
        seen: moments that the run has seen, of those in `siaga.judge.sometimes`.
        rules: what each rule said, in order of id.
        findings: what was broken, in order of id.
        warnings: what breaks no promise and has to be lived with, in order of id.
        counts: people counted three ways; None where nothing could be audited.
    """

    applicable: bool
    attempted: int = 0
    acknowledged: int = 0
    refused: int = 0
    unknown: int = 0
    on_roll: int = 0
    lost: int = 0
    duplicated: int = 0
    phantom: int = 0
    unexpected: int = 0
    recovered: int = 0
    over_quota: int = 0
    seen: tuple[str, ...] = ()
    rules: tuple[RuleResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    counts: HeadCount | None = None
