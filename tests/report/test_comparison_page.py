"""Claims about the comparison page: both runs side by side in one file, the gravest first."""

from dataclasses import replace

import pytest

from siaga.judge.comparison import Answer
from siaga.judge.comparison_run import compare
from siaga.judge.verdict import Decision
from siaga.record.fault_span import FaultSpan
from siaga.report.comparison_page import MOST_KEYS, Compare, comparison_page
from siaga.report.kept_verdict import KeptLoad, KeptReason, KeptVerdict
from siaga.scenario.model import Scenario
from siaga.scenario.traffic import Traffic
from tests.judge.two_runs import changed_record, joins, pair, played, spread_s
from tests.report.page_faults import page_faults
from tests.report.parsed_page import ParsedPage, parsed

SCRIPT = "<script>alert(1)</script>"
BEFORE = played(joins(0.1))
AFTER = changed_record(
    played(joins(0.2)),
    run_id="two-runs/2",
    started_at="2027-01-16T08:00:00.000+00:00",
    versions={"siaga": "2"},
    folder="runs/it's B",
)
NO_GO = KeptVerdict(
    verdict=Decision.NO_GO,
    score=50.0,
    reasons=(KeptReason(text=f"Joins are slow {SCRIPT}."),),
    load=KeptLoad(planned_arrivals=1, arrived=1, dropped=0),
)


