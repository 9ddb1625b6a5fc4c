"""The Rates of the built-in site: how much one worker gets done, and what is missed of its targets."""

from collections.abc import Sequence
from dataclasses import dataclass

from truth_result import Result

HEAD = ("what", "a CPU second", "a second on the wall", "target")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How much a worker got done.

    Attributes:
        what: it did.
        per_cpu_s: in a second of its CPU time.
        per_s: in a second on the wall.
        target: of the former.
        more: what else is to be said of it.
    """

    what: str
    per_cpu_s: float
    per_s: float
    target: float
    more: str = ""

    def cells(self) -> list[str]:
        """Give the row of a table."""
        return [self.what, f"{self.per_cpu_s:,.0f}", f"{self.per_s:,.0f}", f"{self.target:,.0f}"]

    def problem(self) -> str:
        """Say by how much the target is missed; empty where it is not."""
        if self.per_cpu_s >= self.target:
            return ""
        return f"{self.what}: {self.per_cpu_s:,.0f} a CPU second; {self.target:,.0f} is the target."


def result(rates: Sequence[Rate]) -> Result:
    """Give the table of what was measured, and what was missed."""
    return Result(
        title="Answers of one worker",
        told=" ".join(one.more for one in rates if one.more),
        head=HEAD,
        rows=[one.cells() for one in rates],
        missed=[problem for one in rates if (problem := one.problem())],
    )
