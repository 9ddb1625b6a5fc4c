"""The undecided rules of an audit: what a scenario asks for, and the run never had a case of."""

from siaga.judge.checked import checked
from siaga.judge.finding import Audit, RuleResult
from siaga.judge.rules.catalogue import RULES
from siaga.judge.verdict import EvidenceResult

MOST_TOLD = 3
_WARNING = frozenset(rule.id for rule in RULES if rule.warns)


def rules_decided(audit: Audit) -> EvidenceResult:
    """Say whether every rule that applies could say something; one that only warns need not.

    Args:
        audit: of a roll and a ledger that were read whole.
    """
    asked = [one for one in audit.rules if one.state != "not_applicable" and one.rule not in _WARNING]
    open_ = [one for one in asked if one.state == "unknown"]
    return checked(
        "rules-decided",
        kept=not open_,
        value=float(len(asked) - len(open_)),
        limit=float(len(asked)),
        text=_told(open_) if open_ else f"All {len(asked)} rules that apply could be decided.",
    )


def _told(open_: list[RuleResult]) -> str:
    told = " ".join(f"{one.rule} is unknown: {one.text}" for one in open_[:MOST_TOLD])
    more = len(open_) - MOST_TOLD
    return f"{told} So are {more} more." if more > 0 else told
