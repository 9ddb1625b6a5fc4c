"""Claims about shadows: a fault is shown where it was, as far as the chart goes."""

from siaga.record.fault_span import FaultSpan
from siaga.report.charts.shadow import Shadow, shadows


def _span(from_s: float, until_s: float | None) -> FaultSpan:
    return FaultSpan(kind="kill", target="worker", from_s=from_s, until_s=until_s)


def test_a_shadow_lasts_as_long_as_its_fault() -> None:
    """No longer than the chart, and to its end where it never was healed."""
    spans = [_span(5.0, 9.0), _span(20.0, 20.0), _span(30.0, 90.0), _span(40.0, None)]
    ends_s = ((5.0, 9.0), (20.0, 20.0), (30.0, 60.0), (40.0, 60.0))
    assert shadows(spans, 60.0) == tuple(
        Shadow(start_s=start_s, end_s=end_s, name="kill of worker") for start_s, end_s in ends_s
    )


def test_what_began_outside_the_chart_is_cut_at_its_edge() -> None:
    """A fault may begin a moment before the first second is counted."""
    assert shadows([_span(-0.5, 2.0), _span(60.0, 70.0)], 60.0) == (
        Shadow(start_s=0.0, end_s=2.0, name="kill of worker"),
    )
