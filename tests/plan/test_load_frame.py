"""Claims about the frame of a law: points over lines, on the same axes."""

from siaga.plan.load_frame import LoadFrame
from siaga.report.charts.line import Line
from siaga.report.charts.size import NARROW
from tests.plan.measured_runs import LAW, points


def test_lines_are_drawn_below_the_points_on_the_same_axes() -> None:
    """From no load to the end of the axis."""
    seen = points(LAW, [1.0, 2.0], noise=0, seed=1)
    line = Line(label="the law", tone="arrived", at_s=[1.0, 4.0], values=[10.0, 20.0])
    spec = LoadFrame(points=seen, end=5.0).spec([line], NARROW)
    law, measured = spec["layer"]
    assert law["data"]["values"] == [{"t": 1.0, "v": 10.0}, {"t": 4.0, "v": 20.0}]
    assert [row["t"] for row in measured["data"]["values"]] == [1.0, 2.0]
    assert measured["mark"]["type"] == "point"
    assert law["encoding"] == measured["encoding"]
    assert law["encoding"]["x"]["scale"] == {"domain": [0, 5.0], "nice": False}
