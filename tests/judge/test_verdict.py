"""Claims about the verdict: its four words, their exit codes and the keys of verdict.json."""

import json
from typing import Any

import pytest

from siaga.errors import ExitCode
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, State
from tests.judge.hand_made import Run

CONTRACT = {
    "": "schema verdict exit_code reasons audit objectives evidence load",
    "reasons": "gate id text",
    "audit": "attempted acknowledged refused unknown on_roll lost duplicated phantom unexpected"
    " recovered over_quota findings",
    "audit.findings": "rule count of witnesses",
    "objectives": "id state value bound limit unit key",
    "evidence": "id state value limit",
    "load": "planned_arrivals arrived dropped requests peak_arrivals_per_s",
}
"""What DESIGN.md promises to those who read verdict.json."""

BESIDE = {
    "": "would_turn score comparison ill_will control",
    "reasons": "",
    "audit": "applicable rules seen warnings counts",
    "audit.findings": "text",
    "objectives": "expression weight text sign title tags warn_limit warned dry_run events never"
    " unsent more_events longer_s parts",
    "evidence": "text",
    "load": "model most_inside",
}
"""What this version tells beside it."""


def content_of(run: Run) -> dict[str, Any]:
    """Judge a run and give verdict.json as it is read."""
    verdict = judge_run(run.folder, run.scenario, strict=False).verdict
    content: dict[str, Any] = json.loads(json.dumps(verdict.as_json(), allow_nan=False))
    return content


@pytest.mark.parametrize("place", CONTRACT)
def test_verdict_json_has_the_keys_that_were_promised(good: Run, place: str) -> None:
    """Every one of them, and no others than those named here."""
    row = ("eka", "key-eka", "9", 1.0)
    good.roll(before=[], first=[row], second=[row])
    found = content_of(good)
    for name in place.split(".") if place else []:
        found = found[name]
    objects = found if isinstance(found, list) else [found]
    assert objects
    expected = {*CONTRACT[place].split(), *BESIDE[place].split()}
    assert {frozenset(one) for one in objects} == {frozenset(expected)}


def test_verdict_json_says_what_was_decided(good: Run) -> None:
    """Words as they are written, and the number of its form."""
    content = content_of(good)
    assert (content["schema"], content["verdict"], content["exit_code"]) == (1, "GO", 0)
    assert {one["state"] for one in content["objectives"] + content["evidence"]} == {"met"}


@pytest.mark.parametrize(
    ("decision", "plain", "strict"),
    [
        (Decision.GO, ExitCode.GO, ExitCode.GO),
        (Decision.GO_WITH_CONDITIONS, ExitCode.GO, ExitCode.NO_GO),
        (Decision.NO_GO, ExitCode.NO_GO, ExitCode.NO_GO),
        (Decision.INCONCLUSIVE, ExitCode.INCONCLUSIVE, ExitCode.INCONCLUSIVE),
    ],
)
def test_each_decision_has_its_exit_code(decision: Decision, plain: ExitCode, strict: ExitCode) -> None:
    """0, 3 and 4; strict makes conditions count."""
    assert decision.exit_code(strict=False) is plain
    assert decision.exit_code(strict=True) is strict


@pytest.mark.parametrize("one", [*Decision, *State])
def test_words_come_back_as_what_they_were(one: Decision | State) -> None:
    """The text of a decision or a state is read as the same."""
    assert type(one)(one.value) is one
