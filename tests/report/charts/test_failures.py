"""Claims about the chart of failures: drawn where there are any, a sentence where there are none."""

from dataclasses import replace

from siaga.report.charts.failures import failures
from tests.report.rehearsal import Rehearsal


def test_failures_are_told_by_number_and_share(go: Rehearsal) -> None:
    """24 failed in four seconds."""
    drawn = failures(go.day())
    good = sum(go.timeline.good)
    assert drawn.text == f"24 of {good + 24:,} samples failed, 0.1 %."
    assert drawn.wide is not None
    assert drawn.table is not None
    assert {row[1] for row in drawn.table.rows} >= {"0", "6"}


def test_a_day_without_failures_says_of_how_many(go: Rehearsal) -> None:
    """No chart of zeros is drawn."""
    drawn = failures(replace(go, timeline=replace(go.timeline, failed=(0,) * 180)).day())
    assert (drawn.text, drawn.wide) == (f"None of {sum(go.timeline.good):,} samples failed.", None)


def test_no_sample_is_no_success(empty: Rehearsal) -> None:
    """Nothing recorded is nothing known."""
    assert failures(empty.day()).text == "No sample was recorded, so nothing is known of failures."
