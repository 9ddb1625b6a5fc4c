"""Claims about the launch at a glance: everything over one time axis, with one table."""

from siaga.report.charts.glance import glance
from tests.report.rehearsal import Rehearsal


def test_the_launch_is_one_stack(go: Rehearsal) -> None:
    """From who came to who was inside; nobody waited that anybody knows of."""
    whole = glance(go.day(), 1648)
    assert [one.name for one in whole.panels if one.wide] == [
        "arrivals",
        "served",
        "latency",
        "failures",
        "seats",
        "visitors",
    ]
    assert whole.table is not None
    assert whole.table.headings == (
        *("Time", "planned", "arrived", "dropped", "served", "goodput"),
        *("p50", "p99", "p99.9", "failed", "seats left", "visitors inside"),
    )


def test_a_day_of_nothing_is_sentences(empty: Rehearsal) -> None:
    """No axis, no table."""
    whole = glance(empty.day(), None)
    assert [one.wide for one in whole.panels] == [None] * 7
    assert whole.table is None
