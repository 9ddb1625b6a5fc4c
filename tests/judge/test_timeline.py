"""Claims about the timeline: one row a second, in which everything adds up."""

import csv
import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.judge.recorded import recorded
from siaga.judge.timeline import Timeline, timeline
from siaga.record.latency import Interval, LatencyLog, never
from siaga.record.tally import StepCount, Tally
from tests.judge.hand_made import T0_S, Run


def line_of(run: Run) -> Timeline:
    """Give the timeline of a run."""
    return timeline(recorded(run.folder, run.scenario))


def test_a_day_is_told_second_by_second(good: Run) -> None:
    """Two workers, the second of which fails, and goes on after the last phase."""
    good.tallies(
        [
            Tally(second=3, arrived=5, dropped=2, active=4, steps={"join": StepCount(failed=3)}),
            Tally(second=21, active=1, steps={"home": StepCount(good=1)}, closed=True),
        ],
        rank=1,
    )
    good.latencies("home", {3: [0.9] * 101, 21: [2.0]}, rank=1)
    good.scrapes([{"site_seats{state=left}": 10.0 - second} for second in range(6)], every_s=0.5)
    seen = line_of(good)
    assert seen.second == tuple(range(22))
    assert seen.phase == ("doors-open",) * 10 + ("evening",) * 10 + ("", "")
    assert seen.planned == (100,) * 20 + (0, 0)
    assert seen.arrived == (100,) * 3 + (105,) + (100,) * 16 + (0, 0)
    assert seen.dropped == (0,) * 3 + (2,) + (0,) * 18
    assert (seen.active[3], seen.active[21]) == (4, 1)
    assert (seen.good[3], seen.good[20], seen.good[21]) == (100, 0, 1)
    assert seen.failed == (0,) * 3 + (3,) + (0,) * 18
    assert [None if one is None else round(one, 2) for one in seen.p50_s[2:4]] == [0.1, 0.9]
    assert (seen.p50_s[20], seen.p99_s[20]) == (None, None)
    assert seen.p99_s[21] is not None
    assert seen.p999_s[21] == seen.p99_s[21]
    assert seen.seats_left == (9.0, 7.0, 5.0) + (None,) * 19
    assert seen.waiting == (None,) * 22


def test_who_may_not_come_in_yet_is_waiting(good: Run) -> None:
    """Before the opening or after it; who is called or inside is not."""
    people = {"pre_queue": 3.0, "waiting": 4.0, "called": 5.0, "inside": 6.0}
    good.scrapes([{f"site_queue_people{{place={place}}}": many for place, many in people.items()}])
    assert line_of(good).waiting == (7.0,) + (None,) * 19


def test_a_run_that_never_began_has_no_second(make: Callable[..., Run]) -> None:
    """Only the names of the columns are left."""
    run = make()
    run.record()
    run.folder.plan.unlink()
    nothing = line_of(run)
    assert nothing.second == ()
    assert nothing.as_csv() == (
        "second,phase,planned,arrived,dropped,active,good,failed,p50_s,p99_s,p999_s,seats_left,waiting\n"
    )


def test_scrapes_after_the_last_second_are_no_second(good: Run) -> None:
    """Only what lies inside the timeline is shown; of several series the first."""
    good.scrapes(
        [{"site_seats{state=left,wave=1}": 5.0, "site_seats{state=left,wave=2}": 9.0}] * 9, every_s=5.0
    )
    left = line_of(good).seats_left
    assert [second for second, value in enumerate(left) if value == 5.0] == [0, 5, 10, 15]
    assert set(left) == {5.0, None}


def test_columns_of_two_lengths_are_refused(good: Run) -> None:
    """One that is short would be told of the wrong seconds."""
    with pytest.raises(ValueError, match=r"columns are of {'second': 20, .*'active': 1.*; one length"):
        replace(line_of(good), active=(0,))


def test_csv_has_a_row_a_second_and_leaves_out_what_is_not_known(good: Run) -> None:
    """Every column under its name."""
    good.scrapes([None])
    seen = line_of(good)
    rows = list(csv.DictReader(seen.as_csv().splitlines()))
    assert [int(row["second"]) for row in rows] == list(seen.second)
    assert rows[19]["phase"] == "evening"
    assert rows[19]["seats_left"] == ""
    assert sum(int(row["arrived"]) for row in rows) == 2000


def test_a_second_in_which_visitors_were_never_served_has_no_end(good: Run) -> None:
    """Its p99 is infinite, which readers of CSV know as `inf`; a median of the served is one."""
    log = LatencyLog(good.folder.latency(1), T0_S)
    log.append(Interval(second=3, step="home", intended=True, latencies=never(2)))
    log.close()
    seen = line_of(good)
    assert seen.p50_s[3] == pytest.approx(0.1, rel=1e-3)
    assert (seen.p99_s[3], seen.p999_s[3], seen.p99_s[4]) == (math.inf, math.inf, seen.p50_s[3])
    assert [one["p99_s"] for one in csv.DictReader(seen.as_csv().splitlines())][3] == "inf"
