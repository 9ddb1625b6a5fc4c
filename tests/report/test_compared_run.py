"""Claims about a compared run: what was decided of it alone, or that nothing was."""

from siaga.judge.verdict import Decision
from siaga.report.compared_run import UNJUDGED, compared_runs
from siaga.report.kept_verdict import KeptLoad, KeptVerdict
from siaga.report.mark import DECISIONS
from tests.report.opening_day import run_record

RUN = run_record()
BARE = KeptVerdict(verdict=Decision.GO, load=KeptLoad(planned_arrivals=1, arrived=1, dropped=0))


def test_each_run_has_its_letter_its_mark_and_a_reason() -> None:
    """One that nobody judged is no GO; a verdict without a reason says so."""
    before, after = compared_runs((RUN, RUN), (None, BARE), ("", "r.html"))
    assert (before.letter, before.mark, before.reason, before.report) == (
        "A",
        UNJUDGED,
        "Its folder holds no verdict.",
        "",
    )
    assert (after.letter, after.mark, after.reason, after.report) == (
        "B",
        DECISIONS[Decision.GO],
        "No reason was recorded.",
        "r.html",
    )
