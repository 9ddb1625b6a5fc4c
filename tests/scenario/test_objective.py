"""Claims about objectives as a scenario writes them: what goes together and what is refused."""

from datetime import date

import pytest
from pydantic import ValidationError

from siaga.errors import ScenarioError
from siaga.scenario.load import Override, dump, loads
from siaga.scenario.objective import GRACE, GRACE_S, SAID, Attestation, Objective
from tests.scenario.days import shipped

WORD = {"owner": "Sari", "date": "2026-11-20", "link": "https://x.test/1", "expires": "2027-01-31"}


def test_an_objective_has_every_key_as_it_is_written() -> None:
    """Keys with dashes, a limit as a text or as the number that it is."""
    given = {
        "id": "quick", "title": "It is quick", "expect": "p99 of join <= 1 s", "warn": 0.8,
        "key": True, "weight": 2.0, "min-events": 300, "message": "It was slow.", "tags": ["web"],
    }  # fmt: skip
    assert Objective.model_validate(given) == Objective.model_construct(
        id="quick", title="It is quick", expect="p99 of join <= 1 s", all=(), attest=None, warn="0.8",
        key=True, weight=2.0, min_events=300, dry_run=False, abort=False, message="It was slow.",
        tags=("web",),
    )  # fmt: skip


def test_what_is_attested_has_no_expression() -> None:
    """A day may be one of YAML's own, or a text."""
    objective = Objective.model_validate({"id": "way-back", "attest": WORD})
    assert objective.expressions == ()
    assert objective.attest == Attestation(
        owner="Sari", date=date(2026, 11, 20), link="https://x.test/1", expires=date(2027, 1, 31)
    )


@pytest.mark.parametrize(
    ("given", "place", "said"),
    [
        ({}, (), "has to have exactly one of expect, all and attest"),
        ({"all": ["min(up) >= 1"], "attest": {}}, (), "has to have exactly one of expect, all"),
        ({"all": ["min(up) >= 1"], "warn": "1 s"}, ("warn",), "is a stricter limit of expect"),
        ({"attest": {}, "min-events": 3}, ("min-events",), "counts events, and nothing is measured"),
        ({"expect": "a", "key": True, "dry-run": True}, ("dry-run",), "never decides, and a key"),
        ({"expect": "a", "abort": True, "dry-run": True}, ("abort",), "and a dry run never decides"),
        ({"attest": {}, "abort": {"after": 5}}, ("abort",), "and no run can tell what a person attests"),
        ({"expect": "a", "abort": "yes"}, ("abort", SAID), "Input should be a valid boolean"),
        ({"expect": "a", "abort": {"after": -1}}, ("abort", GRACE, "after"), "greater than or equal"),
        ({"expect": "a", "warn": True}, ("warn",), "Input should be a valid string"),
        ({"expect": "a", "tags": ["a", "a"]}, ("tags",), "names ('a', 'a'); each once is allowed"),
        ({"attest": {"date": "2026-13-45"}}, ("attest", "date"), "'2026-13-45' is no day; write year"),
        ({"attest": {"date": 20261120}}, ("attest", "date"), "20261120 is no day; write year"),
        (
            {"attest": {**WORD, "expires": "2026-11-19"}},
            ("attest", "expires"),
            "2026-11-19 is before 2026-11-20; name the last day on which it counts",
        ),
    ],
)
def test_what_does_not_go_together_is_refused_at_its_place(
    given: dict[str, object], place: tuple[str, ...], said: str
) -> None:
    """With what is allowed."""
    with pytest.raises(ValidationError) as refused:
        Objective.model_validate({"id": "it", **given})
    (error,) = refused.value.errors()
    assert error["loc"] == place
    assert said in error["msg"]


def test_an_attestation_survives_the_resolved_scenario() -> None:
    """Days are written as texts and read as days again."""
    put = Override(path=("objectives", 0), value={"id": "way-back", "attest": WORD})
    scenario = loads(shipped("gate"), "gate.yaml", [put])
    assert loads(dump(scenario), "scenario.yaml") == scenario
    with pytest.raises(ScenarioError, match=r"--set objectives.0.*'soon' is no day"):
        loads(
            shipped("gate"),
            "gate.yaml",
            [Override(path=("objectives", 0), value={"id": "a", "attest": {"date": "soon"}})],
        )


@pytest.mark.parametrize(
    ("abort", "grace_s"),
    [(False, None), (True, GRACE_S), ({}, GRACE_S), ({"after": "90 s"}, 90.0), ({"after": 0}, 0.0)],
)
def test_an_objective_may_end_the_run_after_a_grace_period(abort: object, grace_s: float | None) -> None:
    """Only where it says so."""
    objective = Objective.model_validate({"id": "a", "expect": "b", "abort": abort})
    assert objective.grace_s == grace_s


def test_how_an_objective_ends_the_run_comes_back_as_it_was_written() -> None:
    """Either form; a wrong one is told of at its place."""
    key = "objectives.1.abort"
    for written, grace_s in (("true", 30.0), ("{after: 5 s}", 5.0)):
        scenario = loads(shipped("gate"), "gate", [Override.parse(f"{key}={written}")])
        assert loads(dump(scenario), "again").objectives[1].grace_s == grace_s
    with pytest.raises(ScenarioError, match=r"objectives\.1\.abort\.after: 'soon' is not a duration"):
        loads(shipped("gate"), "gate", [Override.parse(f"{key}={{after: soon}}")])
