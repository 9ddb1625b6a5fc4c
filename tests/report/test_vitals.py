"""Claims about the vitals: how each worker was, and what all of them sent together."""

from siaga.judge.counts import WorkerTallies
from siaga.record.tally import Tally
from siaga.report.vitals import Vitals, WorkerVitals, vitals


def test_workers_are_told_apart_and_requests_are_added_up() -> None:
    """A worker is as late as its loop or its latest arrival, whichever is worse."""
    home = Tally(second=0, sent=3, loop_lag_s=0.1, lateness_s=0.2, cpu_ratio=0.5, rejects={"home": 1})
    join = Tally(second=2, sent=4, loop_lag_s=0.3, lateness_s=0.2, cpu_ratio=0.6, rejects={"join": 2})
    told = (
        WorkerTallies(rank=0, tallies=(home, join)),
        WorkerTallies(rank=11, tallies=(Tally(second=2, sent=5),)),
    )
    assert vitals(told) == Vitals(
        workers=(
            WorkerVitals(rank=0, at_s=(0, 2), late_s=(0.2, 0.3), cpu_ratio=(0.5, 0.6)),
            WorkerVitals(rank=11, at_s=(2,), late_s=(0.0,), cpu_ratio=(0.0,)),
        ),
        sent=(3, 0, 9),
        rejects=(1, 0, 2),
    )


def test_a_worker_that_told_nothing_is_none() -> None:
    """It has no column; and where nobody told anything there is nothing."""
    told = WorkerTallies(rank=0, tallies=(Tally(second=0, sent=3),))
    assert [one.rank for one in vitals([told, WorkerTallies(rank=1, tallies=())]).workers] == [0]
    assert vitals(()) == Vitals()
