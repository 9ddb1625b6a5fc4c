"""The Standing of a run's objectives while it lasts: judged again and again by what is there so far.

An objective that stands broken can still be met, and the other way round. What is known only when the
run is over, such as what a Prometheus says, is unknown until then.
"""

import time
from collections.abc import Callable

from siaga.judge.objective import judge_objective
from siaga.judge.recorded import DAMAGE, recorded
from siaga.judge.verdict import State
from siaga.record.run_folder import RunFolder
from siaga.scenario.model import Scenario

EVERY_S = 5.0
SHARE = 0.05
"""Share of a core that judging may take: it reads the whole run each time, and the run grows."""


class Standing:
    """Judges the objectives of a run that is going on.

    Args:
        folder: the run.
        scenario: what was to happen.
        clock: CPU time of this thread in seconds.

    Attributes:
        states: state by id of the objective, as of the last look; empty before it.
        pause_s: how long to wait before the next look.
    """

    def __init__(
        self, folder: RunFolder, scenario: Scenario, clock: Callable[[], float] = time.thread_time
    ) -> None:
        self._folder, self._scenario, self._clock = folder, scenario, clock
        self.states: dict[str, State] = {}
        self.pause_s = EVERY_S

    def look(self) -> None:
        """Judge what is there; a run that cannot be read at the moment leaves what was known."""
        began_s = self._clock()
        try:
            facts = recorded(self._folder, self._scenario)
            judged = [judge_objective(one, facts) for one in self._scenario.objectives]
        except DAMAGE:
            return
        self.states = {one.id: one.state for one in judged}
        self.pause_s = max(EVERY_S, (self._clock() - began_s) / SHARE)
