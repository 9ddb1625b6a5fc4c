"""The Rule of an audit: a claim about ledger and roll, and how its violations are found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from siaga.judge.amount import share
from siaga.judge.books import Books
from siaga.judge.confidence import none_seen_bound
from siaga.judge.finding import Finding, RuleResult
from siaga.judge.terms import Terms

ORDERS = (
    "at_s, person, seat",
    "severity DESC, at_s, person, seat",
    "at_s DESC, person DESC, seat DESC",
)
"""In which the first violation, the worst and the last come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Attributes:
        id: "R1".
        title: what it guards, in a few words.
        claim: what has to be true, in one sentence.
        violations: a query that gives a row for each violation, with what a reader needs to know of it;
            `at_s` orders the rows in time, `severity` names the worst.
        of: a query that gives out of how many.
        among: what those are, in the plural: "acknowledged people".
        broken: what happened to a violation, after "3 of 1,640 acknowledged people".
        sampled: whether the cases are a sample of what the site does, so that none seen leaves a bound.
        forbidden: whether a violation breaks a promise; if not, it is only counted.
        needs_before: whether it needs to know what stood on the roll before the run.
        needs_ledgers: whether what a lost ledger says could excuse a violation.
        needs: what it needs the scenario to say, of `siaga.judge.terms.NEEDS`.
        looks: what people must have looked at for it to say anything; empty for nothing.
    """

    id: str
    title: str
    claim: str
    violations: str
    of: str
    among: str
    broken: str
    sampled: bool = True
    forbidden: bool = True
    needs_before: bool = False
    needs_ledgers: bool = False
    needs: tuple[str, ...] = ()
    looks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a rule says of a run.

    Attributes:
        result: the state of the rule.
        count: how many violations.
        finding: the violations, if they are forbidden and there are any.
    """

    result: RuleResult
    count: int = 0
    finding: Finding | None = None


def rule_on(rule: Rule, books: Books, terms: Terms) -> Ruling:
    """Say what a rule finds in the books."""
    obstacle = _obstacle(rule, books, terms)
    if obstacle is not None:
        return Ruling(result=_result(rule, *obstacle))
    books.find(rule.violations)
    count = books.count("FROM found")
    of = books.number(rule.of)
    text = _text(rule, count, of)
    if not count or not rule.forbidden:
        return Ruling(result=_result(rule, "met", text), count=count)
    if rule.needs_ledgers and not books.complete:
        doubt = f"{text} A ledger that is missing or empty may explain it."
        return Ruling(result=_result(rule, "unknown", doubt), count=count)
    finding = Finding(rule=rule.id, text=text, count=count, of=of, witnesses=_witnesses(books))
    return Ruling(result=_result(rule, "broken", text), count=count, finding=finding)


def _obstacle(rule: Rule, books: Books, terms: Terms) -> tuple[str, str] | None:
    """Give state and reason where a rule can say nothing."""
    if lacking := " ".join(filter(None, map(terms.lack, rule.needs))):
        return "not_applicable", lacking
    if rule.looks and not books.count(f"FROM sightings WHERE what = '{rule.looks}'"):
        return "not_applicable", f"No journey wrote down a look at what is {rule.looks}."
    if not books.after:
        return "unknown", "The roll could not be read after the run."
    if rule.needs_before and not books.before:
        return "unknown", "The roll could not be read before the run."
    return None


def _result(rule: Rule, state: str, text: str) -> RuleResult:
    return RuleResult(rule=rule.id, title=rule.title, state=state, text=text)


def _text(rule: Rule, count: int, of: int) -> str:
    bound = none_seen_bound(of) if count == 0 and rule.sampled else None
    strength = "" if bound is None else f", 95 % upper bound {share(bound)}"
    return f"{count:,} of {of:,} {rule.among} {rule.broken}{strength}."


def _witnesses(books: Books) -> tuple[Mapping[str, Any], ...]:
    """Give the first, the worst and the last violation, each once."""
    found = [books.first("FROM found", order) for order in ORDERS]
    shown = [{key: value for key, value in row.items() if key != "severity"} for row in found]
    return tuple(row for place, row in enumerate(shown) if row not in shown[:place])
