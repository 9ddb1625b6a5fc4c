"""The page of rules: what the audit holds against each other, and what evidence a verdict needs."""

from docs.reference.table import code, table
from siaga.judge.rules.catalogue import RULES
from siaga.judge.terms import NEEDS
from siaga.judge.turn import REMEDIES

HEAD = """# Rules and evidence

From the code.

## Rules of the audit

One violation is NO_GO, unless the rule is only counted or is a condition. [rules.md](../rules.md) says how each is found.

"""
EVIDENCE = """## Evidence

Each check alone can keep a run from deciding: INCONCLUSIVE. [verdict.md](../verdict.md) tells when each is made.

"""


def rule_page() -> str:
    """Write the page."""
    rules = [
        [rule.id, rule.title, rule.claim, _weight(rule.forbidden, rule.warns), _needs(rule.needs)]
        for rule in RULES
    ]
    checks = [[code(name), remedy] for name, remedy in REMEDIES.items()]
    return (
        HEAD
        + table(["rule", "title", "what has to be true", "a violation", "not applicable where"], rules)
        + EVIDENCE
        + table(["check", "what helps where it is not met"], checks)
    )


def _weight(forbidden: bool, warns: bool) -> str:  # noqa: FBT001 - two marks of a rule, in their order
    return "condition" if warns else "NO_GO" if forbidden else "counted"


def _needs(names: tuple[str, ...]) -> str:
    return " ".join(NEEDS[name][1] for name in names)
