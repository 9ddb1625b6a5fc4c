"""Claims about undecided rules: what a site hides, or a day never shows, is never taken for kept."""

import pytest

from siaga.judge.finding import Audit, RuleResult
from siaga.judge.rules.catalogue import RULES
from siaga.judge.run import judge_run
from siaga.judge.undecided import rules_decided
from siaga.judge.verdict import Decision, State
from siaga.scenario.site import Bank
from tests.judge.hand_made import Run


def _audit(**states: str) -> Audit:
    rules = (RuleResult(rule=name, title="t", state=one, text=f"{one}.") for name, one in states.items())
    return Audit(applicable=True, rules=tuple(rules))


def test_rules_that_were_decided_either_way_are_counted() -> None:
    """Those that do not apply are not asked, and one that warns need not be decided."""
    found = rules_decided(_audit(R1="met", R2="broken", R6="met", R7="unknown", R10="not_applicable"))
    assert (found.state, found.value, found.limit) == (State.MET, 3.0, 3.0)
    assert found.text == "All 3 rules that apply could be decided."


@pytest.mark.parametrize(
    ("open_", "told"),
    [
        (["R18"], "R18 is unknown: unknown."),
        (["R10", "R14"], "R10 is unknown: unknown. R14 is unknown: unknown."),
        (
            ["R1", "R2", "R3", "R4", "R5"],
            "R1 is unknown: unknown. R2 is unknown: unknown. R3 is unknown: unknown. So are 2 more.",
        ),
    ],
)
def test_one_rule_that_could_say_nothing_is_enough(open_: list[str], told: str) -> None:
    """And it is told what it missed; of many, of the first three."""
    found = rules_decided(_audit(R0="met", **dict.fromkeys(open_, "unknown")))
    assert (found.id, found.state, found.text) == ("rules-decided", State.BROKEN, told)
    assert (found.value, found.limit) == (1.0, 1.0 + len(open_))


def test_whatever_only_warns_is_no_evidence_and_all_else_is() -> None:
    """R7 alone warns."""
    met = [rule.id for rule in RULES if rules_decided(_audit(**{rule.id: "unknown"})).state is State.MET]
    assert met == ["R7"]


def test_a_site_that_never_shows_its_seats_is_not_let_through(good: Run) -> None:
    """The series that the scenario names are on none of its pages: all else is well, and it is no GO."""
    bank = Bank(issued="seats", parts=("given", "left"))
    good.judged_with(site=good.scenario.site.model_copy(update={"seats": bank}))
    result = judge_run(good.folder, good.scenario, strict=False).verdict
    assert result.decision is Decision.INCONCLUSIVE
    (reason,) = result.reasons
    assert (reason.id, reason.text) == (
        "rules-decided",
        "R10 is unknown: No scrape of the site showed every series of `site.seats`.",
    )
