"""The SeriesValue of a site: one number made of the series that it showed of itself."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from siaga.judge.amount import seconds
from siaga.judge.measures import Selection
from siaga.observe.growth import grown
from siaga.observe.series import UP, Floats, Series, SeriesPoints


class NoValueError(Exception):
    """There is nothing to make a number of; the message says what is missing."""


During = Sequence[range] | None
"""Stretches of run seconds that alone count; None for the whole run."""

_GROWTH = ("increase", "rate")


def series_value(series: Series, selection: Selection, during: During) -> float:
    """Make the number that a selection asks for.

    `max`, `min` and `quantile` look at every value of every series chosen; `increase` and `rate` add
    up what the series have gained; `last` takes the last value of the one series chosen.

    Args:
        series: everything that was scraped, in run seconds.
        selection: which series, and which function.
        during: stretches of run seconds that alone count; None for the whole run.

    Raises:
        NoValueError: the site showed no such series, or too little of it.
    """
    points = series.points(selection.name, selection.labels)
    if not points:
        raise NoValueError(f"the site showed no series {_named(selection)}")
    if selection.function in _GROWTH:
        growth, length_s = _growth(series, points, during)
        return growth if selection.function == "increase" else growth / length_s
    values = [_inside(one, during) for one in points]
    together = np.concatenate(values)
    if together.size == 0:
        raise NoValueError(f"no scrape of {_named(selection)} succeeded in this time")
    if selection.function == "last":
        return _last(values, selection)
    return _OF_ALL[selection.function](together, selection.quantile or 0.0)


def refuse_gap(series: Series, selection: Selection, during: During, gap_s: float) -> None:
    """Refuse a number of series of which too little was seen; growth is what was seen of it.

    Args:
        series: everything that was scraped, in run seconds.
        selection: which series, and which function.
        during: stretches of run seconds that alone count; None for the whole run.
        gap_s: for how long good scrapes may show none of the series chosen, since one of them was
            there first.

    Raises:
        NoValueError: they showed none for longer.
    """
    if selection.function in _GROWTH:
        return
    unseen_s = _unseen_s(series, selection, during)
    if unseen_s > gap_s:
        allowed = f"{seconds(gap_s)} are allowed"
        raise NoValueError(
            f"the site did not show {_named(selection)} for {seconds(unseen_s)}; {allowed}"
        )


def shown_s(series: Series, selection: Selection) -> Floats:
    """Give when good scrapes showed at least one of the series chosen, shape (n,), in order."""
    if selection.name == UP:
        return series.good_s
    points = series.points(selection.name, selection.labels)
    return np.unique(np.concatenate([one.at_s for one in points] or [np.empty(0)]))


def _unseen_s(series: Series, selection: Selection, during: During) -> float:
    """Give for how long good scrapes showed none of the series chosen, at the longest.

    What is made by its first event was not gone before it. A process in another's place has series of
    its own, so all that are chosen count together.
    """
    there_s = shown_s(series, selection)
    good_s = series.good_s[series.good_s >= there_s[0]] if there_s.size else there_s
    looks = [good_s]
    if during is not None:
        looks = [good_s[(good_s >= one.start) & (good_s < one.stop)] for one in during]
    return max((_longest_s(one, np.isin(one, there_s)) for one in looks if one.size), default=0.0)


def _longest_s(at_s: Floats, there: NDArray[np.bool_]) -> float:
    """Give the longest time from look to look, from the first to the last, in which one saw nothing."""
    bounds = np.unique(np.concatenate(([0], np.flatnonzero(there), [at_s.size - 1])))
    begins, ends = bounds[:-1], bounds[1:]
    holes = (ends - begins > 1) | ~there[begins] | ~there[ends]
    return float((at_s[ends] - at_s[begins])[holes].max(initial=0.0))


def _inside(points: SeriesPoints, during: During) -> Floats:
    if during is None:
        return points.values
    kept = [points.values[(points.at_s >= one.start) & (points.at_s < one.stop)] for one in during]
    return np.concatenate(kept)


def _last(values: Sequence[Floats], selection: Selection) -> float:
    there = [one for one in values if one.size]
    if len(there) > 1:
        raise NoValueError(
            f"{len(there)} series are {_named(selection)}; last takes one, name its labels"
        )
    return float(there[0][-1])


def _growth(series: Series, points: Sequence[SeriesPoints], during: During) -> tuple[float, float]:
    """Give what all series have gained, and between scrapes how far apart, in seconds.

    What a phase gained lies between the last scrape before it and its own last scrape, so that the
    phases together gain what the run does. Stretches are added up.
    """
    at_s = series.good_s
    looks = [at_s] if during is None else [_looks(at_s, one) for one in during]
    ends = np.concatenate([one[[0, -1]] for one in looks if one.size > 1] or [np.empty(0)])
    if not ends.size:
        raise NoValueError("fewer than two scrapes succeeded in this time; a growth needs two")
    total = grown(points, ends, float(at_s[0]))
    return float(np.diff(total)[::2].sum()), float(np.diff(ends)[::2].sum())


def _looks(at_s: Floats, stretch: range) -> Floats:
    before = at_s[at_s <= stretch.start][-1:]
    return np.concatenate((before, at_s[(at_s > stretch.start) & (at_s <= stretch.stop)]))


def _named(selection: Selection) -> str:
    labels = ", ".join(f'{name}="{value}"' for name, value in sorted(selection.labels.items()))
    return f"{selection.name}{{{labels}}}" if labels else selection.name


_OF_ALL: Mapping[str, Callable[[Floats, float], float]] = {
    "max": lambda values, _quantile: float(values.max()),
    "min": lambda values, _quantile: float(values.min()),
    "quantile": lambda values, quantile: float(np.quantile(values, quantile, method="higher")),
}
