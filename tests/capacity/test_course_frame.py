"""Claims about the frame of courses: lines over the load, the interval behind them."""

from siaga.capacity.course_frame import CourseFrame
from siaga.report.charts.line import Line
from siaga.report.charts.size import NARROW

LINE = Line(label="CPU", tone="arrived", at_s=[10.0, 20.0], values=[0.2, 0.4])


def test_courses_are_drawn_over_the_interval_on_the_same_axis() -> None:
    """From no load to the end of the axis."""
    spec = CourseFrame(low_per_s=18.0, high_per_s=19.0, end_per_s=21.0).spec([LINE], NARROW)
    shade, course = spec["layer"]
    assert shade["data"]["values"] == [{"t": 18.0, "u": 19.0}]
    assert course["data"]["values"] == [{"t": 10.0, "v": 0.2}, {"t": 20.0, "v": 0.4}]
    assert shade["encoding"]["x"] == course["encoding"]["x"]
    assert course["encoding"]["x"]["scale"] == {"domain": [0, 21.0], "nice": False}


def test_an_interval_without_an_end_is_not_shaded() -> None:
    """There is nothing to shade."""
    spec = CourseFrame(low_per_s=18.0, high_per_s=None, end_per_s=21.0).spec([LINE], NARROW)
    assert len(spec["layer"]) == 1
