"""Claims about the totals of a generator that is running."""

from collections.abc import Callable

from siaga.observe.totals import FRESH_S, Totals
from siaga.record.run_folder import RunFolder
from siaga.record.tally import StepCount, Tally

Begins = Callable[[], None]
Counted = Callable[[int, Tally], None]


def test_tallies_of_all_workers_add_up(folder: RunFolder, counted: Counted) -> None:
    """Counts are summed over workers and seconds, those inside over the workers' last tallies."""
    totals = Totals(folder)
    counted(0, Tally(second=0, arrived=3, active=3, sent=4, steps={"home": StepCount(good=2)}))
    counted(1, Tally(second=0, arrived=2, dropped=1, active=2, sent=2))
    totals.look()
    counted(
        0,
        Tally(
            second=1,
            finished=1,
            active=2,
            sent=5,
            steps={"home": StepCount(good=1, failed=1), "join": StepCount(failed=2)},
            closed=True,
        ),
    )
    totals.look()
    totals.look()
    assert (totals.arrived, totals.dropped, totals.finished, totals.active) == (5, 1, 1, 4)
    assert dict(totals.sent) == {0: 6, 1: 5}
    assert totals.steps == {"home": StepCount(good=3, failed=1), "join": StepCount(failed=2)}
    assert (totals.closed, totals.newest) == ({0}, 1)


def test_a_worker_that_fell_silent_is_not_present(folder: RunFolder, counted: Counted) -> None:
    """Its visitors died with it: 5 s behind the others it no longer counts as inside."""
    totals = Totals(folder)
    counted(0, Tally(second=1, active=7))
    counted(1, Tally(second=1 + FRESH_S, active=2))
    totals.look()
    assert (set(totals.present), totals.active) == ({0, 1}, 9)
    counted(1, Tally(second=2 + FRESH_S, active=2))
    totals.look()
    assert (set(totals.present), totals.active) == ({1}, 2)


def test_before_anybody_tells_anything_totals_are_zero(folder: RunFolder) -> None:
    """Zero counts, no plan, nobody present."""
    totals = Totals(folder)
    totals.look()
    assert (totals.arrived, totals.active, totals.newest, totals.plan) == (0, 0, -1, None)


def test_the_plan_is_there_once_it_is_written(folder: RunFolder, begins: Begins) -> None:
    """It is looked for again until it is found."""
    totals = Totals(folder)
    assert totals.plan is None
    begins()
    assert totals.plan is not None
    assert sum(totals.plan.planned) == 100
