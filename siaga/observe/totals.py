"""The Totals of a generator that is running: what its workers have counted so far."""

from collections import Counter
from collections.abc import Mapping

from siaga.observe.tail import TallyTail
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.record.tally import StepCount, Tally

FRESH_S = 5
"""How many seconds a worker may lag behind the one that is furthest and still count as present."""


class Totals:
    """Adds up the tallies of every worker as they come.

    Attributes:
        arrived: visitors whose journey began.
        dropped: arrivals that were due and could not be sent.
        finished: visitors whose journey ended.
        sent: requests put on the wire, by second of the run.
        steps: samples by step.
        closed: ranks of the workers that have written their last tally.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._tail = TallyTail(folder)
        self._plan: PlanRecord | None = None
        self._last: dict[int, Tally] = {}
        self.arrived = self.dropped = self.finished = 0
        self.sent: Counter[int] = Counter()
        self.steps: dict[str, StepCount] = {}
        self.closed: set[int] = set()

    @property
    def plan(self) -> PlanRecord | None:
        """What the generator set out to do; None until the first phase is fixed.

        Raises:
            ValueError: the file of the plan is damaged.
        """
        if self._plan is None and self._folder.plan.exists():
            self._plan = PlanRecord.read(self._folder.plan)
        return self._plan

    @property
    def newest(self) -> int:
        """The newest second that any worker has told of; -1 before the first."""
        return max((tally.second for tally in self._last.values()), default=-1)

    @property
    def present(self) -> Mapping[int, Tally]:
        """The last tally of each worker but those who fell silent or ended while others went on."""
        oldest = self.newest - FRESH_S
        return {rank: tally for rank, tally in self._last.items() if tally.second >= oldest}

    @property
    def active(self) -> int:
        """Visitors inside, by the last tally of each present worker."""
        return sum(tally.active for tally in self.present.values())

    def look(self) -> None:
        """Take in the tallies that came since the last look."""
        for rank, tally in self._tail.new():
            self._add(rank, tally)

    def _add(self, rank: int, tally: Tally) -> None:
        self._last[rank] = tally
        self.arrived += tally.arrived
        self.dropped += tally.dropped
        self.finished += tally.finished
        self.sent[tally.second] += tally.sent
        for step, count in tally.steps.items():
            before = self.steps.get(step, StepCount())
            self.steps[step] = StepCount(
                good=before.good + count.good, failed=before.failed + count.failed
            )
        if tally.closed:
            self.closed.add(rank)
