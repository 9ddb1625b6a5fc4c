"""Claims about sizing: a day follows from a known law, and what runs do not show is refused."""

import json

import pytest

from siaga.errors import UsageError
from siaga.plan.law import Law
from siaga.plan.sizing import HEADROOM, Sizing, sizing
from siaga.plan.source import Source
from siaga.scenario.load import loads
from tests.plan.conftest import Measured
from tests.plan.measured_runs import DAY, LAW, STAIRS


def test_the_day_follows_from_the_law_of_the_site(sized: Sizing) -> None:
    """359.7 requests a second, of which three quarters are used: 134.9 visitors of two requests each."""
    assert sized.capacity_per_s is not None
    assert sized.capacity_per_s.low <= LAW.ceiling_per_s <= sized.capacity_per_s.high
    assert sized.admission_per_s is not None
    assert sized.admission_per_s.value == pytest.approx(HEADROOM * 359.7 / 2, rel=0.05)
    assert sized.response_s == pytest.approx(LAW.load_for(0.75 * 359.7) / (0.75 * 359.7), rel=0.1)
    assert [one.times for one in sized.rushes] == [1, 2, 5]
    assert sized.rushes[0].worst.value == pytest.approx(60 * (300 - 134.9), rel=0.05)
    assert sized.replicas is not None
    assert sized.replicas.at_least == 3
    assert sized.workers is not None
    assert (sized.refusal, sized.enough, sized.processes) == (None, False, 1)
    assert [one.split(" wait at")[1][:10] for one in sized.warnings] == [" the worst"]


def test_the_plan_is_json(sized: Sizing, unpressed: Sizing) -> None:
    """Of both kinds; numbers that are none would not be."""
    told = json.loads(json.dumps(sized.as_json(), allow_nan=False))
    assert told["schema"] == 1
    assert told["capacity_per_s"]["value"] == sized.fit.law.ceiling_per_s if sized.fit else None
    assert [one["times"] for one in told["rushes"]] == [1, 2, 5]
    assert (told["runs"], told["left_out"], told["points"]) == (["run-0", "run-1"], [], 24)
    refused = json.loads(json.dumps(unpressed.as_json(), allow_nan=False))
    assert (refused["capacity_per_s"], refused["rushes"], refused["admission_per_s"]) == (None, [], None)
    assert refused["refusal"]["why"].startswith("The site was never pressed")
    assert refused["seen_per_s"] == pytest.approx(519, rel=0.1)


def test_a_site_that_was_never_pressed_has_no_capacity_and_no_queue(unpressed: Sizing) -> None:
    """What the day asks for and what sends it is known all the same."""
    assert (unpressed.capacity_per_s, unpressed.admission_per_s, unpressed.rushes) == (None, None, ())
    assert unpressed.demand is not None
    assert unpressed.workers is not None
    assert not unpressed.enough


def test_a_day_that_asks_for_less_than_was_seen_is_known_to_fit(measured: Measured) -> None:
    """Forty a second of two requests; 900 were seen to get done, and three quarters of it are left."""
    quiet = loads(DAY.replace("300/s", "40/s"), "day.yaml")
    law = Law(alone=0.01, shared=0, agreed=0)
    straight = measured("straight", law=law, loads=STAIRS[:8], cpu_s=0.0005)
    found = sizing(quiet, [straight])
    assert found.enough
    assert found.capacity_per_s is None


def test_runs_of_several_sizes_are_fitted_apart_and_the_largest_is_played(measured: Measured) -> None:
    """One process and two, which get twice as much done."""
    twice = Law(alone=LAW.alone, shared=LAW.shared / 2, agreed=LAW.agreed / 4)
    more = [2 * one for one in STAIRS]
    two = measured("two", law=twice, loads=more, lines="site: {processes: 2}\n")
    found = sizing(loads(DAY, "day.yaml"), [measured("one"), two])
    assert sorted(found.fits) == [1, 2]
    assert found.processes == 2
    assert found.capacity_per_s is not None
    assert found.capacity_per_s.value == pytest.approx(2 * 359.7, rel=0.05)


def test_without_a_run_that_can_be_used_nothing_is_said(measured: Measured) -> None:
    """But why."""
    found = sizing(loads(DAY, "day.yaml"), [measured("busy", cpu_s=0.01)])
    assert (found.points, found.demand, found.workers, found.replicas) == ((), None, None, None)
    assert found.refusal is not None
    assert found.refusal.why == "There are 0 stretches of load; a law needs 8 at least."
    assert found.asked_per_s == 0
    assert len(found.sources.left_out) == 1


def test_a_step_that_nobody_asked_for_sizes_nothing(known: tuple[Source, ...]) -> None:
    """Its name may be wrong."""
    found = sizing(loads(DAY, "day.yaml"), known, step="jion")
    assert (found.points, found.rushes, found.replicas) == ((), (), None)


def test_a_run_without_the_step_narrows_no_interval_and_is_named(measured: Measured) -> None:
    """It has no say in what a visitor asks for: the plan is that of the other run."""
    pressed, calm = measured("pressed", also="page"), measured("calm")
    alone = sizing(loads(DAY, "day.yaml"), [pressed], step="page")
    both = sizing(loads(DAY, "day.yaml"), [pressed, calm], step="page")
    assert alone.admission_per_s is not None
    assert both.admission_per_s == alone.admission_per_s
    assert "calm: nobody asked for page in it" in both.warnings[-2]


def test_less_headroom_lets_more_people_in(known: tuple[Source, ...], sized: Sizing) -> None:
    """In proportion."""
    found = sizing(loads(DAY, "day.yaml"), known, headroom=0.9)
    assert found.admission_per_s is not None
    assert sized.admission_per_s is not None
    assert found.admission_per_s.value == pytest.approx(sized.admission_per_s.value * 0.9 / 0.75)


def test_a_closed_day_has_no_queue_to_plan(known: tuple[Source, ...]) -> None:
    """Its phases have no rate, and a plan of nobody would say that nobody waits."""
    begun, rest = DAY.index("  arrivals: even"), DAY.index("objectives:")
    traffic = "  closed: {visitors: 200}\n  phases:\n    - {name: busy, for: 60 s}\n"
    closed = loads(DAY[:begun] + traffic + DAY[rest:], "day.yaml")
    with pytest.raises(UsageError) as raised:
        sizing(closed, known)
    assert str(raised.value) == (
        "measured: traffic.closed: is a closed model, whose visitors wait for the site by themselves,"
        " so there is no queue to plan; a day whose phases have a rate is allowed"
    )
