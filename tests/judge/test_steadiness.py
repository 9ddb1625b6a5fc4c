"""Claims about steadiness: how many late seconds a run, and each of its phases, may have."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from siaga.judge.recorded import recorded
from siaga.judge.run import judge_run
from siaga.judge.steadiness import Steadiness, steadiness
from siaga.judge.verdict import Decision, EvidenceResult, State
from siaga.ledger.outcome import Outcome
from siaga.record.run_record import PlanRecord
from siaga.record.tally import StepCount, Tally
from tests.judge.asked import Make
from tests.judge.hand_made import PER_S, SCENARIO, T0_S, Run, entry, whole_second

OPENING_S, WHOLE_S = 60, 300
LONG = SCENARIO.replace("doors-open, for: 10 s", f"doors-open, for: {OPENING_S} s").replace(
    "evening, for: 10 s", f"evening, for: {WHOLE_S - OPENING_S} s"
)
WHOLE = "98 of 100 seconds"


def long_day(make: Make, still: range = range(0)) -> Run:
    """Make five minutes of a good site, of which one worker stands still for a while.

    The second in which it wakes has everything that was due meanwhile, late as it is.
    """
    run = make(LONG)
    run.promises(ana=Outcome.OK, budi=Outcome.OK, citra=Outcome.OK, dewi=Outcome.REFUSED)
    kept = [entry("ana", 1), entry("budi", 2), entry("citra", 3)]
    run.roll(before=[], first=kept, second=kept)
    awake = [second for second in range(WHOLE_S) if second not in still[:-1]]
    run.tallies(
        woken(second, len(still))
        if second in still
        else whole_second(second, closed=second == awake[-1])
        for second in awake
    )
    waits_s = np.linspace(0.1, max(len(still), 1), PER_S * max(len(still), 1)).tolist()
    run.latencies("join", {one: waits_s if one in still else [0.1] * PER_S for one in awake})
    run.scrapes([{"site_seats{state=left}": 7.0}] * (WHOLE_S + 1))
    run.record()
    plan = PlanRecord(
        t0_s=T0_S,
        workers=1,
        duration_s=float(WHOLE_S),
        planned=(PER_S,) * WHOLE_S,
        populations={"visitors": PER_S * WHOLE_S},
    )
    plan.write(run.folder.plan)
    return run


def woken(second: int, slept_s: int) -> Tally:
    """Give the tally of a worker that has slept so long."""
    many = PER_S * slept_s
    return whole_second(
        second,
        arrived=many,
        finished=many,
        sent=many,
        steps={"join": StepCount(good=many)},
        loop_lag_s=float(slept_s),
        lateness_s=float(slept_s),
    )


def judged(run: Run) -> tuple[Decision, list[EvidenceResult]]:
    """Give the verdict of a run, and what its evidence lacks."""
    verdict = judge_run(run.folder, run.scenario, strict=False).verdict
    return verdict.decision, [one for one in verdict.evidence if one.state is not State.MET]


def test_a_generator_that_stands_still_through_an_opening_blames_no_site(make: Make) -> None:
    """For 20 of its 60 seconds, in a run of 300: the latencies are its own, and nothing is known."""
    decision, (late,) = judged(long_day(make, range(20, 40)))
    assert (decision, late.id, late.value) == (Decision.INCONCLUSIVE, "generator-on-time", 20.0)
    assert late.text == "In 98 of 100 seconds no worker was later than 20 s; 100 ms are allowed."


def test_a_standstill_that_a_run_may_have_is_too_much_for_one_phase(make: Make) -> None:
    """Four seconds of 300, and of 60."""
    decision, (late,) = judged(long_day(make, range(20, 24)))
    assert (decision, late.value) == (Decision.INCONCLUSIVE, 4.0)
    assert late.text == (
        "In 59 of the 60 seconds of doors-open no worker was later than 4 s; 100 ms are allowed."
    )


@pytest.mark.parametrize("still", [range(0), range(20, 21), range(280, 284)])
def test_a_generator_that_is_late_for_a_moment_proves_what_it_measured(make: Make, still: range) -> None:
    """One second of the opening, or four of a long evening."""
    run = long_day(make, still).expecting("p50 of join <= 1.5 s", key=True)
    assert judged(run) == (Decision.GO, [])


def found(run: Run, late_s: Sequence[float], first: int = 0) -> Steadiness | None:
    """Look at a run of which this is the lateness of each second."""
    run.tallies(Tally(second=first + place, lateness_s=one) for place, one in enumerate(late_s))
    return steadiness(recorded(run.folder, run.scenario), lambda tally: tally.lateness_s)


def test_of_a_short_phase_one_second_is_left_out_and_of_a_short_run_none(good: Run) -> None:
    """The run is named where no phase is worse."""
    assert found(good, [0.5, *[0.25] * 19]) == Steadiness(worst=0.5, seconds=WHOLE)
    calm = [0.0] * 80
    assert found(good, [0.5, *[0.0] * 19, *calm]) == Steadiness(worst=0.0, seconds=WHOLE)
    assert found(good, [*[0.0] * 9, 0.5, 0.5, *[0.0] * 9, *calm]) == Steadiness(worst=0.0, seconds=WHOLE)
    assert found(good, [*[0.0] * 10, 0.5, 0.25, *[0.0] * 8, *calm]) == Steadiness(
        worst=0.25, seconds="9 of the 10 seconds of evening"
    )


def test_two_of_a_hundred_seconds_are_left_out(make: Make) -> None:
    """Not three; of a phase, too."""
    run = make(LONG)
    run.record()
    evening = [0.0] * OPENING_S
    late = [0.75, 0.5, 0.5, 0.5, 0.25]
    assert found(run, [*evening, *late, *[0.0] * 235]) == Steadiness(
        worst=0.25, seconds="236 of the 240 seconds of evening"
    )
    assert found(run, late[:1] * 2, first=298) == Steadiness(worst=0.75, seconds=WHOLE)


def test_of_a_run_that_was_ended_early_the_played_seconds_of_a_phase_count(good: Run) -> None:
    """A phase of which nothing was played, or a single second, is not looked at."""
    good.record(aborted_for="errors", aborted_at_s=3, aborted_why="it was lost")
    late = [0.75, 0.75, *[0.0] * 13, *[0.5] * 5, *[0.0] * 80]
    assert found(good, late) == Steadiness(worst=0.75, seconds="2 of the 3 seconds of doors-open")
    good.record(aborted_for="errors", aborted_at_s=1, aborted_why="it was lost")
    assert found(good, late) == Steadiness(worst=0.5, seconds=WHOLE)


def test_the_worst_worker_is_told_of_and_none_at_all_tells_nothing(good: Run) -> None:
    """One that told nothing of itself is no good one."""
    facts = recorded(good.folder, good.scenario)
    nobody = replace(facts.counts.workers[0], tallies=())
    facts.counts.workers = (nobody, *facts.counts.workers)
    assert steadiness(facts, lambda tally: tally.cpu_ratio) == Steadiness(worst=0.2, seconds=WHOLE)
    facts.counts.workers = (nobody,)
    assert steadiness(facts, lambda tally: tally.cpu_ratio) is None
