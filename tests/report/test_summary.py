"""Claims about the summary: a verdict in Markdown that no text from the run can bend."""

import re
from dataclasses import replace

import pytest

from siaga.judge.finding import Audit
from siaga.judge.verdict import Reason, State, Verdict
from siaga.report.summary import code, plain, summary
from tests.report.opening_day import run_record
from tests.report.verdicts import (
    counted_verdict,
    empty_verdict,
    go_verdict,
    no_go_verdict,
    objective,
    warned_verdict,
)

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
    lines = _lines(no_go_verdict(GO))
    assert "- **R1**: 3 of 1,640 acknowledged registrations are lost (R1)." in lines


def test_a_finding_tells_its_first_witness_in_short_and_how_to_replay_it() -> None:
    """One line each, under the finding."""
    lines = _lines(no_go_verdict(GO))
    place = lines.index("- **R1**: 3 of 1,640 acknowledged registrations are lost (R1).")
    first, replay = lines[place + 1 : place + 3]
    assert first == (
        "  - First witness, 9971014107900001: 71.200 s asked; 71.204 s answered: ok;"
        " 182.500 s roll read (first: nothing)."
    )
    assert replay == "  - Replay it: `siaga replay . --rule R1`"


def test_a_replay_says_what_it_is() -> None:
    """Right under the verdict, so that nobody takes it for that of a day."""
    run = replace(run_record(), replays="gate/then", only=(3, 4))
    lines = summary(run, GO).splitlines()
    assert lines[2].startswith(
        "**Replay:** only 2 of the visitors of gate/then came, as they came then."
    )
    assert lines[4].startswith("- **score**")


def test_a_run_that_was_ended_early_says_so() -> None:
    """Right under the verdict, as the page has it."""
    run = replace(run_record(), aborted_for="a*b", aborted_at_s=42, aborted_why="it was lost")
    lines = summary(run, GO).splitlines()
    assert lines[2] == (
        r"**Ended early:** at 42 s the objective a\*b ended this run, since it was lost. What comes"
        " after that in the plan was not played, and nothing is said of it."
    )
    assert lines[4].startswith("- **score**")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("siaga replay .", "`siaga replay .`"),
        ("a\n b", "`a b`"),
        ("a`b", "`` a`b ``"),
        ("``a` <b>", "``` ``a` <b> ```"),
    ],
)
def test_code_is_shown_as_it_is(text: str, shown: str) -> None:
    """No backtick of a path ends it early."""
    assert code(text) == shown


def test_a_rule_that_could_not_be_judged_is_told() -> None:
    """Its zero is no proof."""
    rules = (replace(GO.audit.rules[0], state="unknown"), *GO.audit.rules[1:])
    lines = _lines(replace(GO, audit=replace(GO.audit, rules=rules)))
    (line,) = (one for one in lines if one.startswith("Audit:"))
    assert line.endswith("0 over quota. Could not be judged: R1.")


def test_a_warning_is_told_with_its_mark_after_the_findings() -> None:
    """It is no finding, and looks like none."""
    lines = _lines(warned_verdict(GO))
    assert f"- 🚩 warned, **R7**: {warned_verdict(GO).audit.warnings[0].text}" in lines
    assert "| **Integrity** | ⚠️ conditions | 5 rules held, 1 rule only warned: R7. |" in lines


@pytest.mark.parametrize(("state", "mark"), [("met", "✅ met"), ("broken", "❌ broken")])
def test_three_counts_stand_side_by_side(state: str, mark: str) -> None:
    """A sentence each, and what comes of them."""
    lines = _lines(counted_verdict(GO, state))
    place = next(place for place, line in enumerate(lines) if line.startswith("Counted three ways:"))
    assert lines[place] == (
        f"Counted three ways: {mark}. The ledger (1,640 to 1,643 people), the site's counter (1,642) and"
        " the roll (1,642) agree."
    )
    assert [line[: line.index(":")] for line in lines[place + 1 : place + 4]] == [
        "- **Ledger**", "- **Counter**", "- **Roll**",
    ]  # fmt: skip


@pytest.mark.parametrize("verdict", [GO, counted_verdict(GO, "not_applicable"), empty_verdict()])
def test_where_there_is_no_counter_nothing_is_counted_three_ways(verdict: Verdict) -> None:
    """Two numbers and a dash would say less than the audit."""
    assert not any(line.startswith("Counted") for line in _lines(verdict))


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


def test_objectives_say_what_they_are_about_and_how_they_decide() -> None:
    """Title, key or dry run, a warning with its mark, and the stricter limit beside the other."""
    verdict = go_verdict((1,))
    quick = replace(verdict.objectives[1], title="Joining | is quick", warned=True, warn_limit=0.45)
    dry = replace(quick, id="later", key=False, dry_run=True, title="", warned=False, warn_limit=None)
    lines = _lines(replace(verdict, objectives=(quick, dry)))
    assert (
        "| join-latency: Joining \\| is quick (key) | 🚩 warned | 412 ms | 498 ms | 1.5 s, wished for"
        " 450 ms |"
    ) in lines
    assert "| later (dry run) | ✅ met | 412 ms | 498 ms | 1.5 s |" in lines
