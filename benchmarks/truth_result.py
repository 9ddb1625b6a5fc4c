"""The Result of a case: a table of true and reported figures, and what siaga missed of its targets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from truth_log import quantiles_s
from truth_play import Play

UNTOLD = "-"
"""A figure that a contender does not report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One table.

    Attributes:
        title: of it.
        told: what was done, and what is true, in a sentence or two.
        head: of the columns; the first is text, the others are numbers.
        rows: as long as the head.
        missed: a sentence for each target that siaga missed.
    """

    title: str
    told: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    missed: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Refuse a row that does not fit."""
        odd = [row for row in self.rows if len(row) != len(self.head)]
        if odd:
            raise ValueError(f"{self.title}: {odd[0]} has not as many columns as {self.head}")

    def markdown(self) -> str:
        """Give it as a section."""
        lines = [self.head, ["---", *["---:"] * (len(self.head) - 1)], *self.rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        targets = (
            "\n".join(f"- Missed: {one}" for one in self.missed) or "Every target of siaga's is met."
        )
        return f"### {self.title}\n\n{self.told}\n\n{table}\n\n{targets}\n"


def late(plays: Iterable[Play]) -> str:
    """Say how late the servers' own timers were."""
    found = [quantiles_s(one.log.late_s) for one in plays]
    p50_s, p99_s = (median(one.get(q, 0.0) for one in found) for q in (0.5, 0.99))
    return (
        f"The server's answers left {ms(p50_s)} ms later than due at p50 and {ms(p99_s)} ms at p99; that"
        " is part of what it imposed."
    )


def ms(time_s: float, *, signed: bool = False) -> str:
    """Give a time in milliseconds, to hundredths below a hundred and whole above a thousand."""
    time_ms = time_s * 1e3
    digits = 2 if abs(time_ms) < 100 else 1 if abs(time_ms) < 1000 else 0  # noqa: PLR2004 - as it reads
    return f"{time_ms:{'+' if signed else ''},.{digits}f}"


def percent(ratio: float | None, *, signed: bool = False) -> str:
    """Give a ratio in percent, to hundredths; `UNTOLD` for one that nobody tells."""
    return UNTOLD if ratio is None else f"{ratio * 100:{'+' if signed else ''}.2f} %"


def said(number: float | None) -> str:
    """Give a whole number; `UNTOLD` for one that nobody tells."""
    return UNTOLD if number is None else f"{number:,.0f}"
