"""Claims about the audit: what it says of a whole run, and a second way to the same answer."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.judge.audit import audit, unaudited
from siaga.judge.finding import Audit
from siaga.judge.rules.catalogue import RULES
from siaga.ledger.outcome import Outcome
from siaga.scenario.outcome_row import OutcomeRow
from tests.judge.hand_made import Run, entry

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN


def fired(run: Run) -> dict[str, int]:
    """Give the rules that were broken, with their counts."""
    return {one.rule: one.count for one in audit(run.folder, run.scenario).findings}


def test_a_run_without_a_violation_has_no_finding(good: Run) -> None:
    """Every count is told, every rule is met, and zeros say how strong they are."""
    result = audit(good.folder, good.scenario)
    assert result.findings == ()
    assert (result.attempted, result.acknowledged, result.refused, result.unknown) == (4, 3, 1, 0)
    assert (result.on_roll, result.lost, result.duplicated, result.phantom) == (3, 0, 0, 0)
    judged = {one.rule: one.state for one in result.rules if one.state != "not_applicable"}
    assert judged == dict.fromkeys(("R0", "R1", "R2", "R3", "R4", "R5", "R6", "R8"), "met")
    # 1 - 0.05^(1/3): with three of three seen, two thirds could be lost and nobody would have noticed.
    lost = "0 of 3 acknowledged people are lost, 95 % upper bound 63.16 %."
    assert next(one for one in result.rules if one.rule == "R1").text == lost


def test_every_count_of_an_audit_is_its_own(make: Callable[..., Run]) -> None:
    """A site that does everything wrong: each kind of wrong a different number of times."""
    run = make()
    run.judged_with(site=run.scenario.site.model_copy(update={"quota": 4}))
    told = {"ana": OK, "budi": OK, "citra": OK, "dewi": OK, "eka": REFUSED, "fajar": REFUSED}
    unheard = {"gita": UNKNOWN, "hadi": UNKNOWN, "indra": UNKNOWN, "joko": None, "kiki": None}
    run.promises(**told, **unheard)
    people = ["ana", "eka", "gita", "hadi", "indra", "joko", "nobody", "nowhere", "none", "ana", "eka"]
    after = [entry(person, seat) for seat, person in enumerate(people)]
    run.roll(before=[], first=after, second=after)
    result = audit(run.folder, run.scenario)
    assert replace(result, rules=(), findings=(), counts=None) == Audit(
        applicable=True,
        attempted=11,
        acknowledged=4,
        refused=2,
        unknown=5,
        on_roll=11,
        lost=3,
        duplicated=2,
        phantom=2,
        unexpected=3,
        recovered=4,
        over_quota=7,
        seen=("sold-out", "refusal", "unknown", "recovery"),
    )
    assert fired(run) == {"R1": 3, "R2": 2, "R3": 2, "R4": 3, "R6": 7}
    assert result.counts is not None
    assert (result.counts.acknowledged, result.counts.unknown, result.counts.on_roll) == (4, 5, 11)


def test_what_only_warns_is_told_apart_from_what_is_broken(make: Callable[..., Run]) -> None:
    """Somebody is sent away while there are seats."""
    full = OutcomeRow(status=409, outcome="refused", why="Full.", means="sold-out")
    run = make().judged_with(outcomes=(full,))
    run.asks("ana", REFUSED, 1.0, 2.0, means="sold-out")
    run.roll(before=[], first=[], second=[])
    result = audit(run.folder, run.scenario)
    assert (result.findings, [one.rule for one in result.warnings]) == ((), ["R7"])


def test_the_plan_says_when_it_was_by_the_clock_of_the_site(make: Callable[..., Run]) -> None:
    """Without it nobody knows whether an entry came before joining closed."""
    run = make()
    run.judged_with(site=run.scenario.site.model_copy(update={"closes": "evening"}))
    run.asks("ana", OK, 12.0, 12.5)
    run.roll(before=[], first=[entry("ana", 12)], second=[entry("ana", 12)])
    assert fired(run) == {}
    run.record()
    assert fired(run) == {"R14": 1}


def test_the_record_of_the_run_says_how_many_ledgers_there_are(make: Callable[..., Run]) -> None:
    """One that is missing may hold the person whom nobody else has seen ask."""
    run = make(workers=2)
    run.promises(ana=OK)
    after = [entry("ana", 1), entry("eka", 2)]
    run.roll(before=[], first=after, second=after)
    assert fired(run) == {"R4": 1}
    run.record()
    assert fired(run) == {}
    run.promises(1, eka=OK)
    assert fired(run) == {}
    assert {one.state for one in audit(run.folder, run.scenario).rules} == {"met", "not_applicable"}


def test_without_a_reading_after_the_run_every_rule_is_unknown(make: Callable[..., Run]) -> None:
    """No roll, no finding and no acquittal; what was asked for is told all the same."""
    run = make()
    run.promises(ana=OK)
    run.roll(before=[], first="no answer", second="no answer")
    result = audit(run.folder, run.scenario)
    assert {one.state for one in result.rules} == {"unknown", "not_applicable"}
    assert {one.rule for one in result.rules if one.state == "unknown"} >= {"R0", "R1", "R6"}
    assert (result.findings, result.attempted, result.on_roll) == ((), 1, 0)


def test_without_a_reading_before_the_run_unasked_rows_prove_nothing(make: Callable[..., Run]) -> None:
    """They may have been there; the other rules still speak."""
    run = make()
    run.promises(ana=OK)
    run.roll(before="no answer", first=[entry("nobody", 1)], second=[entry("nobody", 1)])
    result = audit(run.folder, run.scenario)
    assert next(one for one in result.rules if one.rule == "R4").state == "unknown"
    assert fired(run) == {"R1": 1}


def test_without_a_roll_the_audit_does_not_apply(good: Run) -> None:
    """A site that shows no roll is not audited."""
    site = good.scenario.site.model_copy(update={"roll": None})
    scenario = good.scenario.model_copy(update={"site": site})
    assert audit(good.folder, scenario) == Audit(applicable=False)


def test_a_torn_last_record_is_no_damage(good: Run) -> None:
    """A killed worker may leave half a line: what it was about is unknown, the rest holds."""
    with good.folder.ledger(0).open("a") as ledger:
        ledger.write('{"e":"invoke","op":"0-9","kind":"jo')
    assert audit(good.folder, good.scenario).attempted == 4


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json at all\n", "1 whole lines are no records"),
        ('{"e":"complete","op":"7-7","person":"x","outcome":"ok","at_s":1}\n', "1 operations ended"),
        ('{"e":"invoke","op":"0-0","kind":"join","person":"x","key":"k","at_s":1}\n', "1 records stand"),
    ],
)
def test_a_ledger_that_contradicts_itself_is_refused(good: Run, line: str, said: str) -> None:
    """Such a ledger proves nothing, and the audit says so instead of counting it."""
    with good.folder.ledger(0).open("a") as ledger:
        ledger.write(line)
    with pytest.raises(ValueError, match=said):
        audit(good.folder, good.scenario)


def test_a_damaged_reading_is_refused(good: Run) -> None:
    """A roll file that somebody edited badly is told of."""
    with good.folder.roll_reading("first").open("a") as roll:
        roll.write("{{{\n")
    with pytest.raises(ValueError, match="books: cannot be read"):
        audit(good.folder, good.scenario)


def test_an_audit_that_could_not_be_made_knows_nothing() -> None:
    """Every rule is unknown, with the reason."""
    result = unaudited("the ledger is damaged")
    said = [(one.rule, one.title, one.state, one.text) for one in result.rules]
    assert said == [(rule.id, rule.title, "unknown", "the ledger is damaged") for rule in RULES]
    assert result.applicable


def test_the_same_folder_gives_the_same_audit(good: Run) -> None:
    """Witnesses and their order included."""
    assert audit(good.folder, good.scenario) == audit(good.folder, good.scenario)
