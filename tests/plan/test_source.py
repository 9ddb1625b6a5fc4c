"""Claims about sources: runs of one site are mixed, and a generator at fault is no measure."""

from dataclasses import replace

import pytest

from siaga.plan.source import chosen
from siaga.scenario.load import loads
from siaga.scenario.model import Scenario
from tests.plan.conftest import Measured
from tests.plan.measured_runs import DAY


@pytest.fixture
def day() -> Scenario:
    """Give the day that is planned."""
    return loads(DAY, "day.yaml")


def test_runs_of_the_same_site_are_used_whatever_its_processes(
    day: Scenario, measured: Measured
) -> None:
    """How a site grows with them is what a plan wants to know."""
    given = [measured("one"), measured("two", lines="site: {processes: 2}\n")]
    found = chosen(given, day)
    assert (found.used, found.left_out, found.warnings) == (tuple(given), (), ())
    assert [one.processes for one in found.used] == [1, 2]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"scenario": "gate"}, "odd: plays gate, and the day is measured."),
        ({"interrupted": True}, "odd: is a replay, or was stopped before its end."),
        ({"stopped_by": "caps: too much"}, "odd: is a replay, or was stopped before its end."),
        (
            {"aborted_for": "errors", "aborted_at_s": 20},
            "odd: is a replay, or was stopped before its end.",
        ),
        ({"replays": "measured/0"}, "odd: is a replay, or was stopped before its end."),
        ({"workers": 2}, "odd: its generator is at fault, and may be what was measured: 1 of 2 workers"),
        ({"cpu_s": 0.01}, "odd: its generator is at fault, and may be what was measured: In 98 of 100"),
        (
            {"host": "http://127.0.0.2:1"},
            "odd: is of another site than most runs: site http://127.0.0.2:1",
        ),
        ({"owned_site": True}, "odd: is of another site than most runs: site built-in, not"),
        (
            {"lines": "site: {capacity: 9/s}\n"},
            "odd: is of another site than most runs: capacity 9/s, not any.",
        ),
        (
            {"site_arguments": ("--profile", "naive")},
            "odd: is of another site than most runs: arguments --pro",
        ),
        ({"cores": 64}, "odd: is of another site than most runs: processor cores 64, not unknown."),
    ],
)
def test_a_run_that_says_nothing_of_the_day_is_left_out_with_the_reason(
    day: Scenario, measured: Measured, changed: dict[str, object], why: str
) -> None:
    """And two others of the same site are used."""
    found = chosen([measured("odd", **changed), measured("one"), measured("two")], day)
    assert [one.name for one in found.used] == ["one", "two"]
    assert len(found.left_out) == 1
    assert found.left_out[0].startswith(why)


def test_a_run_that_is_given_twice_counts_once(day: Scenario, measured: Measured) -> None:
    """As `latest` and by its name, or as a copy: it would make the plan surer than it is."""
    one = measured("one")
    again = replace(one, name="latest")
    found = chosen([one, again, measured("two")], day)
    assert [each.name for each in found.used] == ["one", "two"]
    assert found.left_out == ("latest: is the same run as one, and counts once.",)


def test_a_built_in_site_is_another_one_where_its_neighbours_do_less(
    day: Scenario, measured: Measured
) -> None:
    """Their limits follow the scale of the day; of a site elsewhere they are what they are."""
    tenth, hundredth, fast = (
        measured(f"at-{scale:g}-{time_scale:g}", owned_site=True, scale=scale, time_scale=time_scale)
        for scale, time_scale in ((0.1, 1.0), (0.01, 1.0), (0.05, 0.5))
    )
    found = chosen([tenth, hundredth, fast], day)
    assert [one.name for one in found.used] == ["at-0.1-1", "at-0.05-0.5"]
    assert found.left_out == (
        "at-0.01-1: is of another site than most runs: scale of its neighbours 0.01, not 0.1.",
    )
    elsewhere = [measured(f"else-{scale}", scale=scale) for scale in (0.1, 0.01)]
    assert chosen(elsewhere, day).used == tuple(elsewhere)


def test_a_damaged_run_and_one_that_fell_short_are_left_out(day: Scenario, measured: Measured) -> None:
    """What is not there cannot be measured."""
    short, damaged = measured("short", scale_planned=2), measured("damaged", torn=True)
    found = chosen([short, damaged], day)
    assert found.used == ()
    assert "short: its generator is at fault" in found.left_out[0]
    assert found.left_out[1].startswith("damaged: is damaged: latencies")


def test_a_late_generator_and_other_people_are_warned_of(day: Scenario, measured: Measured) -> None:
    """The times of the site count from the real start, so lateness spoils little."""
    late = measured("late", late_s=2.0)
    others = measured("others", populations={"visitors": 3, "bots": 1})
    found = chosen([late, others], day)
    assert [one.name for one in found.used] == ["late", "others"]
    assert found.warnings[0].startswith("late: the generator was late: In 98 of 100 seconds")
    assert found.warnings[1] == (
        "others: other people came than on the day: visitors 75 % of all, on the day 100 %."
    )


def test_the_build_is_what_the_site_says_but_for_its_processes(
    day: Scenario, measured: Measured
) -> None:
    """Of two versions one is another site."""
    lines = "site: {build: site_build_info}\n"
    first, second, other = (
        measured(f"build-{place}", lines=lines, build={"version": version, "processes": str(place)})
        for place, version in enumerate(("1.0", "1.0", "2.0"))
    )
    found = chosen([first, second, other], day)
    assert found.used == (first, second)
    assert found.left_out == (
        "build-2: is of another site than most runs: build version 2.0, not version 1.0.",
    )


def test_no_run_at_all_is_no_source(day: Scenario) -> None:
    """Nobody is chosen of nobody."""
    assert chosen([], day).used == ()
