"""The ErrorWatch of a run: sees the share of steps that end with 500 and above, outside of faults."""

from collections import Counter
from collections.abc import Iterable

from siaga.observe.tail import TallyTail
from siaga.record.run_folder import RunFolder
from siaga.record.tally import Tally
from siaga.scenario.stops import Stops
from siaga.stage.calm import Calm

LEAST = 20
"""Steps of which a share says something."""


class ErrorWatch:
    """Counts the seconds of which all workers have told.

    Args:
        folder: the run.
        stops: which share ends it.
        calm: knows when faults were at work.
    """

    name = "errors"

    def __init__(self, folder: RunFolder, stops: Stops, calm: Calm) -> None:
        self._stops, self._calm = stops, calm
        self._tail = TallyTail(folder)
        self._ended: Counter[int] = Counter()
        self._bad: Counter[int] = Counter()

    def look(self) -> str:
        """Say that too many failed in the last seconds; empty: they did not."""
        for _rank, tally in self._tail.new():
            self._add(tally)
        seconds = self._last()
        ended, bad = (sum(one[at] for at in seconds) for one in (self._ended, self._bad))
        if ended < LEAST or bad <= ended * self._stops.errors:
            return ""
        return (
            f"{bad:,} of {ended:,} steps ended with 500 and above in the {len(seconds)} s up to second"
            f" {seconds[-1]}, with no fault at work; {self._stops.errors:.2%} are allowed"
        )

    def _add(self, tally: Tally) -> None:
        self._ended[tally.second] += sum(one.good + one.failed for one in tally.steps.values())
        self._bad[tally.second] += sum(_server_errors(tally.errors.items()))

    def _last(self) -> list[int]:
        """Give the last seconds without a fault; none, as long as there are not enough in a row."""
        newest = max(self._ended, default=-1)
        length = int(self._stops.over_s)
        found = range(newest - length + 1, newest + 1)
        whole = found.start >= 0 and all(self._calm.at(at + 1) for at in found)
        return list(found) if whole else []


def _server_errors(errors: Iterable[tuple[str, int]]) -> Iterable[int]:
    """Give the numbers of those errors that say "status 5xx"."""
    return (count for text, count in errors if " status 5" in text)
