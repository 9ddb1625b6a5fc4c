"""Claims about objectives as a scenario writes them: what goes together and what is refused."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from siaga.errors import ScenarioError
from siaga.scenario.load import Override, dump, loads
from siaga.scenario.objective import GRACE, GRACE_S, SAID, Attestation, Objective
from tests.scenario.days import shipped

WORD = {"owner": "Sari", "date": "2026-11-20", "link": "https://x.test/1", "expires": "2027-01-31"}


def _refusals(given: dict[str, object]) -> dict[tuple[str | int, ...], str]:
    """Give what is wrong, by its place."""
    with pytest.raises(ValidationError) as refused:
        Objective.model_validate({"id": "it", **given})
    return {one["loc"]: one["msg"].removeprefix("Value error, ") for one in refused.value.errors()}


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


ONE_OF_THREE = "has to have exactly one of expect, all and attest"
LIMIT = "is a stricter limit of expect, which is not here; leave it out"
EVENTS = "counts events, and nothing is measured of what a person attests; leave it out"
UNDECIDED = "never decides, and a key objective does; leave out one of key and dry-run"
DRY_END = "ends the run early, and a dry run never decides; leave it out"
ATTESTED_END = "ends the run early, and no run can tell what a person attests; leave it out"
NO_DAY = "is no day; write year, month and day: 2026-11-20"


@pytest.mark.parametrize(
    ("given", "place", "said"),
    [
        ({}, (), ONE_OF_THREE),
        ({"expect": "a", "all": ["b"]}, (), ONE_OF_THREE),
        ({"all": ["min(up) >= 1"], "attest": {}}, (), ONE_OF_THREE),
        ({"all": ["min(up) >= 1"], "warn": "1 s"}, ("warn",), LIMIT),
        ({"attest": {}, "min-events": 3}, ("min-events",), EVENTS),
        ({"expect": "a", "key": True, "dry-run": True}, ("dry-run",), UNDECIDED),
        ({"expect": "a", "abort": True, "dry-run": True}, ("abort",), DRY_END),
        ({"attest": {}, "abort": {"after": 5}}, ("abort",), ATTESTED_END),
        ({"expect": "a", "abort": "yes"}, ("abort", SAID), "Input should be a valid boolean"),
        (
            {"expect": "a", "abort": {"after": -1}},
            ("abort", GRACE, "after"),
            "Input should be greater than or equal to 0",
        ),
        ({"expect": "a", "warn": True}, ("warn",), "Input should be a valid string"),
        ({"expect": "a", "tags": ["a", "a"]}, ("tags",), "names ('a', 'a'); each once is allowed"),
        ({"attest": {"date": "2026-13-45"}}, ("attest", "date"), f"'2026-13-45' {NO_DAY}"),
        ({"attest": {"date": 20261120}}, ("attest", "date"), f"20261120 {NO_DAY}"),
        (
            {"attest": {"date": datetime(2026, 11, 20, tzinfo=UTC)}},
            ("attest", "date"),
            f"datetime.datetime(2026, 11, 20, 0, 0, tzinfo=datetime.timezone.utc) {NO_DAY}",
        ),
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
    assert _refusals(given) == {place: said}


def test_everything_that_does_not_go_together_is_told_at_once() -> None:
    """Each key at its own place."""
    attested = {"attest": {}, "warn": 1, "min-events": 1, "abort": True}
    assert _refusals(attested | {"key": True, "dry-run": True}) == {
        ("warn",): LIMIT,
        ("min-events",): EVENTS,
        ("dry-run",): UNDECIDED,
        ("abort",): DRY_END,
    }


def test_what_goes_together_is_taken() -> None:
    """A limit and events of what is measured; a word that counts on one day alone."""
    measured = Objective.model_validate({"id": "it", "expect": "a", "warn": 1, "min-events": 1})
    assert (measured.warn, measured.min_events) == ("1", 1)
    attested = Objective.model_validate(
        {"id": "it", "attest": {**WORD, "expires": WORD["date"]}, "key": True}
    )
    assert attested.attest is not None
    assert attested.attest.date == attested.attest.expires == date(2026, 11, 20)
    shown = Objective.model_validate({"id": "it", "all": ["a"], "dry-run": True})
    assert (shown.expressions, shown.grace_s) == (("a",), None)


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
