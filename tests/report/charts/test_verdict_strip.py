"""Claims about the strip of verdicts: each is told by its line and its shape, not by colour alone."""

from datetime import UTC, datetime

from siaga.judge.verdict import Decision
from siaga.report.charts.run_axis import RunAxis
from siaga.report.charts.verdict_strip import NOTHING, ROWS, SHAPES, verdict_strip
from siaga.report.mark import DECISIONS


def _axis(many: int) -> RunAxis:
    return RunAxis(at=[datetime(2027, 1, 1, tzinfo=UTC)] * many)


def test_every_kind_of_verdict_has_a_line_and_a_shape_of_its_own() -> None:
    """And so has a run without one."""
    assert (*(mark.word for mark in DECISIONS.values()), NOTHING) == ROWS
    assert len({shape for shape, _tone in SHAPES.values()}) == len(ROWS)
    assert [tone for _shape, tone in SHAPES.values()] == [
        *(mark.tone for mark in DECISIONS.values()),
        "quiet",
    ]


def test_every_run_is_a_point_and_every_line_is_named() -> None:
    """Those without a run, too; how many of each there are stands in words."""
    drawn = verdict_strip([Decision.GO, None, Decision.NO_GO, Decision.GO], _axis(4), "v")
    assert drawn.text == "2 GO, 1 NO GO, 1 no verdict."
    for picture in (drawn.wide, drawn.narrow):
        text = str(picture)
        assert [text.count(f">{one}<") for one in ROWS] == [1] * len(ROWS)
        tones = ("good", "bad", "quiet", "caution", "open")
        assert [text.count(f'fill="var(--{tone})"') for tone in tones] == [2, 1, 1, 0, 0]
