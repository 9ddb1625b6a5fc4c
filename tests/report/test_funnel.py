"""Claims about the funnel: who was to reach each stage, and who did."""

import pytest

from siaga.report.funnel import FunnelRow, funnel_rows
from siaga.scenario.model import Scenario


def test_each_stage_expects_the_product_of_all_shares_so_far(scenario: Scenario) -> None:
    """Of 5,000 registrants 74.2 % verify e-mail, 74.4 % of those identity, 63.1 % of those join."""
    reached = {"registrants email-verified": 3721, "registrants joined": 1730}
    rows = funnel_rows(scenario, {"registrants": 5000}, reached)
    assert [row.stage for row in rows] == ["email-verified", "identity-verified", "joined"]
    assert [row.planned for row in rows] == pytest.approx(
        [5000 * 0.742, 5000 * 0.742 * 0.744, 5000 * 0.742 * 0.744 * 0.631]
    )
    assert [row.reached for row in rows] == [3721, 0, 1730]
    assert {row.population for row in rows} == {"registrants"}


def test_a_population_that_the_plan_does_not_name_has_its_own_number(scenario: Scenario) -> None:
    """Without a plan the scenario says how many people there are."""
    registrants = next(one for one in scenario.traffic.populations if one.name == "registrants")
    first = funnel_rows(scenario, {}, {})[0]
    assert registrants.people is not None
    assert first.planned == pytest.approx(registrants.people * 0.742)


def test_a_stage_may_be_reached_by_more_than_expected() -> None:
    """A ratio may be above 1."""
    assert FunnelRow(population="a", stage="b", planned=10, reached=12).ratio == pytest.approx(1.2)


def test_a_stage_that_expects_nobody_has_no_ratio() -> None:
    """Nothing is divided by zero."""
    assert FunnelRow(population="a", stage="b", planned=0, reached=0).ratio is None
