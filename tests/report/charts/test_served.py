"""Claims about the chart of what was served: all samples, and those that ended well."""

from siaga.report.charts.served import served
from tests.report.rehearsal import Rehearsal


def test_what_was_served_and_what_was_good_are_two_lines(go: Rehearsal) -> None:
    """They part where samples failed."""
    drawn = served(go.day())
    goodput, every = drawn.lines
    assert (goodput.label, every.label) == ("goodput", "served")
    apart = zip(every.values, goodput.values, strict=True)
    assert sum((more or 0) - (good or 0) for more, good in apart) == 24
    assert drawn.text.startswith(f"At most {max(go.timeline.good)} samples ended well in one second")


def test_a_day_without_a_sample_is_a_sentence(empty: Rehearsal) -> None:
    """Nothing is drawn of nothing."""
    drawn = served(empty.day())
    assert (drawn.text, drawn.wide) == ("No sample ended well.", None)
