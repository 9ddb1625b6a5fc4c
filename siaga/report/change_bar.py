"""A change bar: how much a measure changed, with its bounds, drawn against what would matter."""

from dataclasses import dataclass

from siaga.judge.comparison import Compared

REACH = 4.0
"""How many of the smallest changes that matter fit on either side of none."""

WIDTH = 200.0
"""Width of the drawing in its own units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBar:
    """Where the parts of the drawing lie, from the left, in its own units.

    Attributes:
        low: the lower bound of the change.
        high: the upper bound.
        change: the change itself.
        trifle_from: where what does not matter begins.
        trifle_to: where it ends.
        beyond: whether a bound lies outside the drawing.
    """

    low: float
    high: float
    change: float
    trifle_from: float
    trifle_to: float
    beyond: bool


def change_bar(one: Compared) -> ChangeBar | None:
    """Place a change and its bounds; None where it cannot be told.

    The unit of the axis is the smallest change that matters, so bars of different measures compare.
    """
    if one.change is None or one.low is None or one.high is None or not one.smallest:
        return None
    parts = [value / one.smallest for value in (one.low, one.high, one.change)]
    low, high, change = map(_place, parts)
    return ChangeBar(
        low=low,
        high=high,
        change=change,
        trifle_from=_place(-1.0),
        trifle_to=_place(1.0),
        beyond=max(map(abs, parts)) > REACH,
    )


def _place(value: float) -> float:
    inside = min(max(value, -REACH), REACH)
    return round((inside + REACH) / (2 * REACH) * WIDTH, 2)
