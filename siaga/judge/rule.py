"""The Rule of an audit: a claim about ledger and roll, and how its violations are found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from siaga.judge.amount import seconds, share
from siaga.judge.confidence import none_seen_bound
from siaga.judge.finding import Finding, RuleResult
from siaga.judge.terms import Terms

if TYPE_CHECKING:
    # The engine of the books, which whoever only lists the rules does not need, takes a while to load.
    from siaga.judge.books import Books

FOUND = "FROM found"
"""Where `Books.find` keeps what it has found."""

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
        needs_notices: whether it needs the notices that the site sent.
        needs_ledgers: whether what a lost ledger says could excuse a violation.
        by_person: whether it decides each person apart, so that it can be asked of some at a time.
        needs: what it needs the scenario to say, of `siaga.judge.terms.NEEDS`.
        needs_written: what it needs the run to have written down, of `siaga.judge.terms.WRITTEN`.
        looks: what people must have looked at for it to say anything; empty for nothing.
        excuse: a query that gives, as `excuse`, sentences that explain violations away; empty for none.
        no_case: what is said where there is no case at all; empty where that is as good as any number.
        worst: what is said of the greatest severity, which is in seconds then and stands for `{}`; it
            follows `broken`. Empty for nothing.
        warns: whether a violation breaks no promise, but has to be lived with: it is a condition.
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
    needs_notices: bool = False
    needs_ledgers: bool = False
    by_person: bool = False
    needs: tuple[str, ...] = ()
    needs_written: tuple[str, ...] = ()
    looks: str = ""
    excuse: str = ""
    no_case: str = ""
    worst: str = ""
    warns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a rule says of a run.

    Attributes:
        result: the state of the rule.
        count: how many violations.
        finding: the violations, if they are forbidden and there are any; a warning is one, too.
    """

    result: RuleResult
    count: int = 0
    finding: Finding | None = None


def rule_on(rule: Rule, books: "Books", terms: Terms) -> Ruling:
    """Say what a rule finds in the books."""
    obstacle = _obstacle(rule, books, terms)
    if obstacle is not None:
        return Ruling(result=_result(rule, *obstacle))
    books.find(rule.violations, by_person=rule.by_person)
    count = books.count(FOUND)
    of = books.number(rule.of)
    if rule.no_case and not of:
        return Ruling(result=_result(rule, "unknown", rule.no_case))
    text = _text(rule, count, of, _worst(rule, books, count))
    if not count or not rule.forbidden:
        return Ruling(result=_result(rule, "met", text), count=count)
    if doubt := _doubt(rule, books):
        return Ruling(result=_result(rule, "unknown", f"{text} {doubt}"), count=count)
    finding = Finding(rule=rule.id, text=text, count=count, of=of, witnesses=_witnesses(books))
    state = "warned" if rule.warns else "broken"
    return Ruling(result=_result(rule, state, text), count=count, finding=finding)


def _doubt(rule: Rule, books: "Books") -> str:
    """Give what may explain the violations that were found; empty if nothing may."""
    if rule.needs_ledgers and not books.complete:
        return "A ledger that is missing, empty or short may explain it."
    excuses = [str(row["excuse"]) for row in books.rows(rule.excuse)] if rule.excuse else []
    return min(excuses, default="")


def _obstacle(rule: Rule, books: "Books", terms: Terms) -> tuple[str, str] | None:
    """Give state and reason where a rule can say nothing."""
    if lacking := " ".join(filter(None, map(terms.lack, rule.needs))):
        return "not_applicable", lacking
    if rule.looks and not books.count(f"FROM sightings WHERE what = '{rule.looks}'"):
        return "not_applicable", f"No journey wrote down a look at what is {rule.looks}."
    if missing := " ".join(filter(None, map(terms.missing, rule.needs_written))):
        return "unknown", missing
    unread = _unread(rule, books)
    return ("unknown", unread) if unread else None


def _unread(rule: Rule, books: "Books") -> str:
    """Give what a rule needs of the site that could not be read; empty if nothing."""
    if not books.after:
        return "The roll could not be read after the run."
    if rule.needs_before and not books.before:
        return "The roll could not be read before the run."
    if rule.needs_notices and not books.notices:
        return "The notices could not be read both before the run and after it."
    return ""


def _result(rule: Rule, state: str, text: str) -> RuleResult:
    return RuleResult(rule=rule.id, title=rule.title, state=state, text=text)


def _worst(rule: Rule, books: "Books", count: int) -> str:
    """Give what is said of the worst of the violations that were found."""
    if not (rule.worst and count):
        return ""
    return rule.worst.format(seconds(books.first(FOUND, "severity DESC")["severity"]))


def _text(rule: Rule, count: int, of: int, worst: str) -> str:
    bound = none_seen_bound(of) if count == 0 and rule.sampled else None
    strength = "" if bound is None else f", 95 % upper bound {share(bound)}"
    return f"{count:,} of {of:,} {rule.among} {rule.broken}{worst}{strength}."


def _witnesses(books: "Books") -> tuple[Mapping[str, Any], ...]:
    """Give the first, the worst and the last violation, each once."""
    found = [books.first(FOUND, order) for order in ORDERS]
    shown = [{key: value for key, value in row.items() if key != "severity"} for row in found]
    return tuple(row for place, row in enumerate(shown) if row not in shown[:place])
