"""Claims about the result of a case: its violations are those of what is asserted."""

from siaga.judge.case_result import Assertion, CaseResult


def test_the_violations_of_a_case_are_those_of_its_assertions() -> None:
    """Added up."""
    parts = (
        Assertion(id="answers", state="broken", count=3, text="Three."),
        Assertion(id="holdings", state="met", text="None."),
        Assertion(id="honest", state="broken", count=1, text="One."),
    )
    result = CaseResult(
        case="race", title="a race", item="OAT-005", requirement="", tag="passive", state="broken",
        planned=1, tried=1, attempts=9, answers={}, setbacks={}, assertions=parts, text="",
    )  # fmt: skip
    assert result.count == 4
