"""Claims about the unplaced: whom a lost worker dropped is never served, wherever he began."""

from dataclasses import replace

import pytest

from siaga.judge.counts import Counts, WorkerTallies
from siaga.judge.latencies import Latencies
from siaga.judge.recorded import recorded
from siaga.judge.unplaced import placed
from siaga.record.latency import Interval, never
from siaga.record.tally import PopulationCount, Tally
from siaga.scenario.model import Scenario
from tests.judge.hand_made import Run
from tests.judge.histograms import recorded as histogram


def tally(second: int, dropped: int, *, closed: bool = False) -> Tally:
    """Give a second in which so many visitors were dropped."""
    people = {"visitors": PopulationCount(dropped=dropped)}
    return Tally(second=second, dropped=dropped, populations=people, closed=closed)


def counts(*workers: tuple[Tally, ...]) -> Counts:
    """Give what workers tallied."""
    return Counts(WorkerTallies(rank=rank, tallies=each) for rank, each in enumerate(workers))


def unserved(second: int, many: int, step: str = "home") -> Interval:
    """Give who was never served in a second."""
    return Interval(
        second=second, step=step, intended=True, latencies=never(many), population="visitors"
    )


@pytest.fixture
def scenario(good: Run) -> Scenario:
    """Give one whose visitors walk the journey `visitor`."""
    return good.scenario


def test_whom_a_lost_worker_dropped_stands_at_a_step_of_the_journey(scenario: Scenario) -> None:
    """In the second in which it was; those whom another worker has placed stay where they are."""
    told = counts((tally(0, 3), tally(1, 2)), (tally(0, 4), tally(2, 1, closed=True)))
    served = replace(unserved(0, 1), latencies=histogram((0.1,) * 7))
    found = placed(Latencies([served, unserved(0, 4), unserved(2, 1, "join")]), told, scenario)
    assert found.steps == ["home", "join", "journey-visitor"]
    assert [found.pool("journey-visitor", [second]).never for second in range(3)] == [3, 2, 0]
    assert (found.pool("home").never, found.pool("home").total) == (4, 11)
    assert found.pool(populations=["visitors"]).never == 10
    assert found.pool(service=True).total == 0


def test_nobody_is_missing_where_every_worker_wrote_to_its_end(scenario: Scenario) -> None:
    """What is there is left alone."""
    written = Latencies([unserved(0, 1)])
    assert placed(written, counts((tally(0, 3, closed=True),)), scenario) is written
    assert placed(written, counts((tally(0, 0),)), scenario) is written


def test_who_was_written_before_the_tally_that_never_came_is_nobody_twice(scenario: Scenario) -> None:
    """The log is with the kernel first."""
    found = placed(Latencies([unserved(0, 3), unserved(1, 9)]), counts((tally(0, 3),)), scenario)
    assert (found.steps, found.pool().never) == (["home"], 12)


def test_a_run_is_read_with_them(good: Run) -> None:
    """So that a latency of its people is that of all who were due."""
    good.day(dropped=[3, 0], populations=[{"visitors": PopulationCount(dropped=3)}, {}], close=False)
    facts = recorded(good.folder, good.scenario)
    assert facts.latencies.pool("journey-visitor", populations=["visitors"]).never == 3
