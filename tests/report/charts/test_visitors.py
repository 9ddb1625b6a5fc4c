"""Claims about the chart of visitors: how many were inside at once."""

from siaga.report.charts.visitors import visitors
from tests.report.rehearsal import Rehearsal


def test_the_fullest_second_is_told(go: Rehearsal) -> None:
    """Its number and its time stand in the sentence."""
    active = go.timeline.active
    at_s = active.index(max(active))
    drawn = visitors(go.day())
    assert drawn.text == f"At most {max(active)} were inside at once, at {at_s // 60}:{at_s % 60:02d}."
    assert drawn.wide is not None


def test_an_empty_site_is_a_sentence(empty: Rehearsal) -> None:
    """There is nothing to draw."""
    drawn = visitors(empty.day())
    assert (drawn.text, drawn.wide) == ("Nobody was inside at the end of any second.", None)
