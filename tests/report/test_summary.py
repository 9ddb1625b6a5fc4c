"""Claims about the summary: a verdict in Markdown that no text from the run can bend."""

import re
from dataclasses import replace

import pytest

from siaga.judge.finding import Audit
from siaga.judge.verdict import Reason, State, Verdict
from siaga.report.summary import plain, summary
from tests.report.opening_day import run_record
from tests.report.verdicts import empty_verdict, go_verdict, no_go_verdict, objective

GO = go_verdict((4, 8))
HOSTILE = "<img src=x onerror=alert(1)> | [a](javascript:x) `b` **c** @team #1 &lt; $x$\n# d"


def _lines(verdict: Verdict) -> list[str]:
    return summary(run_record(), verdict).splitlines()


@pytest.mark.parametrize(
    ("verdict", "headline"),
    [
        (GO, "## ✅ GO · opening-day"),
        (no_go_verdict(GO), "## ❌ NO GO · opening-day"),
        (empty_verdict(), "## ❔ INCONCLUSIVE · opening-day"),
    ],
)
def test_the_verdict_comes_first(verdict: Verdict, headline: str) -> None:
    """The first line is the verdict, and the next one why."""
    lines = _lines(verdict)
    assert lines[0] == headline
    assert lines[2] == f"- **{verdict.reasons[0].gate}**: {verdict.reasons[0].text}"


def test_the_gate_that_decided_is_bold() -> None:
    """One of the four rows stands out."""
    rows = [line for line in _lines(no_go_verdict(GO)) if line.startswith("| **")]
    assert rows == ["| **Integrity** | ❌ broken | 1 rule broken: R1. |"]


def test_objectives_stand_with_value_bound_and_limit() -> None:
    """Values are in their units; an objective of several expressions says how many."""
    lines = _lines(GO)
    assert "| join-availability (key) | ✅ met | 99.98 % | 99.61 % | 99.5 % |" in lines
    assert "| stable (key) | ✅ met |  |  | 5 parts |" in lines


def test_the_audit_tells_all_its_violations() -> None:
    """Each kind of violation has its number, and each finding its sentence."""
    audit = Audit(
        applicable=True, attempted=9, acknowledged=8, lost=1, duplicated=2, phantom=3, unexpected=4,
        over_quota=5,
    )  # fmt: skip
    assert (
        "Audit: 8 acknowledged of 9 attempted, 1 lost, 2 duplicated, 3 phantom, 4 unexpected,"
        " 5 over quota."
    ) in _lines(replace(GO, audit=audit))
    assert "- **R1**: 3 of 1,640 acknowledged registrations are lost (R1)." in _lines(no_go_verdict(GO))


def test_a_rule_that_could_not_be_judged_is_told() -> None:
    """Its zero is no proof."""
    rules = (replace(GO.audit.rules[0], state="unknown"), *GO.audit.rules[1:])
    lines = _lines(replace(GO, audit=replace(GO.audit, rules=rules)))
    (line,) = (one for one in lines if one.startswith("Audit:"))
    assert line.endswith("0 over quota. Could not be judged: R1.")


def test_an_audit_that_does_not_apply_says_so() -> None:
    """No zeros are shown where nothing was compared."""
    assert "Audit: not applicable." in _lines(empty_verdict())


def test_hostile_text_stays_text_on_one_line() -> None:
    """No tag, link, code, emphasis, mention, reference, entity, formula or heading comes through."""
    written = plain(HOSTILE)
    assert "\n" not in written
    assert re.findall(r"(?<!\\)[<>|\[\]`*@#&$]", written) == []
    assert re.sub(r"\\(.)", r"\1", written) == " ".join(HOSTILE.split())


def test_hostile_text_breaks_no_table() -> None:
    """Every row has as many cells as its heading, whatever names and reasons hold."""
    hostile = objective(
        id=HOSTILE, expression="e", value=1.0, limit=2.0, unit="s", state=State.BROKEN, text=HOSTILE
    )
    reason = Reason(gate="key", id=HOSTILE, text=HOSTILE)
    lines = _lines(replace(GO, objectives=(hostile,), reasons=(reason,), would_turn=HOSTILE))
    cells = [len(re.split(r"(?<!\\)\|", line)) for line in lines if line.startswith("|")]
    assert cells == [5] * 6 + [7] * 3
    assert [line for line in lines if re.search(r"(?<!\\)<(?!/?sub>)", line)] == []


def test_it_is_short_enough_for_a_comment() -> None:
    """A verdict of an ordinary scenario fits on one screen."""
    assert len(_lines(no_go_verdict(GO))) <= 30
