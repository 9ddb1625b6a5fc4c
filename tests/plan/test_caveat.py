"""Claims about caveats: each is told where it holds, and not where it does not."""

from dataclasses import replace

from siaga.judge.amount import count, number
from siaga.plan.caveat import caveats, lookers
from siaga.plan.demand import demand
from siaga.plan.interval import Interval
from siaga.plan.load_point import load_points
from siaga.plan.sizing import Sizing
from siaga.plan.source import Source
from siaga.scenario.load import loads
from tests.plan.conftest import Measured
from tests.plan.measured_runs import DAY


def _told(step: str | None, *used: Source) -> list[str]:
    points = [load_points(one.facts, place, step) for place, one in enumerate(used)]
    wanted = demand(loads(DAY, "day.yaml").traffic.curve, [one.facts for one in used], step, 50)
    return list(caveats(used, points, step, wanted))


def test_runs_without_failures_that_differ_have_no_caveat(measured: Measured) -> None:
    """Two of them."""
    assert _told(None, measured("one"), measured("two", scale_came=2)) == []


def test_a_single_run_and_visitors_who_failed_are_told_of(measured: Measured) -> None:
    """What a visitor asks for is not known well then."""
    told = _told(None, measured("one", failed=0.5))
    assert told[0].startswith("In every run more than 1 % of the requests failed")
    assert told[1].startswith("What a visitor asks for was measured in one run alone")


def test_a_step_that_alone_fails_is_named_unless_it_is_looked_at_alone(measured: Measured) -> None:
    """A page that needs no room goes on while the others are turned away."""
    pressed = measured("pressed", failed=0.5, also="page")
    assert _told(None, pressed)[-1].startswith("home failed much more than another step")
    assert _told(None, pressed)[-1].endswith("look at it alone with --step home.")
    assert not any("--step" in one for one in _told("home", pressed))


def test_a_run_in_which_nobody_asked_for_the_step_is_named(measured: Measured) -> None:
    """Unless there is no other, or all steps count."""
    used = [measured("one", also="join"), measured("two", also="join", scale_came=2), measured("calm")]
    assert _told("join", *used) == [
        "calm: nobody asked for join in it, so what a visitor asks for was measured without it."
    ]
    assert _told(None, *used) == []
    assert not any("nobody" in one for one in _told("jion", *used))


def test_steps_that_all_fail_alike_are_not_told_apart(measured: Measured) -> None:
    """There is one here."""
    assert not any("--step" in one for one in _told(None, measured("one", failed=0.5)))


def test_what_the_looks_of_those_who_wait_cost_is_said_to_be_left_out(sized: Sizing) -> None:
    """As many as the room has them look, or as they are likely to; nothing where nobody waits."""
    (told,) = lookers(sized.scenario, sized.rushes)
    assert told.startswith(
        f"{count(sized.rushes[0].worst.value)} wait at the worst, and what their looks"
    )
    assert f"makes it {number(sized.rushes[0].worst.value / 10)} looks a second, beside" in told
    room = "site:\n  waiting-room: {admits: 9/s, looks: 120/s, turn: 10 min}\n"
    (told,) = lookers(loads(DAY + room, "day.yaml"), sized.rushes)
    assert "its waiting room has them look 120 times a second together, beside" in told
    idle = replace(sized.rushes[0], worst=Interval.exactly(0.0))
    assert list(lookers(sized.scenario, (idle,))) == list(lookers(sized.scenario, ())) == []


def test_without_demand_there_is_nothing_to_say_of_it() -> None:
    """Where no run is used."""
    assert list(caveats([], [], None, None)) == []
