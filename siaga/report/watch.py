r"""A watch: the series that an objective's expression looks at, as values over time.

For a rate it is the change per second between two scrapes. For an increase it is what has been added
since the beginning, and for a ratio of two increases the one by the other: the last value is what the
objective is about. A counter that falls was reset; what it shows then was added since.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siaga.observe.series import Series, SeriesPoints

Floats = NDArray[np.float64]

_CALL = re.compile(
    r"(?P<function>rate|increase|max|min|last|quantile)\s*\(\s*(?:[\d.]+\s*,\s*)?"
    r"(?P<name>[a-zA-Z_:][\w:]*)\s*(?:\{(?P<labels>[^}]*)\})?\s*\)"
)
_LABEL = re.compile(r'(\w+)\s*=\s*"((?:[^"\\]|\\.)*)"')
_COMPARED = re.compile(r"(?P<sign><=|>=|<|>)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """Series chosen by name and labels, and the function that is applied to them."""

    function: str
    name: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What an expression looks at.

    Attributes:
        top: the series, or the one above the fraction line.
        below: the one below the fraction line; None without one.
        sign: how the value is compared: "<=", "<", ">=" or ">".
    """

    top: Selected
    below: Selected | None
    sign: str


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
    """Read what an expression looks at; None for one that looks at no scraped series."""
    compared = _COMPARED.search(expression)
    if compared is None:
        return None
    calls = [_selected(call) for call in _CALL.finditer(expression[: compared.start()])]
    if not calls:
        return None
    return Watch(top=calls[0], below=calls[1] if len(calls) > 1 else None, sign=compared["sign"])


def traces(watched: Watch, series: Series) -> list[Trace]:
    """Give the values that a watch sees; none where the site shows no such series."""
    points = series.points(watched.top.name, watched.top.labels)
    if watched.below is not None:
        below = series.points(watched.below.name, watched.below.labels)
        return _fraction(points, below)
    if watched.top.function == "increase":
        return _summed(points)
    if watched.top.function == "rate":
        return [_trace(one, one.at_s[1:], _rates(one)) for one in points if one.at_s.size > 1]
    return [_trace(one, one.at_s, one.values) for one in points]


def _selected(call: re.Match[str]) -> Selected:
    labels = dict(_LABEL.findall(call["labels"] or ""))
    return Selected(function=call["function"], name=call["name"], labels=labels)


def _trace(points: SeriesPoints, at_s: Floats, values: Floats) -> Trace:
    label = ", ".join(f"{key} {value}" for key, value in sorted(points.labels.items()))
    return Trace(label=label or "value", at_s=tuple(at_s.tolist()), values=tuple(values.tolist()))


def _steps(values: Floats) -> Floats:
    """Give what was added at each scrape after the first."""
    added = np.diff(values)
    return np.where(added < 0, values[1:], added)


def _rates(points: SeriesPoints) -> Floats:
    return _steps(points.values) / np.maximum(np.diff(points.at_s), 1e-9)


def _added(points: Sequence[SeriesPoints], at_s: Floats) -> Floats:
    """Give what all series together have added by each time, since each was first seen."""
    total = np.zeros(at_s.size)
    for one in points:
        grown = np.concatenate(([0.0], np.cumsum(_steps(one.values))))
        newest = np.searchsorted(one.at_s, at_s, side="right") - 1
        total += np.where(newest >= 0, grown[newest], 0.0)
    return total


def _times_s(points: Sequence[SeriesPoints]) -> Floats:
    return np.unique(np.concatenate([one.at_s for one in points])) if points else np.empty(0)


def _summed(points: Sequence[SeriesPoints]) -> list[Trace]:
    if not points:
        return []
    at_s = _times_s(points)
    values = _added(points, at_s)
    return [Trace(label="increase", at_s=tuple(at_s.tolist()), values=tuple(values.tolist()))]


def _fraction(top: Sequence[SeriesPoints], below: Sequence[SeriesPoints]) -> list[Trace]:
    if not below:
        return []
    at_s = _times_s(below)
    whole = _added(below, at_s).tolist()
    part = _added(top, at_s).tolist()
    values = tuple(one / of if of > 0 else None for one, of in zip(part, whole, strict=True))
    return [Trace(label="ratio", at_s=tuple(at_s.tolist()), values=values)]
