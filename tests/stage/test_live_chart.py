"""Claims about live charts: where a value stands, what an axis says, and that a gap is a gap."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.stage.live_chart import Curve, LiveChart, Mark, TimeAxis, lanes


def test_curves_are_drawn_on_one_axis() -> None:
    """A value stands in the middle of its time; nought is at the bottom, a round number at the top."""
    axis = TimeAxis(length_s=10, every_s=2)
    chart = axis.chart("Arrivals", {"planned": [10, 20, 40], "arrived": [30.0]}, "{:g} /s".format, 1)
    assert chart == LiveChart(
        title="Arrivals",
        curves=(
            Curve(name="planned", path="M100.0 80.0h0L300.0 60.0L500.0 20.0", newest="10 /s"),
            Curve(name="arrived", path="M100.0 40.0h0", newest="30 /s"),
        ),
        top="50 /s",
    )
    assert chart.told == "Arrivals, up to 50 /s: planned 10 /s, arrived 30 /s"


def test_what_is_not_known_is_a_gap() -> None:
    """The line begins anew behind it; of nothing at all there is no number."""
    axis = TimeAxis(length_s=4, every_s=1)
    chart = axis.chart("p99", {"p99": [1.0, None, 1.0], "seats": [None]}, str, 4)
    gap, nothing = chart.curves
    assert gap.path == "M125.0 0.0h0M625.0 0.0h0"
    assert (nothing.path, nothing.newest) == ("", "-")


def test_marks_stand_at_their_time() -> None:
    """Round moments, and bands that end at the edge."""
    axis = TimeAxis(length_s=80, every_s=1)
    assert list(axis.ticks()) == [
        Mark(at=0.0, text="0:00"),
        Mark(at=25.0, text="0:20"),
        Mark(at=50.0, text="0:40"),
        Mark(at=75.0, text="1:00"),
        Mark(at=100.0, text="1:20"),
    ]
    assert axis.band("rush", 20, 100) == Mark(at=25.0, width=75.0, text="rush")


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e9) | st.none(), max_size=20))
def test_no_value_leaves_the_box(values: list[float | None]) -> None:
    """Whatever is measured."""
    (curve,) = TimeAxis(length_s=20, every_s=1).chart("any", {"any": values}, str, 20).curves
    points = curve.path.replace("h0", "").replace("M", " ").replace("L", " ").split()
    assert len(points) == 2 * sum(one is not None for one in values)
    assert all(0 <= float(one) <= 1_000 for one in points[::2])
    assert all(0 <= float(one) <= 100 for one in points[1::2])


@pytest.mark.parametrize(("length_s", "every_s"), [(0.0, 1), (10.0, 0)])
def test_an_axis_needs_a_length(length_s: float, every_s: int) -> None:
    """Nothing could be drawn on it."""
    with pytest.raises(ValueError, match="it needs a length"):
        TimeAxis(length_s=length_s, every_s=every_s)


def test_bands_that_overlap_stand_in_lanes_of_their_own() -> None:
    """Their names have to be read; where there are too many, the last lane has the rest."""
    at = [0.0, 10.0, 20.0, 20.0, 25.0, 26.0, 90.0]
    assert lanes([Mark(at=one, width=30.0, text="slow") for one in at]) == [0, 1, 2, 3, 3, 3, 0]
    assert lanes([Mark(at=0.0, text="kill"), Mark(at=20.0, text="kill")]) == [0, 0]
    assert lanes([]) == []
