"""Claims about the day of a level: one rate, the people of the day in their shares, and no turns."""

from siaga.capacity.level import Ask, Purpose
from siaga.capacity.level_day import PLENTY, level_day, most_rate_per_s, without_turns
from siaga.scenario.load import dump, loads
from siaga.scenario.model import Scenario
from tests.capacity.turned_day import DAY


def day() -> Scenario:
    """Give the day."""
    return loads(DAY, "day.yaml")


def test_nothing_turns_on_the_day_of_a_level() -> None:
    """No fault, no door; seats for everybody at a site of siaga's own; objectives say what they need."""
    calm = without_turns(day(), owned=True)
    assert (calm.faults, calm.abuse, calm.registration) == ((), (), None)
    assert (calm.site.opens, calm.site.closes, calm.site.raises) == (None, None, ())
    assert calm.site.quota == PLENTY
    assert (calm.evidence.acknowledged, calm.evidence.seen) == (0, ())
    assert calm.evidence.loop_lag_s == 0.3
    assert without_turns(day(), owned=False).site.quota == 100


def test_a_level_has_its_rate_and_the_people_of_the_day_in_their_shares() -> None:
    """A quarter of them in either; the scenario can be written and read."""
    ask = Ask(rate_per_s=4.0, hold_s=20.0, purpose=Purpose.STEP)
    level = level_day(without_turns(day(), owned=True), ask, settle_s=5.0, number=3)
    assert [(one.name, one.for_s, one.rate) for one in level.traffic.phases] == [
        ("settle", 5.0, 4.0),
        ("hold", 20.0, 4.0),
    ]
    assert level.traffic.visitors == 100
    assert [(one.people, one.during) for one in level.traffic.populations] == [(25, ()), (None, ())]
    assert (level.traffic.arrivals, level.seed) == ("even", 10)
    assert loads(dump(level), "level.yaml") == level


def test_no_level_brings_more_visitors_than_a_run_may_have() -> None:
    """Ten millions."""
    assert most_rate_per_s(20.0, 80.0) == 100_000.0
