"""Claims about the full launch: its figures are those of the launch that it stands for."""

import math

import pytest

from siaga import bundle
from siaga.judge.expression import parse
from siaga.scenario.load import load
from siaga.scenario.model import Scenario


@pytest.fixture(scope="module")
def day() -> Scenario:
    """Give the scenario as it is shipped."""
    return load(bundle.scenario("full-launch"))


def test_a_million_people_come_and_eighty_thousand_of_them_in_the_worst_minute(day: Scenario) -> None:
    """Which is the minute in which the doors open; no other is as bad."""
    traffic = day.traffic
    assert traffic.visitors == pytest.approx(1_000_000, rel=0.001)
    each = {one.name: one.stretch() for one in traffic.phases}
    assert (each["doors-open"].for_s, round(each["doors-open"].total)) == (60.0, 80_000)
    assert traffic.curve.peak_per_s == pytest.approx(80_000 / 60)
    assert day.site.opens == "doors-open"


def test_half_a_million_sign_up_and_a_few_more_join_than_there_are_seats(day: Scenario) -> None:
    """By the shares of the real funnel."""
    (registrants,) = [one for one in day.traffic.populations if one.name == "registrants"]
    assert registrants.people == 500_000
    names, shares = zip(*((one.name, one.goes_on) for one in registrants.funnel), strict=True)
    assert names == ("email-verified", "identity-verified", "joined")
    assert shares == pytest.approx((0.742, 0.744, 0.631))
    assert day.site.quota == 164_872
    assert 164_872 < 500_000 * math.prod(shares) < 175_000


def test_the_worst_minute_is_broken_where_a_twentieth_of_its_people_are_missing(day: Scenario) -> None:
    """The site counts reloads and those who come back as well, so it has to count more than come."""
    (worst,) = [one for one in day.objectives if one.id == "worst-minute"]
    counted, came = 110_822, 80_000
    refreshers = next(one.people for one in day.traffic.populations if one.name == "refreshers")
    limit = parse(str(worst.expect)).limit
    assert limit == came + (refreshers or 0) + 8_000
    assert counted - came / 20 < limit <= counted
