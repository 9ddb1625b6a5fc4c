"""Claims about the watch on caps: each fires in the second in which it is passed, and none before."""

import pytest

from siaga.record.run_record import PlanRecord
from siaga.record.tally import Tally
from siaga.scenario.caps import Caps
from siaga.stage.cap_watch import CapWatch
from siaga.stage.guard import run_s
from tests.judge.hand_made import Run


def watch(run: Run, now_s: float = 0.0, **caps: object) -> CapWatch:
    """Watch a run, so many seconds after it began."""
    run.record()
    wall_s = PlanRecord.read(run.folder.plan).t0_s + now_s
    return CapWatch(run.folder, Caps.model_validate(caps), lambda: run_s(run.folder, lambda: wall_s))


def two_workers(run: Run) -> None:
    """Two workers tell of two seconds; together they send 30 requests in the second one."""
    for rank in range(2):
        tallies = [
            Tally(second=0, arrived=2, wire_requests=5, wire_bytes=100, connections=3),
            Tally(second=1, arrived=4, wire_requests=15, wire_bytes=400, connections=6),
        ]
        run.tallies(tallies, rank)


@pytest.mark.parametrize(
    ("caps", "why"),
    [
        ({"arrivals": 8.0}, ""),
        ({"arrivals": 7.0}, "8 visitors came in second 1; 7 are allowed"),
        ({"requests": 30.0}, ""),
        ({"requests": 29.0}, "30 requests went out in second 1; 29 are allowed"),
        ({"connections": 12}, ""),
        ({"connections": 11}, "12 connections were open in second 1; 11 are allowed"),
        ({"bytes": 1_000}, ""),
        ({"bytes": 999}, "1,000 bytes went over the wire; 999 are allowed"),
        ({"run-time": 60.0}, ""),
        ({"run-time": 59.0}, "the run lasts longer than 59 s"),
    ],
)
def test_a_cap_that_is_passed_is_told(run: Run, caps: dict[str, object], why: str) -> None:
    """All workers together, and to the number."""
    watching = watch(run, now_s=60.0, **caps)
    two_workers(run)
    assert watching.look() == why
    assert watching.look() == why


def test_before_the_first_phase_nothing_is_above(run: Run) -> None:
    """There is no plan yet, and no tally."""
    watching = watch(run, now_s=1e9, **{"run-time": 1.0})
    run.folder.plan.unlink()
    assert watching.look() == ""
