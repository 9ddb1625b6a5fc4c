"""Claims about the audit: what it says of a whole run, and a second way to the same answer."""

from collections.abc import Callable

import pytest

from siaga.judge.audit import audit, unaudited
from siaga.judge.finding import Audit
from siaga.ledger.outcome import Outcome
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
    assert {one.rule: one.state for one in result.rules} == dict.fromkeys(
        ("R0", "R1", "R2", "R3", "R4", "R5", "R6", "R8"), "met"
    )
    # 1 - 0.05^(1/3): with three of three seen, two thirds could be lost and nobody would have noticed.
    lost = "0 of 3 acknowledged people are lost, 95 % upper bound 63.16 %."
    assert next(one for one in result.rules if one.rule == "R1").text == lost


def test_without_a_reading_after_the_run_every_rule_is_unknown(make: Callable[..., Run]) -> None:
    """No roll, no finding and no acquittal; what was asked for is told all the same."""
    run = make()
    run.promises(ana=OK)
    run.roll(before=[], first="no answer", second="no answer")
    result = audit(run.folder, run.scenario)
    assert {one.state for one in result.rules} == {"unknown"}
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
        ('{"e":"complete","op":"7-7","outcome":"ok","at_s":1}\n', "1 operations ended without"),
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
    assert {(one.state, one.text) for one in result.rules} == {("unknown", "the ledger is damaged")}
    assert result.applicable


def test_the_same_folder_gives_the_same_audit(good: Run) -> None:
    """Witnesses and their order included."""
    assert audit(good.folder, good.scenario) == audit(good.folder, good.scenario)
