"""A watch: the series that an objective's expression looks at, as values over time.

For a rate it is the change per second between two scrapes. For an increase it is what has been added
since the beginning, and for a ratio of two increases the one by the other: the last value is what the
objective is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from siaga.judge.expression import ExpressionError, parse
from siaga.judge.measures import Selection, SeriesValue
from siaga.observe.growth import grown, steps, times_s
from siaga.observe.series import Floats, Series, SeriesPoints

GROWING = frozenset({"increase", "rate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What an expression looks at.

    Attributes:
        top: the series, or the one above the fraction line.
        below: the one below the fraction line; None without one.
        at_most: whether the limit is an upper one.
    """

    top: Selection
    below: Selection | None
    at_most: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Values over time; both of one length.

    Attributes:
        label: which series; its labels, or the name where there are none.
        at_s: run seconds.
        values: finite numbers, or None where a fraction has nothing below its line.
    """

    label: str
    at_s: tuple[float, ...]
    values: tuple[float | None, ...]


def watch(expression: str) -> Watch | None:
    """Read what an expression looks at; None for one that looks at no scraped series.

    None, too, for one whose limit is a time until the series is as it should be.
    """
    try:
        read = parse(expression)
    except ExpressionError:
        return None
    measured = read.measure
    if not isinstance(measured, SeriesValue) or read.recovery is not None:
        return None
    return Watch(top=measured.top, below=measured.below, at_most=read.at_most)


def traces(watched: Watch, series: Series) -> list[Trace]:
    """Give the values that a watch sees; none where the site shows no such series."""
    points = series.points(watched.top.name, watched.top.labels)
    if not points:
        return []
    if watched.below is not None:
        below = series.points(watched.below.name, watched.below.labels)
        growing = watched.top.function in GROWING
        return _fraction(points, below, float(series.good_s[0]) if growing else None)
    if watched.top.function == "increase":
        at_s = times_s(points)
        return [_trace("increase", at_s, grown(points, at_s, float(series.good_s[0])))]
    if watched.top.function == "rate":
        return [_trace(_label(one), one.at_s[1:], _rates(one)) for one in points if one.at_s.size > 1]
    return [_trace(_label(one), one.at_s, one.values) for one in points]


def _label(points: SeriesPoints) -> str:
    return ", ".join(f"{key} {value}" for key, value in sorted(points.labels.items())) or "value"


def _trace(label: str, at_s: Floats, values: Floats) -> Trace:
    return Trace(label=label, at_s=tuple(at_s.tolist()), values=tuple(values.tolist()))


def _rates(points: SeriesPoints) -> Floats:
    return steps(points.values) / np.maximum(np.diff(points.at_s), 1e-9)


def _fraction(
    top: Sequence[SeriesPoints], below: Sequence[SeriesPoints], began_s: float | None
) -> list[Trace]:
    """Divide what both have gained since `began_s`, or, without it, their levels."""
    if not below:
        return []
    at_s = times_s(below)
    part, whole = (
        (levels(one, at_s) if began_s is None else grown(one, at_s, began_s)).tolist()
        for one in (top, below)
    )
    values = tuple(one / of if of > 0 else None for one, of in zip(part, whole, strict=True))
    return [Trace(label="ratio", at_s=tuple(at_s.tolist()), values=values)]


def levels(points: Sequence[SeriesPoints], at_s: Floats) -> Floats:
    """Give the sum of the newest values of all series at each time, shape (n,)."""
    total = np.zeros(at_s.size)
    for one in points:
        newest = np.searchsorted(one.at_s, at_s, side="right") - 1
        total += np.where(newest >= 0, one.values[newest], 0.0)
    return total
