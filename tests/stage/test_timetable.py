"""Claims about the timetable: the site is told what holds, when it holds, and failures are told of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from siaga.record.run_record import PlanRecord
from siaga.stage.timetable import WAITING_ROOM, WAVE, Change, Timetable
from siaga.web import WebError
from tests.scenario.days import day

T0_S = 1_000.0
RAISES = "site.raises=[{with: rush, quota: 1500}, {with: doors-open, quota: 1300}]"
"""The gate's day: doors open after 5 s, the rush begins after 20 s."""


@dataclass(slots=True)
class Site:
    """A site that notes when it was told what; each telling takes a while, and some fail."""

    clock_s: float = T0_S - 2
    takes_s: float = 0.0
    fails: int = 0
    told: list[tuple[float, Change]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def tell(self, path: str, change: Change) -> None:
        """Take a change, or fail."""
        self.clock_s += self.takes_s
        if self.fails:
            self.fails -= 1
            raise WebError("PUT /admin/wave: status 503; a success is needed")
        self.told.append((self.clock_s, change))
        self.asked.append(path)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Write down when the first phase begins."""
    path = tmp_path / "plan.json"
    PlanRecord(t0_s=T0_S, workers=1, duration_s=50, planned=(1,), populations={}).write(path)
    return path


@pytest.fixture
def site() -> Site:
    """Give a site that hears everything at once."""
    return Site()


def played(timetable: Timetable, site: Site, until_s: float) -> list[str]:
    """Look as the conductor does, and give what went wrong."""
    said: list[str] = []
    while site.clock_s < until_s:
        site.clock_s += timetable.pause_s(0.25)
        said += timetable.look()
    return said


Make = Callable[..., Timetable]


@pytest.fixture
def make(plan: Path, site: Site) -> Make:
    """Make the timetable of a day."""
    return lambda scenario: Timetable(scenario, plan, site.tell, lambda: site.clock_s)


def test_doors_are_told_beforehand_and_each_quota_when_it_holds(make: Make, site: Site) -> None:
    """Opening and closing at once, each raise at its very time, in order of time; all of it once."""
    assert played(make(day("site.closes=rush", RAISES)), site, T0_S + 60) == []
    assert site.told == [
        (T0_S - 1.75, {"opens_at": T0_S + 5, "closes_at": T0_S + 20}),
        (T0_S + 5, {"quota": 1300}),
        (T0_S + 20, {"quota": 1500}),
    ]


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        (("site.opens=null",), []),
        (("site.opens=null", "site.closes=rush"), [{"closes_at": T0_S + 20}]),
        ((), [{"opens_at": T0_S + 5}]),
    ],
    ids=["nothing", "closing", "opening"],
)
def test_what_a_scenario_does_not_say_is_not_told(
    make: Make, site: Site, overrides: tuple[str, ...], told: list[Change]
) -> None:
    """A site keeps its own opening and closing where the scenario has none."""
    assert played(make(day(*overrides)), site, T0_S + 60) == []
    assert [change for _, change in site.told] == told


def test_a_waiting_room_is_told_when_it_opens_before_the_wave_is(make: Make, site: Site) -> None:
    """Whoever comes sooner waits for a lot, and so has to find it closed."""
    room = "site.waiting-room={admits: 10/s, opens: rush}"
    assert played(make(day(room)), site, T0_S + 60) == []
    assert site.told == [
        (T0_S - 1.75, {"opens_at": T0_S + 20}),
        (T0_S - 1.75, {"opens_at": T0_S + 5}),
    ]
    assert site.asked == [WAITING_ROOM, WAVE]


def test_a_room_that_cannot_be_told_keeps_nobody_from_telling_the_wave(plan: Path) -> None:
    """A site without such a room has no such path, and joining opens and closes there all the same."""
    told: list[Change] = []

    def tell(path: str, change: Change) -> None:
        """Know of no waiting room."""
        if path == WAITING_ROOM:
            raise WebError("status 404")
        told.append(change)

    scenario = day("site.waiting-room={admits: 10/s, opens: rush}", RAISES)
    timetable = Timetable(scenario, plan, tell, lambda: T0_S + 6)
    said = "the site could not be told when the waiting room opens: status 404"
    assert [list(timetable.look()) for _ in range(3)] == [[said], [], []]
    assert told == [{"opens_at": T0_S + 5}, {"quota": 1300}]


def test_before_there_is_a_plan_nothing_is_told(make: Make, site: Site, plan: Path) -> None:
    """Nobody knows yet when anything begins; then it is told at the next look."""
    there = plan.read_bytes()
    plan.unlink()
    timetable = make(day())
    assert (list(timetable.look()), site.told, timetable.pause_s(0.25)) == ([], [], 0.25)
    plan.write_bytes(there)
    assert (list(timetable.look()), len(site.told)) == ([], 1)


def test_a_site_that_does_not_listen_is_told_again_and_the_run_says_so(make: Make, site: Site) -> None:
    """The failure is told once, and how late it was in the end; a raise is never told too soon."""
    timetable = make(day("site.opens=null", RAISES))
    assert played(timetable, site, T0_S + 4) == []
    site.fails = 4
    assert played(timetable, site, T0_S + 60) == [
        "the site could not be told of 1,300 seats: PUT /admin/wave: status 503; a success is needed",
        "the site was told of 1,300 seats 1.0 s late",
    ]
    assert [at_s for at_s, _ in site.told] == [T0_S + 6, T0_S + 20]


def test_a_site_that_never_listens_is_told_of_once(make: Make, site: Site) -> None:
    """The record is no log, and a site that is down is asked four times a second, not without end."""
    site.fails = 10_000
    assert len(played(make(day(RAISES)), site, T0_S + 60)) == 1
    assert 200 < 10_000 - site.fails < 300


@pytest.mark.parametrize(("takes_s", "late"), [(0.2, False), (0.3, True)])
def test_a_site_that_takes_its_time_is_late(
    make: Make,
    site: Site,
    takes_s: float,
    late: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A quarter of a second is what the audit of seats can bear without a word."""
    site.takes_s = takes_s
    said = played(make(day("site.raises=[{with: rush, quota: 1500}]")), site, T0_S + 60)
    assert said == (["the site was told of 1,500 seats 0.3 s late"] if late else [])


def test_what_is_past_when_the_plan_is_known_is_told_at_once_and_is_not_late(
    make: Make, site: Site
) -> None:
    """A replay may begin in the middle of the day."""
    site.clock_s = T0_S + 30
    assert played(make(day(RAISES)), site, T0_S + 60) == []
    assert [at_s for at_s, _ in site.told] == [T0_S + 30.25] * 3
    assert site.told[-1][1] == {"quota": 1500}
