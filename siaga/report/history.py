"""A history: the newest runs below a folder, scenario by scenario, and what else lies there."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from siaga.report.past_run import PastRun, past_run
from siaga.report.run_tree import Stray, run_tree
from siaga.report.trend import Trend, trends


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a folder tells of its runs.

    Attributes:
        trends: of each scenario, in order of name.
        older: how many runs there are that are older than those shown.
        strays: folders that hold no run which could be shown.
    """

    trends: tuple[Trend, ...]
    older: int = 0
    strays: tuple[Stray, ...] = ()

    @property
    def runs(self) -> Sequence[PastRun]:
        """Every run that is shown, the newest first."""
        every = [run for trend in self.trends for run in trend.runs]
        return sorted(every, key=lambda run: (run.at, run.place), reverse=True)


def history(root: Path, most: int) -> History:
    """Read what lies below a folder; of the runs at most so many, the newest.

    Nothing that lies there makes it fail: what cannot be read is a stray.

    Raises:
        ValueError: most is below 1.
    """
    if most < 1:
        raise ValueError(f"most: {most} runs are none; 1 or more are allowed")
    found = [one if isinstance(one, Stray) else past_run(one, root) for one in run_tree(root)]
    runs = [one for one in found if isinstance(one, PastRun)]
    newest = heapq.nlargest(most, runs, key=lambda run: (run.at, run.place))
    return History(
        trends=trends(newest),
        older=len(runs) - len(newest),
        strays=tuple(one for one in found if isinstance(one, Stray)),
    )
