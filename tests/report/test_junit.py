"""Claims about the JUnit file: what a pipeline reads back is what was judged."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from siaga.judge.finding import Audit, RuleResult
from siaga.judge.verdict import State, Verdict
from siaga.report.junit import junit
from tests.report.opening_day import run_record
from tests.report.verdicts import go_verdict, no_go_verdict, objective, warned_verdict

GO = go_verdict((4, 8))
COUNTED = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}


def _read(verdict: Verdict) -> ET.Element:
    return ET.fromstring(junit(run_record(), verdict))  # noqa: S314 - written by this project


def _objective(state: State, name: str = "quick", text: str = "t") -> Verdict:
    one = objective(id=name, expression="e", value=1.0, limit=1.0, unit="s", state=state, text=text)
    return replace(GO, objectives=(one,))


def test_there_is_a_case_for_each_expression_rule_and_piece_of_evidence() -> None:
    """An objective with five expressions has five cases."""
    cases = [
        [case.get("name") for case in suite] for suite in _read(GO) if suite.get("name") != "objectives"
    ]
    assert cases == [
        [
            "R1 nothing is lost",
            "R2 nothing stands twice",
            "R3 nothing refused is done",
            "R4 nothing unasked is done",
            "R6 no seat beyond the quota",
            "R7 waiting room",
        ],
        ["workers-complete", "plan-offered"],
    ]
    objectives = [case.get("name") for case in _read(GO)[0]]
    assert objectives[:3] == ["join-availability", "join-latency", "stable: min(up) >= 1"]
    assert len(objectives) == 7


@pytest.mark.parametrize("verdict", [GO, no_go_verdict(GO), _objective(State.UNKNOWN)])
def test_the_counts_are_those_of_the_cases(verdict: Verdict) -> None:
    """Each suite counts its own cases, and the whole file counts all of them."""
    root = _read(verdict)
    for one in (root, *root):
        for attribute, element in COUNTED.items():
            assert one.get(attribute) == str(len(list(one.iter(element))))


@pytest.mark.parametrize(
    ("state", "element"), [(State.BROKEN, "failure"), (State.UNKNOWN, "error"), (State.MET, None)]
)
def test_what_is_unknown_is_an_error_and_never_a_pass(state: State, element: str | None) -> None:
    """Broken is a failure with its sentence; only what is met stands alone."""
    case = _read(_objective(state, text="1.6 s, at most 1.5 s"))[0][0]
    told = [(one.tag, one.get("message"), one.text) for one in case]
    assert told == ([(element, "1.6 s, at most 1.5 s", "1.6 s, at most 1.5 s")] if element else [])


@pytest.mark.parametrize(
    ("state", "element"), [("not_applicable", "skipped"), ("unknown", "error"), ("odd", "error")]
)
def test_a_rule_that_could_not_be_judged_is_no_pass(state: str, element: str) -> None:
    """What does not apply is skipped; a state that nobody knows is an error."""
    rule = RuleResult(rule="R1", title="t", state=state, text="why")
    case = _read(replace(GO, audit=Audit(applicable=True, rules=(rule,))))[1][0]
    assert [(one.tag, one.get("message")) for one in case] == [(element, "why")]


def test_a_warning_is_a_pass_that_says_so() -> None:
    """It fails no pipeline, and its sentence is there."""
    root = _read(warned_verdict(GO))
    (case,) = (one for one in root[1] if one.get("name", "").startswith("R7"))
    assert [(one.tag, (one.text or "")[:26]) for one in case] == [
        ("system-out", "warned: 2 of 41 people who")
    ]
    assert (root.get("failures"), root.get("errors"), root.get("skipped")) == ("0", "0", "0")


def test_hostile_text_comes_back_as_it_was() -> None:
    """Markup is escaped, and characters that XML cannot hold are left out."""
    name, text = '<a b="c">&amp;\'', "]]> </failure><x/> \x00\x1b\ud800\uffff\U0001f600"
    case = _read(_objective(State.BROKEN, name=name, text=text))[0][0]
    assert case.get("name") == name
    assert case[0].text == "]]> </failure><x/> \U0001f600"
    assert case[0].get("message") == case[0].text


def test_the_run_is_named_once_for_all_and_its_start_in_each_suite() -> None:
    """A pipeline shows which scenario the file is of."""
    root = _read(GO)
    assert root.get("name") == "siaga opening-day"
    assert {suite.get("timestamp") for suite in root} == {"2023-11-14T22:13:18+00:00"}
    assert root[0][0].get("classname") == "siaga.opening-day.objectives"


def _cases(verdict: Verdict) -> dict[str, ET.Element]:
    suite = next(one for one in _read(verdict) if one.get("name") == "objectives")
    return {str(case.get("name")): case for case in suite}


def test_a_warned_objective_is_a_pass_that_says_so() -> None:
    """No pipeline fails by it, and whoever looks finds it."""
    nearly = replace(_objective(State.MET).objectives[0], warned=True, text="nearly")
    case = _cases(replace(_objective(State.MET), objectives=(nearly,)))["quick"]
    assert [(one.tag, one.text) for one in case] == [("system-out", "warned: nearly")]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.MET, []),
        (State.BROKEN, [("skipped", "dry run, broken: t")]),
        (State.UNKNOWN, [("skipped", "dry run, unknown: t")]),
    ],
)
def test_a_dry_run_is_skipped_unless_it_passes(state: State, told: list[tuple[str, str]]) -> None:
    """It fails nothing; so do the expressions of one that has several."""
    dry = replace(_objective(state).objectives[0], dry_run=True)
    case = _cases(replace(_objective(state), objectives=(dry,)))["quick"]
    assert [(one.tag, one.get("message")) for one in case] == told
    part = replace(dry, dry_run=False, expression="a")
    whole = replace(dry, expression="all of 1", parts=(part,))
    case = _cases(replace(_objective(state), objectives=(whole,)))["quick: a"]
    assert [(one.tag, one.get("message")) for one in case] == told
