"""Claims about the metrics of what is judged: as it stands, and then as verdict.json says."""

from collections.abc import Mapping

import pytest

from siaga.judge.rules.catalogue import RULES
from siaga.judge.verdict import Decision, State
from siaga.ledger.outcome import Outcome
from siaga.scenario.load import dump
from siaga.scenario.model import Evidence, Site
from siaga.stage.conclusion import conclude
from siaga.stage.verdict_metrics import VerdictMetrics
from tests.judge.hand_made import Run, entry

Shown = dict[str, dict[str, float]]


def _shown(run: Run, states: Mapping[str, State]) -> Shown:
    metrics = VerdictMetrics(run.folder, run.scenario.objectives, lambda: states)
    return {
        family.name: {",".join(one.labels.values()): one.value for one in family.samples}
        for family in metrics.collect()
    }


def _ones(shown: Mapping[str, float]) -> list[str]:
    return [labels for labels, value in shown.items() if value == 1]


def test_while_the_run_lasts_objectives_are_shown_as_they_stand(run: Run) -> None:
    """Each is in one state of three; nobody knows of those that nobody has looked at."""
    shown = _shown(run, {"errors": State.BROKEN})
    assert len(shown["siaga_objective_state"]) == 2 * 3
    assert _ones(shown["siaga_objective_state"]) == [
        "join-latency,true,unknown",
        "errors,false,broken",
    ]
    assert shown["siaga_verdict"] == {one.value: 0.0 for one in Decision}
    assert shown["siaga_audit_violations"] == {}


def test_then_they_are_shown_as_judged(run: Run) -> None:
    """However they stood; with the verdict and the violations of every rule that could be judged."""
    run.promises(ana=Outcome.OK, budi=Outcome.OK)
    run.roll(before=[], first=[entry("ana", 1)], second=[entry("ana", 1)])
    run.day()
    run.record()
    conclude(run.folder, strict=False)
    shown = _shown(run, {"errors": State.BROKEN})
    assert _ones(shown["siaga_objective_state"]) == ["join-latency,true,unknown", "errors,false,met"]
    assert _ones(shown["siaga_verdict"]) == ["NO_GO"]
    violations = shown["siaga_audit_violations"]
    assert (violations["R1"], violations["R4"]) == (1, 0)
    assert violations.keys() < {rule.id for rule in RULES}


def test_without_an_audit_no_rule_has_a_number(run: Run) -> None:
    """Nought violations would be a claim."""
    run.judged_with(site=Site(), evidence=Evidence())
    run.folder.scenario.write_text(dump(run.scenario))
    run.record()
    conclude(run.folder, strict=False)
    assert _shown(run, {})["siaga_audit_violations"] == {}


@pytest.mark.parametrize("content", ["", "[]", "{"])
def test_a_verdict_that_cannot_be_read_is_none_yet(run: Run, content: str) -> None:
    """The page goes on showing how the run stands."""
    run.folder.verdict.write_text(content)
    assert _ones(_shown(run, {})["siaga_verdict"]) == []
