"""Claims about what a scenario may say of the site: its seats in time, its doors, what it shows."""

from typing import Any

import pytest
import yaml

from siaga.errors import ScenarioError
from siaga.scenario.load import dump, loads
from siaga.scenario.model import Scenario
from siaga.scenario.site import Bank, Raise, Remaining, Site, WaitingRoom
from tests.scenario.days import DAY

WRITTEN_ROOM = {
    "admits": "600/min",
    "over": "5 s",
    "tolerance": "20 %",
    "order": "fifo",
    "within": "9 s",
}


def day(**said: Any) -> Scenario:  # noqa: ANN401 - as YAML holds it
    """Load a day whose site says more."""
    content = yaml.safe_load(DAY)
    content["site"] |= said
    return loads(yaml.safe_dump(content), "day.yaml")


def refusal(**said: Any) -> list[str]:  # noqa: ANN401 - as YAML holds it
    """Give what is wrong, without file and line."""
    with pytest.raises(ScenarioError) as refused:
        day(**said)
    return [line.split(": ", 1)[1] for line in refused.value.problems]


def test_a_site_that_says_nothing_promises_nothing() -> None:
    """And is a second off at most."""
    site = Site()
    assert (site.raises, site.closes, site.notices, site.counter, site.build) == ((), *[None] * 4)
    assert (site.remaining, site.waiting_room, site.seats) == (None, None, None)
    assert site.clock_skew_s == 1
    assert Remaining().stale_s == 1
    room = WaitingRoom.model_validate({"admits": "10/s"})
    assert (room.over_s, room.tolerance, room.order, room.within_s) == (10, 0.1, "any", 30)


def test_what_a_site_says_is_kept_with_the_run() -> None:
    """Every key, with its units, reads back from the run folder."""
    site = day(
        **{
            "closes": "rush",
            "clock-skew": "500 ms",
            "raises": [{"with": "rush", "quota": 1300}, {"with": "doors-open", "quota": 1100}],
            "notices": {"path": "/admin/notices"},
            "remaining": {"stale": "2 s"},
            "waiting-room": WRITTEN_ROOM,
            "seats": {"issued": 's{state="quota"}', "parts": ['s{state="given"}', 's{state="left"}']},
            "counter": 'joins_total{result="given"}',
            "build": "build_info",
        }
    )
    assert loads(dump(site), "kept") == site
    said = site.site
    assert (said.closes, said.clock_skew_s) == ("rush", 0.5)
    assert said.remaining == Remaining.model_validate({"stale": 2.0})
    assert said.waiting_room == WaitingRoom.model_validate(
        {"admits": 10.0, "over": 5.0, "tolerance": 0.2, "order": "fifo", "within": 9.0}
    )
    assert said.seats == Bank(issued='s{state="quota"}', parts=('s{state="given"}', 's{state="left"}'))
    assert said.raises[0] == Raise.model_validate({"with": "rush", "quota": 1300})
    assert (said.counter, said.build) == ('joins_total{result="given"}', "build_info")


