"""Claims about the row of a case: what was tried how often, and how it ended, in words."""

from dataclasses import replace

from siaga.judge.case_result import Assertion, CaseResult
from siaga.report.case_row import case_rows

RESULT = CaseResult(
    case="race-one-person",
    title="fifty joins at once",
    item="OAT-005 Scalping",
    requirement="ASVS 2.3.4",
    tag="intrusive",
    state="broken",
    planned=3,
    tried=2,
    attempts=1_100,
    answers={"join 201": 2, "join 409": 1_098, "late timeout": 1},
    setbacks={},
    assertions=(
        Assertion(id="honest", state="met", text="Well."),
        Assertion(id="answers", state="broken", count=1, text="One <b>hung</b>."),
    ),
    text="One <b>hung</b>.",
)
"""A case that a site did not withstand, with what could script the page of a reviewer."""


def test_a_row_says_what_was_tried_and_how_it_ended() -> None:
    """In the order of the three assertions; one that is not there is unknown."""
    (row,) = case_rows([RESULT])
    assert row.tried == "1,100 by 2 of 3"
    assert row.answers == "join: 2 × 201, 1,098 × 409, late: 1 × timeout"  # noqa: RUF001 - the sign of times
    assert row.states == ("broken", "unknown", "met")
    assert row.item == "OAT-005 Scalping, ASVS 2.3.4"


def test_a_case_that_nobody_tried_says_so() -> None:
    """Instead of 0 by 0."""
    nothing = replace(RESULT, attempts=0, tried=0, answers={}, assertions=(), requirement="")
    (row,) = case_rows([nothing])
    assert (row.tried, row.answers, row.item) == ("none", "", "OAT-005 Scalping")
    assert row.states == ("unknown",) * 3
