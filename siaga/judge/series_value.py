"""The SeriesValue of a site: one number made of the series that it showed of itself."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from siaga.judge.expression import Selection
from siaga.observe.growth import grown
from siaga.observe.series import Floats, Series, SeriesPoints


class NoValueError(Exception):
    """There is nothing to make a number of; the message says what is missing."""


def series_value(series: Series, selection: Selection, during: range | None) -> float:
    """Make the number that a selection asks for.

    `max`, `min` and `quantile` look at every value of every series chosen; `increase` and `rate` add
    up what the series have gained; `last` takes the last value of the one series chosen.

    Args:
        series: everything that was scraped, in run seconds.
        selection: which series, and which function.
        during: run seconds that alone count; None for the whole run.

    Raises:
        NoValueError: the site showed no such series, or too little of it.
    """
    points = series.points(selection.name, selection.labels)
    if not points:
        raise NoValueError(f"the site showed no series {_named(selection)}")
    if selection.function in ("increase", "rate"):
        growth, length_s = _growth(series, points, during)
        return growth if selection.function == "increase" else growth / length_s
    values = [_inside(one, during) for one in points]
    together = np.concatenate(values)
    if together.size == 0:
        raise NoValueError(f"no scrape of {_named(selection)} succeeded in this time")
    if selection.function == "last":
        return _last(values, selection)
    return _OF_ALL[selection.function](together, selection.quantile or 0.0)


def _inside(points: SeriesPoints, during: range | None) -> Floats:
    if during is None:
        return points.values
    return points.values[(points.at_s >= during.start) & (points.at_s < during.stop)]


def _last(values: Sequence[Floats], selection: Selection) -> float:
    there = [one for one in values if one.size]
    if len(there) > 1:
        raise NoValueError(
            f"{len(there)} series are {_named(selection)}; last takes one, name its labels"
        )
    return float(there[0][-1])


def _growth(series: Series, points: Sequence[SeriesPoints], during: range | None) -> tuple[float, float]:
    """Give what all series have gained, and between scrapes how far apart, in seconds.

    What a phase gained lies between the last scrape before it and its own last scrape, so that the
    phases together gain what the run does.
    """
    at_s = series.good_s
    if during is not None:
        before = at_s[at_s <= during.start][-1:]
        at_s = np.concatenate((before, at_s[(at_s > during.start) & (at_s <= during.stop)]))
    if at_s.size < 2:  # noqa: PLR2004 - from one scrape to another
        raise NoValueError("fewer than two scrapes succeeded in this time; a growth needs two")
    first, last = grown(points, at_s[[0, -1]], float(series.good_s[0]))
    return float(last - first), float(at_s[-1] - at_s[0])


def _named(selection: Selection) -> str:
    labels = ", ".join(f'{name}="{value}"' for name, value in sorted(selection.labels.items()))
    return f"{selection.name}{{{labels}}}" if labels else selection.name


_OF_ALL: Mapping[str, Callable[[Floats, float], float]] = {
    "max": lambda values, _quantile: float(values.max()),
    "min": lambda values, _quantile: float(values.min()),
    "quantile": lambda values, quantile: float(np.quantile(values, quantile, method="higher")),
}
