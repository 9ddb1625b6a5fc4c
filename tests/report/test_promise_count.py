"""Claims about promise counts: which numbers only tell, and which must be zero."""

from dataclasses import fields

from siaga.judge.finding import Audit, RuleResult
from siaga.judge.rules.catalogue import RULES as ASKED
from siaga.report.promise_count import RULES, promise_counts

FORBIDDEN = {"lost": "R1", "duplicated": "R2", "phantom": "R3", "unexpected": "R4", "over quota": "R6"}


def _rules(**states: str) -> tuple[RuleResult, ...]:
    return tuple(RuleResult(rule=rule, title="t", state=one, text="x") for rule, one in states.items())


def test_a_number_that_must_be_zero_has_the_state_of_its_rule() -> None:
    """Broken, met, not applicable: as the audit says, rule by rule."""
    rules = _rules(R1="broken", R2="met", R3="met", R4="unknown", R6="not_applicable")
    shown = promise_counts(Audit(applicable=True, lost=1, rules=rules))
    assert {one.name: (one.state, one.count) for one in shown if one.name in FORBIDDEN} == {
        "lost": ("broken", 1),
        "duplicated": ("met", 0),
        "phantom": ("met", 0),
        "unexpected": ("unknown", None),
        "over quota": ("not_applicable", None),
    }


def test_a_zero_of_a_roll_that_could_not_be_read_is_no_number() -> None:
    """Where no rule could be judged nothing looks like a pass, and the roll has no count."""
    rules = _rules(R1="unknown", R2="unknown", R3="unknown", R4="unknown", R5="unknown", R6="unknown")
    shown = promise_counts(Audit(applicable=True, attempted=9, acknowledged=8, rules=rules))
    assert {one.state for one in shown[6:]} == {"unknown"}
    assert {one.name for one in shown if one.count is None} == {*FORBIDDEN, "on roll", "recovered"}


def test_a_rule_that_was_never_asked_proves_nothing() -> None:
    """Without any rule every one of them is unknown."""
    assert {one.state for one in promise_counts(Audit(applicable=True))[6:]} == {"unknown"}


def test_numbers_that_only_tell_have_no_state_and_come_first() -> None:
    """An unknown outcome or a recovered entry is no violation."""
    audit = Audit(
        applicable=True, attempted=6, acknowledged=1, refused=2, unknown=3, on_roll=4, recovered=5
    )
    told = [(one.name, one.count) for one in promise_counts(audit)[:6]]
    assert told == [
        ("attempted", 6),
        ("acknowledged", 1),
        ("refused", 2),
        ("unknown", 3),
        ("on roll", 4),
        ("recovered", 5),
    ]
    assert {one.state for one in promise_counts(audit)[:6]} == {""}


def test_every_number_of_the_audit_is_shown() -> None:
    """The counts are those of verdict.json, each with its meaning."""
    shown = promise_counts(Audit(applicable=True))
    besides = {"applicable", "seen", "rules", "findings", "warnings", "counts"}
    counts = {one.name for one in fields(Audit)} - besides
    assert {one.name.replace(" ", "_") for one in shown} == counts
    assert all(one.meaning for one in shown)


def test_no_number_stands_for_another() -> None:
    """Each of those that must be zero is the audit's number of that name."""
    rules = _rules(**dict.fromkeys(FORBIDDEN.values(), "broken"))
    audit = Audit(
        applicable=True, rules=rules, lost=7, duplicated=8, phantom=9, unexpected=10, over_quota=11
    )
    assert [(one.name, one.count) for one in promise_counts(audit)[6:]] == [
        ("lost", 7),
        ("duplicated", 8),
        ("phantom", 9),
        ("unexpected", 10),
        ("over quota", 11),
    ]


def test_each_number_is_tied_to_the_rule_that_forbids_it() -> None:
    """The numbers of the rules are the judge's."""
    titles = {rule.id: rule.title for rule in ASKED}
    words = {"lost": "lost", "duplicated": "twice", "phantom": "refused", "unexpected": "unasked"}
    assert [name for name, word in words.items() if word not in titles[RULES[name]]] == []
    assert "quota" in titles[RULES["over quota"]]
