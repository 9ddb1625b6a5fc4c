"""The growth of counters: what they have added up, resets allowed for."""

from collections.abc import Sequence

import numpy as np

from siaga.observe.series import Floats, SeriesPoints


def steps(values: Floats) -> Floats:
    """Give what was added at each scrape after the first.

    A counter that falls was reset; what it shows then was added since.

    Args:
        values: shape (n,).

    Returns:
        Shape (n - 1,), or (0,) for fewer than two values.
    """
    added = np.diff(values)
    return np.where(added < 0, values[1:], added)


def times_s(points: Sequence[SeriesPoints]) -> Floats:
    """Give every time at which any of the series has a value, in order."""
    return np.unique(np.concatenate([one.at_s for one in points])) if points else np.empty(0)


def grown(points: Sequence[SeriesPoints], at_s: Floats, began_s: float | None = None) -> Floats:
    """Give what all series together have added by each time, since the site was first looked at.

    A series that appears later than that was made by its first event, so it began at 0.

    Args:
        points: the series.
        at_s: shape (n,), in order.
        began_s: when the site was first looked at; None: when any of these series was first seen.

    Returns:
        Shape (n,).
    """
    total = np.zeros(at_s.size)
    if began_s is None:
        began_s = min((one.at_s[0] for one in points if one.at_s.size), default=0.0)
    for one in points:
        if one.at_s.size:
            born = one.values[0] if one.at_s[0] > began_s else 0.0
            added = np.concatenate(([born], steps(one.values))).cumsum()
            newest = np.searchsorted(one.at_s, at_s, side="right") - 1
            total += np.where(newest >= 0, added[newest], 0.0)
    return total
