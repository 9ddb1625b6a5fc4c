"""A compared run: one of the two runs that a comparison is of, with what was decided of it alone."""

from dataclasses import dataclass

from siaga.record.run_record import RunRecord
from siaga.report.charts.day_pair import AFTER, BEFORE
from siaga.report.kept_verdict import KeptVerdict
from siaga.report.mark import DECISIONS, Mark

UNJUDGED = Mark(word="not judged", shape="query", tone="open")
"""The mark of a run without a verdict: a copy that was kept as a baseline has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRun:
    """One of the runs.

    Attributes:
        letter: what the page calls it.
        run: what was started.
        verdict: what was decided; None where nothing was.
        report: address of its report as seen from the page; empty where there is none.
    """

    letter: str
    run: RunRecord
    verdict: KeptVerdict | None
    report: str = ""

    @property
    def mark(self) -> Mark:
        """How its verdict looks."""
        return UNJUDGED if self.verdict is None else DECISIONS[self.verdict.verdict]

    @property
    def reason(self) -> str:
        """Why, in one sentence."""
        if self.verdict is None:
            return "Its folder holds no verdict."
        return self.verdict.reason or "No reason was recorded."


def compared_runs(
    runs: tuple[RunRecord, RunRecord],
    verdicts: tuple[KeptVerdict | None, KeptVerdict | None],
    reports: tuple[str, str],
) -> tuple[ComparedRun, ...]:
    """Give both runs, the earlier one first."""
    return tuple(
        ComparedRun(letter=letter, run=run, verdict=verdict, report=report)
        for letter, run, verdict, report in zip((BEFORE, AFTER), runs, verdicts, reports, strict=True)
    )
