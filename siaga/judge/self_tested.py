"""The evidence of the judge itself: a self-test by which it was seen to judge rightly."""

from collections.abc import Callable

from siaga.judge.checked import checked, unknown
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import EvidenceResult
from siaga.record.selftest_record import NAMED, SelfTestRecord, judge_build

ID = "self-tested"


def self_tested(facts: Recorded, build: Callable[[], str] = judge_build) -> EvidenceResult:
    """Look whether a self-test of this very judge had every verdict right.

    Args:
        facts: what was recorded.
        build: gives the digest of the judge that asks.
    """
    found = facts.self_test
    if found is None:
        where = facts.scenario.evidence.self_test
        return unknown(ID, 0.0, f"There was no record of a self-test at {where}.")
    if reason := _in_doubt(found, build()):
        return unknown(ID, 0.0, reason)
    played = len(found.right) + len(found.wrong)
    named = f": {', '.join(found.wrong)}" if found.wrong else ""
    return checked(
        ID,
        kept=not found.wrong,
        value=float(len(found.wrong)),
        limit=0.0,
        text=f"{len(found.wrong)} of {played} verdicts of the {found.scope} self-test of"
        f" {found.at} were wrong{named}.",
    )


def _in_doubt(found: SelfTestRecord, build: str) -> str:
    """Say why a self-test says nothing of this judge; empty if it does."""
    if found.build != build:
        return f"The self-test of {found.at} was that of another judge than this one."
    if found.scope == NAMED:
        return f"In the self-test of {found.at} only trials that somebody named were played."
    if not found.right and not found.wrong:
        return f"In the self-test of {found.at} nothing was played."
    return ""
