"""The JUnit file: objectives, rules and evidence as suites that pipelines show among their tests.

What is broken is a failure; what is unknown is an error, so that no pipeline takes it for a pass;
what does not apply is skipped, and so is what a dry run did not find met; what only warns is a pass
that says so.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from siaga.judge.comparison import Answer, Comparison
from siaga.judge.verdict import ObjectiveResult, State, Verdict
from siaga.record.run_record import RunRecord

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of a suite: what it is called, what became of it and why."""

    name: str
    state: str
    text: str


COMPARED = {
    Answer.SAME: "met",
    Answer.BETTER: "met",
    Answer.WORSE: "broken",
    Answer.UNKNOWN: "not_applicable",
}
ELEMENTS = {"broken": "failure", "unknown": "error", "not_applicable": "skipped", "dry_run": "skipped"}


def junit(run: RunRecord, verdict: Verdict) -> str:
    """Write junit.xml: a suite each for objectives, rules, evidence and the baseline, if any."""
    root = ET.Element("testsuites", name=_clean(f"siaga {run.scenario}"))
    objectives = [case for one in verdict.objectives for case in _cases(one)]
    rules = [
        Case(name=f"{one.rule} {one.title}", state=one.state, text=one.text)
        for one in verdict.audit.rules
    ]
    evidence = [Case(name=one.id, state=one.state.value, text=one.text) for one in verdict.evidence]
    suites = {"objectives": objectives, "rules": rules, "evidence": evidence}
    suites |= {"baseline": _compared(verdict.comparison)} if verdict.comparison else {}
    for name, cases in suites.items():
        _suite(root, run, name, cases)
    for attribute in ("tests", "failures", "errors", "skipped"):
        root.set(attribute, str(sum(int(suite.get(attribute, 0)) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _cases(objective: ObjectiveResult) -> list[Case]:
    """Give a case for each expression of an objective."""
    if not objective.parts:
        return [_case_of(objective, objective.id, dry=objective.dry_run)]
    return [
        _case_of(part, f"{objective.id}: {part.expression}", dry=objective.dry_run)
        for part in objective.parts
    ]


def _case_of(judged: ObjectiveResult, name: str, *, dry: bool) -> Case:
    if dry and judged.state is not State.MET:
        return Case(name=name, state="dry_run", text=f"dry run, {judged.state.value}: {judged.text}")
    return Case(name=name, state=judged.shown, text=judged.text)


def _compared(comparison: Comparison) -> list[Case]:
    """Give a case for each measure; skipped is what nobody can tell: an objective stands for it."""
    return [Case(name=one.id, state=COMPARED[one.answer], text=one.text) for one in comparison.measures]


def _suite(root: ET.Element, run: RunRecord, name: str, cases: Sequence[Case]) -> None:
    suite = ET.SubElement(root, "testsuite", name=name, timestamp=_clean(run.started_at))
    found = [_case(suite, f"siaga.{run.scenario}.{name}", case) for case in cases]
    suite.set("tests", str(len(cases)))
    for attribute, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(found.count(element)))


def _case(suite: ET.Element, place: str, case: Case) -> str:
    """Add a case; give the element that says what became of it, or nothing for a pass."""
    made = ET.SubElement(suite, "testcase", classname=_clean(place), name=_clean(case.name))
    if case.state == "met":
        return ""
    if case.state == "warned":
        ET.SubElement(made, "system-out").text = _clean(f"warned: {case.text}")
        return ""
    element = ELEMENTS.get(case.state, "error")
    told = ET.SubElement(made, element, message=_clean(case.text))
    if element != "skipped":
        told.text = _clean(case.text)
    return element


def _clean(text: str) -> str:
    """Leave out characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)
