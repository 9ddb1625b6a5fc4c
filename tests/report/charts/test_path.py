"""Claims about paths: they are written shorter and look the same."""

from hypothesis import given
from hypothesis import strategies as st

from siaga.report.charts.path import lightened

PLACES = st.integers(0, 9000).map(lambda one: one / 10)


def test_places_are_cut_to_a_tenth_of_a_pixel() -> None:
    """Nobody sees more."""
    assert lightened('<path d="M0,1.2345L10.04,20.99Z"/>') == '<path d="M0,1.2L10,20.9Z"/>'


def test_of_points_of_one_height_the_first_and_the_last_stay() -> None:
    """Each gap begins anew."""
    level = '<path d="M0,5L1,5L2,5L3,5L4,9L5,9M7,9L8,9L9,9L9,0Z"/>'
    assert lightened(level) == '<path d="M0,5L3,5L4,9L5,9M7,9L9,9L9,0Z"/>'


def test_other_shapes_are_left_as_they_are() -> None:
    """Curves, and what is no path."""
    others = '<path d="M0.123,0A1.234,2,0,1,1,3,4.567"/><text d="1.234">1.234</text>'
    assert lightened(others) == others


@given(st.lists(st.tuples(PLACES, st.sampled_from((1.0, 2.5))), min_size=2, max_size=30))
def test_every_change_of_height_is_kept(points: list[tuple[float, float]]) -> None:
    """Both ends, and every point before or behind another height."""
    path = "L".join(f"{x:g},{y:g}" for x, y in points)
    kept = lightened(f'<path d="M{path}"/>')
    changes = [
        at
        for at in range(len(points))
        if at in {0, len(points) - 1}
        or points[at][1] != points[at - 1][1]
        or points[at][1] != points[at + 1][1]
    ]
    assert (
        kept == '<path d="M' + "L".join(f"{points[at][0]:g},{points[at][1]:g}" for at in changes) + '"/>'
    )
