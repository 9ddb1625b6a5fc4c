"""The Pair of runs that is compared, and what is Measured of both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from siaga.judge.comparison import Unit
from siaga.judge.comparison_blocks import FEWEST_BLOCKS
from siaga.judge.comparison_change import Change
from siaga.judge.recorded import Recorded
from siaga.scenario.baseline import Baseline

Kind = Literal["latency", "errors", "dropped", "goodput"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measure of two runs.

    Attributes:
        id: what it is called.
        kind: what it is a measure of.
        unit: of the values.
        values: in the earlier and in the later run; None where nothing was measured, inf for never.
        change: how much worse it became; None where nobody can tell.
        why: why nobody can tell, a clause without an end; empty where it can be told.
        fewer_is_worse: whether the change is to be shown with its sign turned.
    """

    id: str
    kind: Kind
    unit: Unit
    values: tuple[float | None, float | None]
    change: Change | None = None
    why: str = ""
    fewer_is_worse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two runs, and the smallest differences between them that matter.

    Attributes:
        before: the earlier run, the baseline.
        after: the later run.
        least: the differences.
    """

    before: Recorded
    after: Recorded
    least: Baseline

    @property
    def both(self) -> tuple[Recorded, Recorded]:
        """The runs, the earlier one first."""
        return self.before, self.after

    @property
    def steps(self) -> list[str]:
        """Names of the steps of either run, sorted."""
        return sorted({name for run in self.both for name in run.counts.steps})

    @property
    def populations(self) -> list[str]:
        """Names of the populations of which either run counted the journeys, sorted."""
        return sorted({name for run in self.both for name in run.counts.populations})

    def seconds(self, seen: Callable[[Recorded, range], int]) -> list[int]:
        """Give the run seconds in which something was seen in either run, in order."""
        last = max(run.counts.last_second for run in self.both)
        return [
            second
            for second in range(last + 1)
            if any(seen(run, range(second, second + 1)) for run in self.both)
        ]


def too_short(parts: int) -> str:
    """Say that there are too few blocks to know anything of chance; empty where there are enough."""
    if parts >= FEWEST_BLOCKS:
        return ""
    return f"it was seen in {parts} seconds, and {FEWEST_BLOCKS} are needed"
