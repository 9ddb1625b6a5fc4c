"""Claims about the standing of objectives while a run lasts."""

from collections.abc import Iterator

from siaga.judge.verdict import State
from siaga.record.promql_record import PromqlAnswer, PromqlRecord
from siaga.record.tally import StepCount
from siaga.scenario.model import Objective
from siaga.scenario.prometheus import Prometheus
from siaga.stage.standing import EVERY_S, SILENT_S, Standing
from tests.judge.hand_made import T0_S, Run, whole_second
from tests.observe.asked_prometheus import asked_prometheus, values


def test_objectives_stand_as_what_is_there_has_them(run: Run) -> None:
    """Unknown at first, met when enough has been seen, broken when it has not held so far."""
    standing = Standing(run.folder, run.scenario, {})
    assert standing.states == {}
    run.record()
    standing.look()
    assert set(standing.states.values()) == {State.UNKNOWN}
    run.tallies([whole_second(second) for second in range(3)])
    run.latencies("join", {second: [0.1] * 100 for second in range(3)})
    standing.look()
    assert standing.states == {"join-latency": State.MET, "errors": State.MET}
    failed = {"join": StepCount(good=10, failed=90)}
    run.tallies([whole_second(second, steps=failed) for second in range(3)])
    standing.look()
    assert standing.states == {"join-latency": State.MET, "errors": State.BROKEN}


def test_a_run_that_cannot_be_read_at_the_moment_stands_as_it_stood(run: Run) -> None:
    """A file may be missing while it is replaced."""
    run.record()
    standing = Standing(run.folder, run.scenario, {})
    standing.look()
    known = dict(standing.states)
    run.folder.run.unlink()
    standing.look()
    assert standing.states == known != {}


def test_judging_takes_a_twentieth_of_a_core_at_most(run: Run) -> None:
    """A run that takes two seconds to read is read every forty."""
    run.record()
    costs_s: Iterator[float] = iter((0.0, 0.01, 5.0, 7.0))
    standing = Standing(run.folder, run.scenario, {}, lambda: next(costs_s))
    standing.look()
    assert standing.pause_s == EVERY_S
    standing.look()
    assert standing.pause_s == 40.0


def test_what_is_known_ends_with_the_last_second_of_which_all_have_told(run: Run) -> None:
    """A worker that is far behind is lost, and is not waited for; a rate counts what is known only."""
    run.record()
    run.judged_with(objectives=(Objective(id="o", expect="goodput of join >= 90/s"),))
    standing = Standing(run.folder, run.scenario, {})
    run.tallies([whole_second(second) for second in range(12)], rank=0)
    run.tallies([whole_second(second) for second in range(11)], rank=1)
    standing.look()
    assert standing.facts is not None
    assert standing.facts.cut_s == 11
    assert (standing.results["o"].state, standing.results["o"].value) == (State.MET, 200.0)
    run.tallies([whole_second(second) for second in range(12 - SILENT_S)], rank=1)
    standing.look()
    assert standing.facts.cut_s == 12 - SILENT_S
    run.tallies([whole_second(second) for second in range(11 - SILENT_S)], rank=1)
    standing.look()
    assert standing.facts.cut_s == 12


def test_a_prometheus_is_asked_now_and_then_for_the_run_so_far(run: Run) -> None:
    """Every 15 s of the run; what was written down after the run takes the place of all that."""
    run.record()
    asked = Objective(id="o", expect='promql "up" >= 1')
    run.judged_with(objectives=(asked,), prometheus=Prometheus(url="${PROMETHEUS_URL}"))
    with asked_prometheus() as server:
        standing = Standing(run.folder, run.scenario, {"PROMETHEUS_URL": server.url})
        server.answer = values(*((T0_S + second, "1") for second in range(4)))
        standing.look()
        assert (standing.states, server.asked) == ({"o": State.UNKNOWN}, [])
        run.tallies([whole_second(second) for second in range(3)])
        standing.look()
        assert standing.states == {"o": State.MET}
        server.answer = values(*((T0_S + second, "0") for second in range(19)))
        for seconds, state in ((17, State.MET), (18, State.BROKEN)):
            run.tallies([whole_second(second) for second in range(seconds)])
            standing.look()
            assert standing.states == {"o": state}
    assert [fields["end"] for _path, _token, fields in server.asked] == [
        str(T0_S + 3),
        str(T0_S + 18),
    ]
    whole = {"server": "", "from_s": T0_S, "until_s": T0_S + 20, "step_s": 1.0}
    at_s = tuple(T0_S + second for second in range(21))
    answer = PromqlAnswer(query="up", at_s=at_s, values=("1",) * 21)
    PromqlRecord(**whole, answers=(answer,)).write(run.folder.promql)  # type: ignore[arg-type]
    standing.look()
    assert standing.states == {"o": State.MET}


def test_a_prometheus_that_cannot_be_asked_leaves_its_objectives_unknown(run: Run) -> None:
    """The others stand as ever."""
    run.record()
    asked = (
        Objective(id="o", expect='promql "up" >= 1'),
        Objective(id="p", expect="error ratio <= 9 %"),
    )
    run.judged_with(objectives=asked, prometheus=Prometheus(url="${PROMETHEUS_URL}"))
    run.tallies([whole_second(second) for second in range(3)])
    standing = Standing(run.folder, run.scenario, {})
    standing.look()
    assert standing.states == {"o": State.UNKNOWN, "p": State.MET}
