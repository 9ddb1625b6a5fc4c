"""Claims about the page: what it shows first, that it is whole, and that it needs only a browser."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from siaga.judge.finding import RuleResult
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, Reason, Verdict
from siaga.report.page import page
from siaga.report.render import render
from tests.judge.stock_run import stock_run_in
from tests.report.opening_day import run_record
from tests.report.page_faults import SCRIPTED, named_script, page_faults
from tests.report.parsed_page import Element, ParsedPage, parsed
from tests.report.rehearsal import Change, Rehearsal
from tests.report.verdicts import (
    TIMELINE,
    counted_verdict,
    empty_verdict,
    go_verdict,
    inconclusive_verdict,
    no_go_verdict,
    warned_verdict,
)

NETWORK = re.compile(r"url\(|@import|https?://|//[a-z]", re.IGNORECASE)
NAMES = {"href", "src", "srcset", "action", "formaction", "poster", "data", "xlink:href", "ping"}
GO = go_verdict((4, 8))


@pytest.fixture(scope="module", params=["go", "no_go", "inconclusive", "empty"])
def shown(request: pytest.FixtureRequest, recorded: Rehearsal) -> ParsedPage:
    """The page of each kind of verdict, of the recorded day or of an empty one."""
    verdicts = {
        "go": recorded.verdict,
        "no_go": no_go_verdict(recorded.verdict),
        "inconclusive": inconclusive_verdict(recorded.verdict),
        "empty": empty_verdict(),
    }
    return parsed(page(replace(recorded.facts(), verdict=verdicts[str(request.param)])))


def test_every_element_is_closed_where_it_was_opened(shown: ParsedPage) -> None:
    """No browser has to guess."""
    assert shown.unclosed == []


def test_the_page_has_none_of_the_faults_that_keep_somebody_from_reading_it(shown: ParsedPage) -> None:
    """Of its headings, links, pictures, tables and of its being one file."""
    assert page_faults(shown) == []


def test_every_id_is_unique(shown: ParsedPage) -> None:
    """Links and labels find one element."""
    assert len(shown.ids()) == len(set(shown.ids()))


def test_every_link_and_label_resolves(shown: ParsedPage) -> None:
    """Whatever points into the page points at something."""
    links = [
        one.attributes["href"] for one in shown.elements if one.attributes.get("href", "")[:1] == "#"
    ]
    labels = [one.attributes.get("aria-labelledby", "").split() for one in shown.elements]
    targets = {link[1:] for link in links} | {label for group in labels for label in group}
    assert {"verdict", "gates", "terms", "decision"} <= targets
    assert targets - set(shown.ids()) == set()


def test_headings_are_in_order(shown: ParsedPage) -> None:
    """One first heading; none skips a level."""
    levels = [int(one.tag[1]) for one in shown.elements if re.fullmatch(r"h[1-6]", one.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(after - before for before, after in pairwise(levels)) <= 1


def test_the_page_has_a_title_a_language_and_one_main_part(shown: ParsedPage) -> None:
    """What a screen reader asks for first is there."""
    assert shown.all("html")[0].attributes["lang"] == "en"
    assert shown.all("title")[0].text.endswith("opening-day, 2023-11-14 22:13:18 UTC")
    assert len(shown.all("main")) == 1


def test_nothing_is_fetched_and_only_the_script_can_run(shown: ParsedPage) -> None:
    """The policy names the one script of the page, and there is nothing else to forbid."""
    (script,) = shown.all("script")
    (policy,) = (one.attributes for one in shown.all("meta") if "http-equiv" in one.attributes)
    assert policy == {
        "http-equiv": "Content-Security-Policy",
        "content": SCRIPTED.format(named_script(script.text)),
    }
    assert _executable(shown) == [script]
    assert _fetched(shown) == []


def test_every_table_cell_has_a_heading(shown: ParsedPage) -> None:
    """Headings say whether they are of a column, a row or a group of rows."""
    scopes = {one.attributes.get("scope") for one in shown.all("th")}
    assert scopes <= {"col", "row", "rowgroup"}
    assert [one.text for one in shown.all("th") if not one.text.strip()] == []


@pytest.mark.parametrize(
    ("verdict", "word", "tone"),
    [
        (GO, "GO", "good"),
        (replace(GO, decision=Decision.GO_WITH_CONDITIONS), "GO WITH CONDITIONS", "caution"),
        (no_go_verdict(GO), "NO GO", "bad"),
        (inconclusive_verdict(GO), "INCONCLUSIVE", "open"),
    ],
    ids=["go", "conditions", "no_go", "inconclusive"],
)
def test_the_verdict_its_reason_and_what_would_change_it_come_first(
    empty: Rehearsal, verdict: Verdict, word: str, tone: str
) -> None:
    """The first section is the verdict in a word, why, and the smallest change that would turn it."""
    shown = parsed(page(replace(empty.facts(), verdict=verdict)))
    first = shown.all("section")[0]
    assert first.attributes == {
        "id": "verdict",
        "class": f"verdict {tone}",
        "aria-labelledby": "decision",
    }
    assert " ".join(shown.all("h1")[0].text.split()) == word
    said = f"{word} {verdict.reasons[0].text} What would change it {verdict.would_turn}"
    assert shown.section("verdict").startswith(said)


def test_further_reasons_and_what_happened_to_the_run_follow(empty: Rehearsal) -> None:
    """Second reasons, a guard, an interruption and notes are told, each once."""
    reasons = (*empty.verdict.reasons, Reason(gate="conditions", id="c", text="No baseline."))
    run = replace(run_record(), stopped_by="error ratio above 50 %", notes=("site ended at 42 s",))
    facts = replace(empty.facts(), verdict=replace(empty.verdict, reasons=reasons), run=run)
    said = parsed(page(facts)).section("verdict")
    assert "Also conditions No baseline." in said
    assert said.endswith("Stopped by a guard: error ratio above 50 % site ended at 42 s")
    assert "Interrupted: somebody stopped this run" in parsed(page(empty.facts())).section("verdict")


def test_a_witness_has_its_timeline_and_a_command_that_replays_it(empty: Rehearsal) -> None:
    """Foldable without a script; the first is open, so that it prints everywhere."""
    run = replace(run_record(), folder="reports/opening-day/1")
    shown = parsed(page(replace(empty.facts(), verdict=no_go_verdict(GO), run=run)))
    assert "siaga replay reports/opening-day/1 --rule R1" in [one.text for one in shown.all("code")]
    folded = [one for one in shown.all("details") if one.attributes.get("class") == "timeline"]
    assert ["open" in one.attributes for one in folded] == [True, False, False]
    told = " ".join(folded[0].text.split())
    assert told.startswith("Timeline of 9971014107900001: 3 lines Run second What Details Phase Faults")
    assert "71.204 s answered: ok op 0-4411, status 201 doors-open kill of site" in told
    assert "182.500 s roll read first: nothing —" in told


def test_a_witness_of_several_people_says_who(empty: Rehearsal) -> None:
    """A column more; a witness that cannot be sent again has no command."""
    verdict = no_go_verdict(GO)
    lines = [{**TIMELINE[0], "person": who, "at_s": None} for who in ("ana", "budi")]
    for line in lines:
        del line["visitor"]
    finding = replace(verdict.audit.findings[0], witnesses=({"timeline": lines},))
    audit = replace(verdict.audit, findings=(finding,))
    shown = parsed(page(replace(empty.facts(), verdict=replace(verdict, audit=audit))))
    (folded,) = (one for one in shown.all("details") if one.attributes.get("class") == "timeline")
    told = " ".join(folded.text.split())
    assert told.startswith("Timeline of ana, budi: 2 lines Run second Who What Details")
    assert "no time ana asked" in told
    assert "siaga replay" not in shown.section("promises")


def test_a_replay_says_what_it_is(empty: Rehearsal) -> None:
    """Nobody takes its verdict for that of a day."""
    run = replace(run_record(), replays="opening-day/then", only=(3, 4))
    said = parsed(page(replace(empty.facts(), run=run))).section("verdict")
    assert "Replay: only 2 of the visitors of opening-day/then came, as they came then." in said
    assert "Replay:" not in parsed(page(empty.facts())).section("verdict")


def test_the_gate_that_decided_is_named_in_words(shown: ParsedPage) -> None:
    """One of four gates says that the verdict was decided there."""
    assert len([one for one in shown.all("li") if "The verdict was decided here." in one.text]) == 1
    assert len([one for one in shown.all("ol")[0].text.split("\n") if re.search(r"\d\. ", one)]) == 4


def test_an_empty_run_says_what_is_not_known(empty: Rehearsal) -> None:
    """Nothing is drawn where nothing was recorded, and no absence looks like a pass."""
    shown = parsed(page(empty.facts()))
    assert [one for one in shown.all("svg") if one.attributes.get("class") == "plot"] == []
    assert "No step was recorded." in shown.section("steps")
    assert "The audit does not apply" in shown.section("promises")
    assert "No evidence was checked, so nothing is proven." in shown.section("evidence")
    assert "No sample was recorded, so nothing is known of latency." in shown.section("glance")


def test_a_rule_that_could_not_be_judged_is_shown_as_unknown(empty: Rehearsal) -> None:
    """A roll that could not be read does not look like kept promises."""
    rule = RuleResult(rule="R1", title="nothing is lost", state="unknown", text="The roll broke off.")
    verdict = replace(GO, audit=replace(GO.audit, rules=(rule,)))
    shown = parsed(page(replace(empty.facts(), verdict=verdict)))
    assert "R1 nothing is lost unknown The roll broke off." in shown.section("promises")


def test_a_warning_is_no_finding_and_has_its_witnesses(empty: Rehearsal) -> None:
    """Under a heading of its own, with a mark and a tone of its own."""
    shown = parsed(page(replace(empty.facts(), verdict=warned_verdict(GO))))
    said = shown.section("promises")
    assert "Warnings warned R7: 2 of 41" in said
    assert "Findings" not in said
    assert "Witness 1 of 1" in said
    (article,) = shown.all("article")
    assert article.attributes == {"class": "finding caution", "id": "finding-R7"}


def test_three_counts_stand_side_by_side(empty: Rehearsal) -> None:
    """A sentence each, and what comes of them; nothing where nothing could be audited."""
    facts = empty.facts()
    said = parsed(page(replace(facts, verdict=counted_verdict(GO, "met")))).section("promises")
    assert (
        "Counted three ways Who counts What was counted"
        " Ledger 1,640 people were told yes, 3 more heard no answer."
        " Counter The site's own counter grew by 1,642. Roll 1,642 entries are new."
        " met The ledger (1,640 to 1,643 people)"
    ) in said
    assert "Counted" not in parsed(page(facts)).section("promises")


@pytest.mark.usefixtures("drawn_anew")
def test_the_same_facts_give_the_same_page(changed: Change) -> None:
    """Drawn twice in one process, byte for byte."""
    facts = changed().facts()
    assert page(facts) == page(facts)


def _executable(shown: ParsedPage) -> list[Element]:
    """Give what a browser would run, were it allowed to."""
    tags = {
        "script",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "foreignobject",
        "animate",
        "set",
        "img",
    }
    return [
        one
        for one in shown.elements
        if one.tag in tags
        or any(name.startswith("on") for name in one.attributes)
        or any(value.strip().lower().startswith("javascript:") for value in one.attributes.values())
    ]


def _fetched(shown: ParsedPage) -> list[str]:
    """Give what a browser would fetch; addresses that only stand there as text are none."""
    styles = [one.text for one in shown.all("style")]
    styled = [one.attributes.get("style", "") for one in shown.elements]
    pointing = [
        value for one in shown.elements for name, value in one.attributes.items() if name in NAMES
    ]
    inside = {"data:,", *(value for value in pointing if value[:1] == "#"), *shown.links()}
    outside = [value for value in pointing if value not in inside]
    return outside + [text for text in (*styles, *styled) if NETWORK.search(text)]


def test_a_closed_model_is_told_as_one(tmp_path: Path) -> None:
    """At the top; nothing speaks of arrivals that nobody planned, or of an intended start."""
    run = stock_run_in(tmp_path / "run")
    render(run.folder, judge_run(run.folder, run.scenario, strict=False))
    text = run.folder.report.read_text(encoding="utf-8")
    shown = parsed(text)
    assert page_faults(shown) == []
    assert "Closed model: the visitors of a stock Locust file wait for the site" in text
    assert "Service time of all requests" in text
    assert "10 at once, 10 /s until they are there" in text
    body, _terms = text.split('<section id="terms">')
    for absent in ("Arrivals per second", "intended start", "could not be sent", "Seats left"):
        assert absent not in body
    assert body.count('<th scope="row" class="kind">') == 3
    summary = run.folder.summary.read_text(encoding="utf-8")
    assert "Closed model: at most 10 visitors at once; 2,000 requests." in summary


def test_a_closed_model_without_a_verdict_is_told_as_one_too(tmp_path: Path) -> None:
    """Whatever the reasons are, whoever reads the numbers has to know."""
    run = stock_run_in(tmp_path / "run")
    run.record(interrupted=True)
    render(run.folder, judge_run(run.folder, run.scenario, strict=False))
    told = "the visitors of a stock Locust file wait for the site"
    assert f"<strong>Closed model:</strong> {told}" in run.folder.report.read_text(encoding="utf-8")
    assert f"**Closed model:** {told}" in run.folder.summary.read_text(encoding="utf-8")
