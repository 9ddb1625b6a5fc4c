"""Claims about the comparison in every report: a table, a page and a pipeline show each measure."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from siaga.judge.comparison import Answer
from siaga.report.compared_row import ComparedRow, compared_rows
from siaga.report.junit import junit
from siaga.report.mark import ANSWERS, STATES
from siaga.report.page import page
from siaga.report.render import verdict_json
from siaga.report.summary import summary
from tests.report.comparisons import COMPARISON, SAME
from tests.report.opening_day import run_record
from tests.report.parsed_page import parsed
from tests.report.rehearsal import Change, Rehearsal
from tests.report.verdicts import go_verdict

HELD = replace(go_verdict((4, 8)), comparison=COMPARISON)


def test_a_row_has_both_values_and_the_change_with_its_bounds() -> None:
    """A change of a ratio is in points; what nobody can tell has none."""
    assert [
        (one.id, one.before, one.after, one.change, one.answer) for one in compared_rows(COMPARISON)
    ] == [
        ("p50 of <home>", "100 ms", "120 ms", "+0 % (-1 % to +1 %)", "same"),
        ("p50 of join", "100 ms", "120 ms", "+20 % (+18 % to +22 %)", "worse"),
        ("error ratio of join", "2 %", "1 %", "-1 points (-1.2 points to -0.8 points)", "better"),
        ("p99 of join", "unknown", "300 ms", "", "unknown"),
    ]
    assert compared_rows(COMPARISON)[3] == ComparedRow(
        id="p99 of join", before="unknown", after="300 ms", change="", answer="unknown", text="too few."
    )


@pytest.mark.parametrize("answer", Answer)
def test_every_answer_has_a_mark_of_its_own_word(answer: Answer) -> None:
    """None is shown as something that nobody knows."""
    assert (STATES | ANSWERS)[answer.value].word == answer.value


def test_the_summary_lists_what_is_not_the_same() -> None:
    """In a sentence, with the warnings, and a table."""
    text = summary(run_record(), HELD)
    part = text[text.index("Baseline:") :].split("\n\n")
    assert part[0].splitlines() == [
        "Baseline: 1 of 4 measures is worse.",
        "- cores: 2 in the baseline, 8 now.",
    ]
    assert part[1].splitlines() == [
        "| Measure | Answer | Baseline | Now | Change (95 % bounds) |",
        "| --- | --- | --- | --- | --- |",
        "| p50 of join | ❌ worse | 100 ms | 120 ms | +20 % (+18 % to +22 %) |",
        "| error ratio of join | ✅ better | 2 % | 1 % | -1 points (-1.2 points to -0.8 points) |",
        "| p99 of join | ❔ unknown | unknown | 300 ms |  |",
    ]


def test_the_summary_of_a_run_that_is_the_same_has_no_table() -> None:
    """And one without a baseline says nothing of it."""
    same = replace(COMPARISON, measures=(SAME,), warnings=(), text="None is worse.")
    text = summary(run_record(), replace(HELD, comparison=same))
    assert "\n\nBaseline: None is worse.\n\nAudit:" in text
    assert "Baseline" not in summary(run_record(), replace(HELD, comparison=None))


def test_a_pipeline_sees_a_case_for_each_measure_and_those_that_are_worse_fail() -> None:
    """One that nobody can tell of is skipped; without a baseline there is no such suite."""
    root = ET.fromstring(junit(run_record(), HELD))  # noqa: S314 - written by this project
    suite = root[-1]
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("baseline", "4", "1")
    cases = {case.get("name"): [one.tag for one in case] for case in suite}
    assert cases == {
        "p50 of <home>": [],
        "p50 of join": ["failure"],
        "error ratio of join": [],
        "p99 of join": ["skipped"],
    }
    assert suite[1][0].get("message") == "p50 of join: 100 ms in the baseline, 120 ms now."
    alone = ET.fromstring(junit(run_record(), replace(HELD, comparison=None)))  # noqa: S314 - as above
    assert "baseline" not in [one.get("name") for one in alone]


def test_verdict_json_has_the_whole_comparison() -> None:
    """As an object of its own."""
    told = json.loads(verdict_json(HELD))["comparison"]
    assert told == json.loads(json.dumps(COMPARISON.as_json()))


def test_the_page_has_a_section_of_its_own(changed: Change) -> None:
    """With the answer, the warnings and every measure, written as text; it is linked from above."""
    shown = parsed(page(changed(comparison=COMPARISON).facts()))
    section = shown.section("comparison")
    assert "1 of 4 measures is worse." in section
    assert "cores: 2 in the baseline, 8 now." in section
    assert "p50 of <home>" in section
    assert "+20 % (+18 % to +22 %)" in section
    assert "not known" in section
    assert "#comparison" in [one.attributes.get("href") for one in shown.all("a")]
    assert shown.unclosed == []


def test_a_page_without_a_baseline_has_no_such_section(go: Rehearsal) -> None:
    """Nor a link to it."""
    shown = parsed(page(go.facts()))
    assert "comparison" not in shown.ids()
    assert "#comparison" not in [one.attributes.get("href") for one in shown.all("a")]
