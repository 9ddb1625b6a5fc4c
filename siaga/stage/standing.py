"""The Standing of a run's objectives while it lasts: judged again and again by what is there so far.

What is there ends with the last second of which every worker has told that still tells of itself. An
objective that stands broken can still be met, and the other way round. What is known only when the
run is over, such as what the audit counts, is unknown until then.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from siaga.judge.objective import judge_objective
from siaga.judge.recorded import DAMAGE, Recorded, recorded
from siaga.judge.verdict import ObjectiveResult, State
from siaga.record.promql_record import PromqlRecord
from siaga.record.run_folder import RunFolder
from siaga.scenario.model import Scenario
from siaga.stage.inquiry import answers_between

EVERY_S = 5.0
ASK_EVERY_S = 15
"""A Prometheus is asked no more often: each time for the whole run so far."""

SILENT_S = 5
"""A worker that is so far behind the others is not waited for: it is lost, or nearly so."""

SHARE = 0.05
"""Share of a core that judging may take: it reads the whole run each time, and the run grows."""


class Standing:
    """Judges the objectives of a run that is going on.

    Args:
        folder: the run.
        scenario: what was to happen.
        environ: where address and token of a Prometheus are looked up.
        clock: CPU time of this thread in seconds.

    Attributes:
        facts: what was there at the last look; None before it.
        results: result by id of the objective, as of the last look; empty before it.
        pause_s: how long to wait before the next look.
    """

    def __init__(
        self,
        folder: RunFolder,
        scenario: Scenario,
        environ: Mapping[str, str],
        clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self._folder, self._scenario, self._clock = folder, scenario, clock
        self._environ = environ
        self._asked_at_s = -ASK_EVERY_S
        self._answers: PromqlRecord | None = None
        self.facts: Recorded | None = None
        self.results: dict[str, ObjectiveResult] = {}
        self.pause_s = EVERY_S

    @property
    def states(self) -> dict[str, State]:
        """State by id of the objective, as of the last look; empty before it."""
        return {name: one.state for name, one in self.results.items()}

    def look(self) -> None:
        """Judge what is there; a run that cannot be read at the moment leaves what was known."""
        began_s = self._clock()
        try:
            facts = self._with_answers(_known(recorded(self._folder, self._scenario)))
            judged = [judge_objective(one, facts) for one in self._scenario.objectives]
        except DAMAGE:
            return
        self.facts, self.results = facts, {one.id: one for one in judged}
        self.pause_s = max(EVERY_S, (self._clock() - began_s) / SHARE)

    def _with_answers(self, facts: Recorded) -> Recorded:
        """Give the facts with what a Prometheus says of the run so far, asked now and then."""
        if facts.promql is not None or facts.plan is None or not facts.cut_s:
            return facts
        if facts.cut_s - self._asked_at_s >= ASK_EVERY_S:
            self._asked_at_s, t0_s = facts.cut_s, round(facts.plan.t0_s, 3)
            self._answers = answers_between(self._scenario, self._environ, t0_s, t0_s + facts.cut_s)
        return replace(facts, promql=self._answers)


def _known(facts: Recorded) -> Recorded:
    """Give the facts up to the last second that is known whole."""
    told = [max((one.second for one in worker.tallies), default=-1) for worker in facts.counts.workers]
    latest = max(told, default=-1)
    return replace(facts, cut_s=1 + min((one for one in told if one >= latest - SILENT_S), default=-1))
