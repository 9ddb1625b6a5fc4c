"""Claims about the terms of an audit: what a scenario promises, and what it leaves unsaid."""

import math
from typing import Any

import pytest

from siaga.judge.rules.catalogue import RULES
from siaga.judge.terms import NEEDS, WRITTEN, Terms
from siaga.record.run_record import PlanRecord
from siaga.scenario.load import loads
from siaga.scenario.outcome_row import OutcomeRow
from siaga.scenario.site import Site
from tests.judge.hand_made import SCENARIO

PLAN = PlanRecord(t0_s=100.0, workers=1, duration_s=20.0, planned=(1,), populations={})
EVERYTHING: dict[str, Any] = {
    "quota": 5,
    "raises": [{"with": "evening", "quota": 7}],
    "closes": "evening",
    "clock-skew": 2,
    "roll": {"content": ["name"], "unique": {"phone": "phone"}, "steps": ["account_at"]},
    "notices": {"path": "/notices"},
    "remaining": {"stale": 3},
    "waiting-room": {"admits": 4, "over": 5, "tolerance": 0.5, "order": "fifo", "within": 6},
    "seats": {"issued": "issued", "parts": ["given"]},
}


def terms(plan: PlanRecord | None = PLAN, *, sold_out: bool = True, **said: object) -> Terms:
    """Give the terms of a day whose site says something."""
    row = {"status": 409, "outcome": "refused", "why": "x", "means": "sold-out" if sold_out else None}
    day = loads(SCENARIO, "day").model_copy(
        update={"site": Site.model_validate(said), "outcomes": (OutcomeRow.model_validate(row),)}
    )
    return Terms.of(day, plan)


def test_terms_are_what_the_scenario_says_by_the_clock_of_the_run() -> None:
    """Turns in run seconds, quotas in Unix seconds."""
    said = terms(**EVERYTHING)
    assert (said.t0_s, said.closes_s, said.raises_s, said.sold_out) == (100.0, 10.0, ((10.0, 7),), True)
    assert said.quotas() == [(-math.inf, 5), (110.0, 7)]
    assert said.variables() == {
        "t0_s": 100.0,
        "closes_s": 10.0,
        "skew_s": 2.0,
        "stale_s": 3.0,
        "admits_per_s": 4.0,
        "over_s": 5.0,
        "tolerance": 0.5,
        "fifo_within_s": 6.0,
    }


def test_what_is_not_said_is_none() -> None:
    """But how far clocks may be apart, which nobody has to say."""
    said = terms(None, sold_out=False)
    assert said.quotas() == []
    assert said.variables() == dict.fromkeys(terms().variables(), None) | {"skew_s": 1.0}
    assert not said.sold_out


def test_people_who_are_let_in_in_any_order_are_never_overtaken() -> None:
    """However late: nothing was promised."""
    said: dict[str, Any] = {"waiting-room": {"admits": 4, "order": "any", "within": 6}}
    assert terms(**said).variables()["fifo_within_s"] is None


@pytest.mark.parametrize("need", sorted(NEEDS))
def test_what_a_rule_needs_is_there_or_is_said_to_be_lacking(need: str) -> None:
    """In a sentence that names the key."""
    assert terms(**EVERYTHING).lack(need) == ""
    lacking = terms(sold_out=False).lack(need)
    assert lacking.endswith(".")
    assert lacking[0].isupper()


@pytest.mark.parametrize(
    ("key", "needs"),
    [
        ("quota", {"quota"}),
        ("closes", {"closing"}),
        ("roll", {"content", "unique", "steps"}),
        ("notices", {"notices"}),
        ("remaining", {"remaining"}),
        ("waiting-room", {"waiting-room"}),
        ("seats", {"seats"}),
    ],
)
def test_one_key_that_is_not_said_lacks_just_what_is_about_it(key: str, needs: set[str]) -> None:
    """No rule falls silent for what another needs."""
    gone = {key, *({"raises"} if key == "quota" else ()), *({"notices"} if key == "roll" else ())}
    said = terms(**{name: value for name, value in EVERYTHING.items() if name not in gone})
    lacking = {need for need in NEEDS if said.lack(need)}
    assert lacking == needs | ({"notices"} if key == "roll" else set())


@pytest.mark.parametrize("column", ["content", "unique", "steps"])
def test_a_roll_without_a_kind_of_column_lacks_it(column: str) -> None:
    """The others are compared all the same."""
    roll = {name: value for name, value in EVERYTHING["roll"].items() if name != column}
    said = terms(**{**EVERYTHING, "roll": roll})
    assert {need for need in NEEDS if said.lack(need)} == {column}


def test_a_run_without_a_plan_has_no_clock() -> None:
    """When the quota changed is known where it never did."""
    assert {need for need in WRITTEN if terms(None, **EVERYTHING).missing(need)} == {
        "clock",
        "quota-times",
    }
    steady = {name: value for name, value in EVERYTHING.items() if name != "raises"}
    assert {need for need in WRITTEN if terms(None, **steady).missing(need)} == {"clock"}
    assert {need for need in WRITTEN if terms(**EVERYTHING).missing(need)} == set()


def test_every_need_of_a_rule_is_one_that_can_be_asked_for() -> None:
    """And nothing can be needed that no rule needs."""
    assert {need for rule in RULES for need in rule.needs} == set(NEEDS)
    assert {need for rule in RULES for need in rule.needs_written} == set(WRITTEN)
