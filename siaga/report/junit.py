"""The JUnit file: objectives, rules and evidence as suites that pipelines show among their tests.

What is broken is a failure; what is unknown is an error, so that no pipeline takes it for a pass;
what does not apply is skipped; what only warns is a pass that says so.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from siaga.judge.verdict import ObjectiveResult, Verdict
from siaga.record.run_record import RunRecord

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of a suite: what it is called, what became of it and why."""

    name: str
    state: str
    text: str


ELEMENTS = {"broken": "failure", "unknown": "error", "not_applicable": "skipped"}


def junit(run: RunRecord, verdict: Verdict) -> str:
    """Write junit.xml: a suite for objectives, one for rules and one for evidence."""
    root = ET.Element("testsuites", name=_clean(f"siaga {run.scenario}"))
    objectives = [case for one in verdict.objectives for case in _cases(one)]
    rules = [
        Case(name=f"{one.rule} {one.title}", state=one.state, text=one.text)
        for one in verdict.audit.rules
    ]
    evidence = [Case(name=one.id, state=one.state.value, text=one.text) for one in verdict.evidence]
    for name, cases in (("objectives", objectives), ("rules", rules), ("evidence", evidence)):
        _suite(root, run, name, cases)
    for attribute in ("tests", "failures", "errors", "skipped"):
        root.set(attribute, str(sum(int(suite.get(attribute, 0)) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _cases(objective: ObjectiveResult) -> list[Case]:
    """Give a case for each expression of an objective."""
    if not objective.parts:
        return [Case(name=objective.id, state=objective.state.value, text=objective.text)]
    return [
        Case(name=f"{objective.id}: {part.expression}", state=part.state.value, text=part.text)
        for part in objective.parts
    ]


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
