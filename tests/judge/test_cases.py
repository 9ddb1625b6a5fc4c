"""Claims about the cases of a rule: out of how many its violations would be."""

from collections.abc import Callable

import pytest

from siaga.judge.audit import audit
from siaga.judge.cases import cases
from siaga.ledger.outcome import Outcome
from tests.judge.hand_made import Run

Make = Callable[..., Run]


def test_the_cases_of_a_rule_are_those_of_its_finding(make: Make) -> None:
    """Counted in the same books by the same question; rules that nobody asks for are left out."""
    run = make()
    run.promises(ana=Outcome.OK, budi=Outcome.OK, citra=Outcome.REFUSED)
    run.roll(before=[], first=[], second=[])
    run.record()
    (finding,) = audit(run.folder, run.scenario).findings
    assert cases(run.folder, run.scenario, ["R3", "R1"]) == {"R1": finding.of, "R3": 1}
    assert finding.of == 2


def test_a_rule_may_have_no_case(make: Make) -> None:
    """It is met then and shows nothing."""
    run = make()
    run.promises(ana=Outcome.UNKNOWN)
    run.roll(before=[], first=[], second=[])
    assert cases(run.folder, run.scenario, ["R1"]) == {"R1": 0}


def test_damaged_books_have_no_cases(make: Make) -> None:
    """A ledger that cannot be believed is told of."""
    run = make()
    run.promises(ana=Outcome.OK)
    run.folder.ledger(0).write_text("{}\n{}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="is damaged"):
        cases(run.folder, run.scenario, ["R1"])
