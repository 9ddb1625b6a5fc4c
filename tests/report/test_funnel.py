"""Claims about the funnel: who was to reach each stage, and who did."""

import pytest

from siaga.report.counted import Counted
from siaga.report.funnel import FunnelRow, funnel_rows
from siaga.scenario.model import Scenario


def _totals(reached: dict[str, int]) -> Counted:
    return Counted(steps={}, errors={}, reached=reached)


def test_each_stage_expects_the_product_of_all_shares_so_far(scenario: Scenario) -> None:
    """Of 5,000 registrants 74.2 % verify e-mail, 74.4 % of those identity, 63.1 % of those join."""
    reached = {"registrants email-verified": 3721, "registrants joined": 1730}
    rows = funnel_rows(scenario, {"registrants": 5000}, _totals(reached))
    assert [row.stage for row in rows] == ["email-verified", "identity-verified", "joined"]
    assert [row.planned for row in rows] == pytest.approx(
        [5000 * 0.742, 5000 * 0.742 * 0.744, 5000 * 0.742 * 0.744 * 0.631]
    )
    assert [row.reached for row in rows] == [3721, 0, 1730]
    assert {row.population for row in rows} == {"registrants"}
    assert [row.planned_of_all for row in rows] == pytest.approx([row.planned / 5000 for row in rows])
    assert [row.reached_of_all for row in rows] == pytest.approx([0.7442, 0.0, 0.346])


def test_the_arrival_is_the_first_stage_where_it_was_counted(scenario: Scenario) -> None:
    """All who were planned are expected to come."""
    arrived = Counted(steps={}, errors={}, reached={}, arrived={"registrants": 4990})
    first = funnel_rows(scenario, {"registrants": 5000}, arrived)[0]
    assert first == FunnelRow(
        population="registrants",
        stage="arrived",
        planned=5000.0,
        reached=4990,
        planned_of_all=1.0,
        reached_of_all=0.998,
    )


def test_a_population_that_the_plan_does_not_name_has_its_own_number(scenario: Scenario) -> None:
    """Without a plan the scenario says how many people there are."""
    registrants = next(one for one in scenario.traffic.populations if one.name == "registrants")
    first = funnel_rows(scenario, {}, _totals({}))[0]
    assert registrants.people is not None
    assert first.planned == pytest.approx(registrants.people * 0.742)


@pytest.mark.parametrize(("planned", "ratio"), [(10, 1.2), (0, None)])
def test_a_ratio_may_be_above_one_and_is_none_of_nobody(planned: float, ratio: float | None) -> None:
    """Nothing is divided by zero."""
    row = FunnelRow(
        population="a",
        stage="b",
        planned=planned,
        reached=12,
        planned_of_all=1.0,
        reached_of_all=1.0,
    )
    assert row.ratio == ratio
