"""Claims about the standing of objectives while a run lasts."""

from collections.abc import Iterator

from siaga.judge.verdict import State
from siaga.record.tally import StepCount
from siaga.stage.standing import EVERY_S, Standing
from tests.judge.hand_made import Run, whole_second


def test_objectives_stand_as_what_is_there_has_them(run: Run) -> None:
    """Unknown at first, met when enough has been seen, broken when it has not held so far."""
    standing = Standing(run.folder, run.scenario)
    assert standing.states == {}
    run.record()
    standing.look()
    assert set(standing.states.values()) == {State.UNKNOWN}
    run.tallies([whole_second(second) for second in range(3)])
    run.latencies("join", {second: [0.1] * 100 for second in range(3)})
    standing.look()
    assert standing.states == {"join-latency": State.MET, "errors": State.MET}
    run.tallies([whole_second(0, steps={"join": StepCount(good=10, failed=90)})])
    standing.look()
    assert standing.states == {"join-latency": State.MET, "errors": State.BROKEN}


def test_a_run_that_cannot_be_read_at_the_moment_stands_as_it_stood(run: Run) -> None:
    """A file may be missing while it is replaced."""
    run.record()
    standing = Standing(run.folder, run.scenario)
    standing.look()
    known = dict(standing.states)
    run.folder.run.unlink()
    standing.look()
    assert standing.states == known != {}


def test_judging_takes_a_twentieth_of_a_core_at_most(run: Run) -> None:
    """A run that takes two seconds to read is read every forty."""
    run.record()
    costs_s: Iterator[float] = iter((0.0, 0.01, 5.0, 7.0))
    standing = Standing(run.folder, run.scenario, lambda: next(costs_s))
    standing.look()
    assert standing.pause_s == EVERY_S
    standing.look()
    assert standing.pause_s == 40.0
