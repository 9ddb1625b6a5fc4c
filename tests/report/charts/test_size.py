"""Claims about sizes: a time axis has few round ticks, wherever it begins."""

from siaga.report.charts.size import NARROW, WIDE


def test_ticks_are_round_times_within_the_axis() -> None:
    """In steps that the width has room for."""
    assert WIDE.times_s(0.0, 180.0) == [0, 30, 60, 90, 120, 150, 180]
    assert WIDE.times_s(23.0, 51.5) == [25, 30, 35, 40, 45, 50]
    assert NARROW.times_s(0.0, 1.0) == [0, 1]