def _facts(before: object = BEFORE, after: object = AFTER, **more: object) -> Compare:
    both = pair(before, after)  # type: ignore[arg-type]
    return Compare(pair=both, found=compare(both), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def facts() -> Compare:
    """A run whose joins take twice as long as before."""
    return _facts(verdicts=(None, NO_GO), reports=("", "../2/report.html"))


@pytest.fixture(scope="module")
def text(facts: Compare) -> str:
    """Its page."""
    return comparison_page(facts)


@pytest.fixture(scope="module")
def shown(text: str) -> ParsedPage:
    """The same as a browser reads it."""
    return parsed(text)


def test_the_page_has_no_fault(shown: ParsedPage) -> None:
    """It is accessible and one file, although the text of its runs is hostile."""
    assert page_faults(shown) == []


def test_the_answer_comes_first_with_both_runs(shown: ParsedPage) -> None:
    """What was decided of each alone, and where its report is; one without a verdict says so."""
    said = shown.section("verdict")
    assert said.startswith("WORSE 3 of 6 measures are worse than in two-runs/1: p50 of join (+")
    assert "(+100.001 %). siaga: 1 in the baseline, 2 now. A, the earlier run" in said
    assert "A, the earlier run two-runs/1 2027-01-15 08:00:00 UTC not judged Its folder holds no" in said
    assert "B, the later run two-runs/2 2027-01-16 08:00:00 UTC NO GO score 50 Joins are slow" in said
    assert SCRIPT in said
    assert [one.attributes["href"] for one in shown.all("a") if "section" in one.inside][:1] == [
        "../2/report.html"
    ]


def test_what_is_worse_stands_before_what_is_not_and_the_same_is_folded(shown: ParsedPage) -> None:
    """Each with both values, the change, its bounds and a bar."""
    rows = [one for one in shown.all("tr") if "p99 of join" in one.text]
    assert "worse" in rows[0].text
    (folded,) = (one for one in shown.all("details") if one.attributes.get("class") == "folded")
    assert " ".join(folded.text.split()).startswith("3 measures are the same Measure Answer A B")
    assert "p99 of join" not in folded.text
    bars = [one for one in shown.all("svg") if one.attributes.get("class") == "change"]
    assert len(bars) == 6
    assert "3 worse, 0 better, 0 unknown, 3 same." in shown.section("measures")


def test_what_the_runs_were_played_with_stands_side_by_side(shown: ParsedPage) -> None:
    """And whether it is alike, in a word."""
    said = shown.section("differences")
    assert said.startswith("What differs What both were played with, and by which keys")
    assert "version of siaga 1 2 differs" in said
    assert "workers 1 1 yes" in said


def test_both_runs_are_drawn_over_one_axis_and_step_by_step(shown: ParsedPage) -> None:
    """Arrivals, latency, failures; seats have no metric here; and the step that there is."""
    figures = [one.attributes["id"] for one in shown.all("figure") if "id" in one.attributes]
    charts = ("arrivals", "latency", "failures", "seats", "step-1")
    assert figures == [f"chart-{one}" for one in charts]
    drawn = [one for one in shown.all("svg") if one.attributes.get("class") == "plot"]
    assert len(drawn) == 8
    legends = [one.text.split() for one in shown.all("ul") if one.attributes.get("class") == "legend"]
    assert legends == [["B", "A"]] * 4


def test_it_says_how_it_is_repeated(shown: ParsedPage) -> None:
    """Quoted for a shell."""
    assert [one.text for one in shown.all("code")] == ["siaga compare two-runs/1 'runs/it'\"'\"'s B'"]


@pytest.mark.usefixtures("drawn_anew")
def test_the_same_runs_give_the_same_bytes(facts: Compare, text: str) -> None:
    """Drawn twice in one process."""
    assert comparison_page(facts) == text


def test_keys_of_scenarios_that_differ_are_shown_up_to_a_number(scenario: Scenario) -> None:
    """Two scenarios have hundreds; the faults of the later run are shaded."""
    harm = FaultSpan(
        kind="kill",
        target="site",
        from_s=1.0,
        until_s=2.0,
        proof="gone",
        proven_s=1.0,
        rolled_back_s=2.0,
    )
    after = replace(AFTER, scenario=scenario, faults=(harm,))
    shown = parsed(comparison_page(_facts(after=after)))
    assert page_faults(shown) == []
    said = shown.section("differences")
    assert "Keys of the scenario that differ" in said
    assert "name two-runs opening-day differs" in said
    keys = [one for one in shown.all("table") if one.text.split()[:1] == ["Key"]]
    assert keys[0].text.count("differs") == MOST_KEYS
    assert said.endswith("more are in scenario.yaml of both runs.")
    assert "Red are the times of its faults." in shown.section("timelines")


def test_what_nobody_can_tell_is_folded_where_it_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reasons stand at the top, and a page of open questions helps nobody."""
    after = changed_record(AFTER, scale=0.5)
    for most, is_open in ((5, False), (6, True)):
        monkeypatch.setattr("siaga.report.comparison_page.MOST_OPEN", most)
        shown = parsed(comparison_page(_facts(after=after)))
        assert page_faults(shown) == []
        (folded,) = (one for one in shown.all("details") if one.attributes.get("class") == "folded")
        assert " ".join(folded.text.split()).startswith("6 measures are unknown Measure")
        assert ("open" in folded.attributes) is is_open
    assert "scale: 1 in the baseline, 0.5 now." in shown.section("verdict")


def test_runs_of_nothing_are_compared_to_nothing() -> None:
    """No step, no sample, no chart that would show an empty axis."""
    nothing = played({}, arrived=(0,))
    found = _facts(nothing, nothing)
    shown = parsed(comparison_page(found))
    assert page_faults(shown) == []
    assert found.found.answer is Answer.UNKNOWN
    assert shown.section("verdict").startswith("UNKNOWN Nobody can tell")
    assert [one for one in shown.all("section") if one.attributes.get("id") == "curves"] == []


def test_runs_of_other_lengths_and_steps_share_their_axes() -> None:
    """Of a step that one run does not have there is one curve."""
    before = played({"join": [spread_s(0.1)] * 8, "home": [spread_s(0.1)] * 8}, seconds=8)
    shown = parsed(comparison_page(_facts(before, AFTER)))
    assert page_faults(shown) == []
    titles = [one.text for one in shown.all("h3") if "figure" in one.inside]
    assert titles[-2:] == ["home", "join"]
    assert "B: 0 samples, p50 unknown, p99 unknown." in shown.section("curves")


def test_of_closed_models_the_page_says_what_their_times_are(facts: Compare, text: str) -> None:
    """Service time of visitors, where it would say from when arrivals were meant."""
    traffic = Traffic.model_validate(
        {"closed": {"visitors": 10, "spawn-rate": "10/s"}, "phases": [{"name": "all", "for": "60 s"}]}
    )
    before, after = (
        replace(one, scenario=one.scenario.model_copy(update={"traffic": traffic}))
        for one in facts.pair.both
    )
    page = comparison_page(replace(facts, pair=replace(facts.pair, before=before, after=after)))
    for told, of_closed in ((">Visitors</th>", True), (">Arrivals</th>", False)):
        assert ((told in page), (told in text)) == (of_closed, not of_closed)