def test_turns_of_the_day_have_times() -> None:
    """In seconds since the first phase, changes of the quota in order of time."""
    site = day(
        closes="rush", raises=[{"with": "rush", "quota": 9}, {"with": "doors-open", "quota": 1300}]
    )
    assert (site.opens_s, site.closes_s) == (5, 20)
    assert site.raises_s == ((5, 1300), (20, 9))
    assert (day().closes_s, day().raises_s) == (None, ())
    assert day(**{"waiting-room": {"admits": "9/s", "opens": "rush"}}).room_opens_s == 20
    assert (day().room_opens_s, day(**{"waiting-room": {"admits": "9/s"}}).room_opens_s) == (None, None)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (
            {"closes": "evening"},
            "site.closes: 'evening' is no phase; phases are before-doors, doors-open, rush",
        ),
        (
            {"raises": [{"with": "evening", "quota": 9}]},
            "site.raises.0.with: 'evening' is no phase; phases are before-doors, doors-open, rush",
        ),
        (
            {"raises": [{"with": "rush", "quota": 9}, {"with": "rush", "quota": 10}]},
            "site.raises.1.with: 'rush' stands twice; names must differ",
        ),
        (
            {"raises": [{"with": "rush", "quota": 0}]},
            "site.raises.0.quota: 0 is refused: Input should be greater than or equal to 1",
        ),
        ({"raises": [{"quota": 9}]}, "site.raises.0.with: is missing; it has to be given"),
        (
            {"quota": None, "raises": [{"with": "rush", "quota": 9}]},
            "site.raises: change a quota that is not given; give it",
        ),
        (
            {"closes": "doors-open"},
            "site.closes: 'doors-open' does not begin after joining opens; name a later phase",
        ),
        (
            {"closes": "before-doors"},
            "site.closes: 'before-doors' does not begin after joining opens; name a later phase",
        ),
        (
            {"opens": None, "closes": "before-doors"},
            "site.closes: 'before-doors' does not begin after joining opens; name a later phase",
        ),
        (
            {"roll": None, "notices": {"path": "/n"}},
            "site.notices: are held against the roll, which is not given; give it",
        ),
        ({"clock-skew": "-1 s"}, "site.clock-skew: '-1 s' is not a duration; write a number and"),
        ({"remaining": {"stale": "soon"}}, "site.remaining.stale: 'soon' is not a duration"),
        (
            {"waiting-room": {"admits": "1/s", "opens": "evening"}},
            "site.waiting-room.opens: 'evening' is no phase; phases are before-doors, doors-open, rush",
        ),
        (
            {"waiting-room": {"admits": "1/s", "looks": "0/s"}},
            "site.waiting-room.looks: '0/s' is refused: Input should be greater than 0",
        ),
        ({"waiting-room": {}}, "site.waiting-room.admits: is missing; it has to be given"),
        (
            {"waiting-room": {"admits": "10/s", "over": "0 s"}},
            "site.waiting-room.over: 0.0 is refused: Input should be greater than 0",
        ),
        (
            {"waiting-room": {"admits": "10/s", "order": "lifo"}},
            "site.waiting-room.order: 'lifo' is refused: Input should be 'any' or 'fifo'",
        ),
        ({"waiting-room": {"admits": 10, "tolerance": "110 %"}}, "site.waiting-room.tolerance: '110 %'"),
        ({"hosts": ["api.site.test"]}, "site.hosts.0: 'api.site.test' is refused"),
        (
            {"hosts": ["https://api.site.test", "https://api.site.test/v1"]},
            "site.hosts.1: 'https://api.site.test/v1' is refused",
        ),
        ({"hosts": ["https://me@site.test"]}, "site.hosts.0: 'https://me@site.test' is refused"),
        (
            {"hosts": [f"https://h{one}.site.test" for one in range(17)]},
            "site.hosts: has 17 entries; at most 16 are allowed",
        ),
        ({"counter": "joins total"}, "site.counter: 'joins total' is no series; write a metric"),
        ({"seats": {"issued": "s"}}, "site.seats.parts: is missing; it has to be given"),
        ({"seats": {"issued": "s", "parts": []}}, "site.seats.parts"),
        (
            {"seats": {"issued": "s", "parts": ["t", 's{a="1"}']}},
            """site.seats.parts.1: 's{a="1"}' can be the same series as 's'; each seat counts once""",
        ),
        (
            {"seats": {"issued": "s", "parts": ["s"]}},
            "site.seats.parts.0: 's' can be the same series as 's'; each seat counts once",
        ),
        (
            {"seats": {"issued": "s", "parts": ['t{a="1"}', 't{b="1"}']}},
            """site.seats.parts.1: 't{b="1"}' can be the same series as 't{a="1"}'; each seat counts""",
        ),
    ],
)
def test_what_no_site_can_promise_is_refused_at_its_key(said: dict[str, Any], problem: str) -> None:
    """In words of the file."""
    (line,) = refusal(**said)
    assert line.startswith(problem)


def test_a_site_that_is_open_from_the_start_can_close() -> None:
    """With any phase but the first."""
    assert day(opens=None, closes="doors-open").closes_s == 5
