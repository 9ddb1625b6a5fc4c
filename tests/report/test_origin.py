"""Claims about origins: a value leads to the file that it was made from."""

import json
from dataclasses import replace

import pytest

from siaga.judge.verdict import ObjectiveResult, State
from siaga.record.run_folder import RunFolder
from siaga.report.origin import CHECKS, check_origin, objective_origin
from siaga.report.source import sources
from tests.report.opening_day import ROOT

RESULT = ObjectiveResult(
    id="one",
    expression="",
    state=State.MET,
    value=1.0,
    bound=None,
    limit=2.0,
    unit="s",
    key=False,
    weight=1.0,
    text="It is.",
)


@pytest.mark.parametrize(
    ("expression", "path"),
    [
        ("p99 of join <= 1.5 s", "latency/"),
        ("availability of join >= 99 %", "evidence/"),
        ("error ratio <= 1 %", "evidence/"),
        ("max(up) >= 1", "metrics/site.jsonl"),
        ("time to recover after kill <= 60 s", "faults/spans.jsonl"),
        ("audit lost <= 0", "roll/"),
        ("violations of anything <= 0", "verdict.json"),
        ("", "scenario.yaml"),
    ],
)
def test_an_objective_leads_to_what_its_measure_reads(expression: str, path: str) -> None:
    """Whatever is attested stands in the scenario; what nobody can read is in the verdict at least."""
    assert objective_origin(replace(RESULT, expression=expression)) == path


def test_what_abuse_came_to_stands_in_the_ledger() -> None:
    """Its expression is none that could be asked for."""
    abuse = replace(RESULT, expression="violations of code-replay <= 0", tags=("abuse", "access"))
    assert objective_origin(abuse) == "ledger/"


def test_every_check_leads_to_a_file_that_is_there() -> None:
    """Those of a verdict are all named; one of a newer judge leads to the verdict."""
    verdict = json.loads((ROOT / "reports/example/verdict.json").read_text(encoding="utf-8"))
    checked = {one["id"] for one in verdict["evidence"]}
    assert checked
    assert checked <= set(CHECKS)
    there = sources(RunFolder(ROOT / "reports/example"))
    assert {one: check_origin(one) for one in checked if check_origin(one) not in there} == {}
    assert check_origin("of-a-newer-judge") == "verdict.json"
