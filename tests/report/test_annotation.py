"""Claims about annotations: a GitHub workflow shows each reason, at the level that the verdict has."""

from dataclasses import replace

import pytest

from siaga.judge.verdict import Decision, Reason
from siaga.report.annotation import annotations
from tests.report.verdicts import go_verdict, no_go_verdict

GO = go_verdict((4, 8))


def test_a_broken_promise_is_an_error_beside_the_change() -> None:
    """With its gate and its rule in the title."""
    assert annotations(no_go_verdict(GO)) == (
        "::error title=NO GO%2C integrity%3A R1::3 of 1,640 acknowledged registrations are lost (R1).",
    )


@pytest.mark.parametrize(
    ("decision", "level", "word"),
    [
        (Decision.GO, "notice", "GO"),
        (Decision.GO_WITH_CONDITIONS, "warning", "GO WITH CONDITIONS"),
        (Decision.NO_GO, "error", "NO GO"),
        (Decision.INCONCLUSIVE, "error", "INCONCLUSIVE"),
    ],
)
def test_every_verdict_has_its_level(decision: Decision, level: str, word: str) -> None:
    """What is not proven is no less than an error: nobody is to take it for a pass."""
    reason = Reason(gate="score", id="", text="So it is.")
    (line,) = annotations(replace(GO, decision=decision, reasons=(reason,)))
    assert line == f"::{level} title={word}%2C score::So it is."


def test_no_text_ends_its_command_or_begins_another() -> None:
    """Line ends and percent signs are told as GitHub reads them back; titles have no colon or comma."""
    reason = Reason(gate="key", id="a:b,c", text="90 %\r\n::error::forged")
    assert annotations(replace(GO, reasons=(reason,))) == (
        "::notice title=GO%2C key%3A a%3Ab%2Cc::90 %25%0D%0A::error::forged",
    )


@pytest.mark.parametrize(
    ("many", "lines", "last"), [(10, 10, "9"), (11, 10, "2 more reasons"), (40, 10, "31 more")]
)
def test_of_many_reasons_the_last_line_says_how_many_more_there_are(
    many: int, lines: int, last: str
) -> None:
    """GitHub shows ten of a step and leaves the rest out without a word."""
    reasons = tuple(Reason(gate="evidence", id="", text=str(number)) for number in range(many))
    told = annotations(replace(GO, reasons=reasons))
    assert len(told) == lines
    assert told[-1].split("::")[-1].startswith(last)
    assert told[8].endswith("::8")
