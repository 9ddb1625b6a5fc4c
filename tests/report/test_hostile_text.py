"""Claims about hostile text: whatever a run holds, the page shows it as text."""

from dataclasses import replace

import pytest

from siaga.judge.finding import Audit, Finding
from siaga.judge.verdict import EvidenceResult, Reason, State
from siaga.observe.scrape import SeriesKey
from siaga.observe.series import SeriesLog, read
from siaga.record.fault_span import FaultSpan
from siaga.record.json_lines import JsonLines
from siaga.record.run_folder import RunFolder
from siaga.record.tally import StepCount, Tally
from siaga.report.page import page
from siaga.scenario.model import Scenario
from tests.report.opening_day import T0_S
from tests.report.page_faults import page_faults
from tests.report.parsed_page import ParsedPage, parsed
from tests.report.rehearsal import Rehearsal
from tests.report.verdicts import objective

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=https://evil.test/x onerror=alert(1)>"
QUOTES = "\"'></style></title><svg onload=alert(1)>{{ 7 * 7 }}"
EXPRESSION = "max(busy) <= 5"


@pytest.fixture
def text(empty: Rehearsal) -> str:
    """The page of a run whose every free text is hostile."""
    _write_tally(empty.folder)
    line = {
        "at_s": 1.0,
        "event": QUOTES,
        "person": SCRIPT,
        "phase": IMAGE,
        "faults": IMAGE,
        "visitor": 1,
    }
    witness = {QUOTES: IMAGE, "n": SCRIPT, "timeline": ({**line, QUOTES: SCRIPT},)}
    finding = Finding(rule="R1", text=IMAGE, count=1, of=2, witnesses=(witness,))
    watched = objective(
        id="busy", expression=EXPRESSION, value=1.0, limit=5.0, unit="count", text=QUOTES
    )
    verdict = replace(
        empty.verdict,
        reasons=(Reason(gate="integrity", id=IMAGE, text=IMAGE),) * 2,
        would_turn=QUOTES,
        audit=Audit(applicable=True, lost=1, findings=(finding,)),
        objectives=(watched,),
        evidence=(EvidenceResult(id=QUOTES, state=State.BROKEN, value=1.0, limit=0.0, text=SCRIPT),),
    )
    run = replace(empty.run, notes=(QUOTES, SCRIPT), host=IMAGE, versions={SCRIPT: QUOTES})
    run = replace(run, folder=IMAGE, replays=SCRIPT, only=(1,), stopped_by=IMAGE)
    hostile = replace(empty, verdict=verdict, run=run, scenario=_scenario(empty.scenario))
    _write_scrapes(empty.folder)
    facts = replace(hostile, series=read(empty.folder.scrapes, T0_S)).facts()
    harm = FaultSpan(
        kind=SCRIPT, target=IMAGE, from_s=1.0, until_s=2.0, proof=QUOTES, proven_s=1.0, rolled_back_s=2.0
    )
    return page(replace(facts, faults=(harm,)))


def _scenario(scenario: Scenario) -> Scenario:
    # Two phases are enough: a long name is only shown where there is room for it.
    phases = tuple(one.model_copy(update={"name": SCRIPT}) for one in scenario.traffic.phases[2:4])
    traffic = scenario.traffic.model_copy(update={"phases": phases})
    return scenario.model_copy(update={"name": QUOTES, "description": IMAGE, "traffic": traffic})


def _write_tally(folder: RunFolder) -> None:
    lines = JsonLines(folder.tallies(0))
    steps = {SCRIPT: StepCount(good=1, failed=2)}
    lines.append(Tally(second=0, steps=steps, errors={f"{SCRIPT} {QUOTES}": 2}).as_json())
    lines.close()


def _write_scrapes(folder: RunFolder) -> None:
    log = SeriesLog(folder.scrapes)
    for second in range(5):
        samples = {SeriesKey.of("busy", {"kind": SCRIPT, "other": IMAGE}): float(second)}
        log.append(T0_S + second, up=True, samples=samples)
    log.close()


@pytest.fixture
def shown(text: str) -> ParsedPage:
    """The same page as a browser reads it."""
    return parsed(text)


def test_hostile_text_makes_no_element(shown: ParsedPage) -> None:
    """No script, no image, no attribute that would run; the page is as well formed as ever."""
    assert shown.unclosed == []
    (own,) = [one for one in shown.elements if one.tag in {"script", "img", "iframe"}]
    assert page_faults(shown) == []
    assert own.text.startswith("// Zooming")
    assert [name for one in shown.elements for name in one.attributes if name.startswith("on")] == []
    assert len(shown.all("style")) == 1
    leads = {one.attributes.get(name) for one in shown.elements for name in ("href", "src", "action")}
    outside = {one for one in leads if one is not None and not one.startswith(("#", "data:,"))}
    assert outside <= {"timeline.csv", "verdict.json", "evidence/", "metrics/site.jsonl"}


@pytest.mark.parametrize("section", ["verdict", "promises", "objectives", "evidence", "harm", "repeat"])
def test_hostile_text_is_shown_as_it_was(shown: ParsedPage, section: str) -> None:
    """A reader sees what was recorded, character for character."""
    assert any(one in shown.section(section) for one in (IMAGE, QUOTES, SCRIPT))


def test_a_step_with_a_script_for_a_name_is_a_row(shown: ParsedPage) -> None:
    """Its name and its error stand in their tables."""
    assert f"{SCRIPT} 3 1 2" in shown.section("steps")
    assert f"{QUOTES} 2 100 % {SCRIPT} 2 (66.67 % of its samples)" in shown.section("errors")


def test_a_template_in_a_text_is_not_evaluated(text: str) -> None:
    """What looks like a template stays what it is."""
    assert "{{ 7 * 7 }}" in text
    assert "49" not in parsed(text).section("verdict")


def test_a_chart_shows_hostile_labels_as_text(shown: ParsedPage) -> None:
    """Names of phases are escaped inside the pictures, and names of series in the legend."""
    titles = [one.text for one in shown.all("title") if "svg" in one.inside]
    assert titles.count(EXPRESSION) == 2
    assert [one.text for one in shown.all("text") if one.text == SCRIPT]
    legends = [one.text for one in shown.all("ul") if one.attributes.get("class") == "legend"]
    assert any(SCRIPT in one for one in legends)
