"""The Glass through which a level's site is seen: what it told of itself while the load was held."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from siaga.judge.measures import Selection
from siaga.judge.series_value import NoValueError, series_value
from siaga.observe.series import Floats, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Glass:
    """What was scraped in one stretch.

    Attributes:
        series: everything that the site showed.
        during: run seconds that alone count.
        cores: processor cores that the site can use, at least 1; None: nobody knows.
        processes: that it runs in, at least 1; None: nobody knows.
        most_admitted_per_s: what its waiting room lets in; None without one, or if nobody knows.
        connections: that it may have open; None: as many as it can.
    """

    series: Series
    during: range
    cores: int | None
    processes: int | None
    most_admitted_per_s: float | None = None
    connections: int | None = None

    def rate_per_s(self, name: str, **labels: str) -> float | None:
        """Give what all series of a name have gained per second; None where it shows none."""
        return self._value(Selection(function="rate", name=name, labels=labels))

    def quantile(self, name: str, quantile: float) -> float | None:
        """Give a quantile of the values of a series; None where it shows none."""
        return self._value(Selection(function="quantile", name=name, quantile=quantile))

    def mean(self, name: str, labels: Mapping[str, str] | None = None) -> float | None:
        """Give the mean of all series of a name, added up at each scrape; None likewise."""
        parts = [self._inside(one.at_s, one.values) for one in self.series.points(name, labels or {})]
        shown = [one for one in parts if one.size]
        return float(sum(one.mean() for one in shown)) if shown else None

    def labels(self, name: str, label: str) -> list[str]:
        """Give the values that a label has, in order."""
        return sorted({one.labels[label] for one in self.series.points(name, {}) if label in one.labels})

    def _inside(self, at_s: Floats, values: Floats) -> Floats:
        return np.asarray(values[(at_s >= self.during.start) & (at_s < self.during.stop)])

    def _value(self, selection: Selection) -> float | None:
        try:
            return series_value(self.series, selection, [self.during])
        except NoValueError:
            return None
