"""A thinning: a long column folded into fewer values of equal width, so that a chart stays light."""

from collections.abc import Callable, Iterable, Sequence

Known = Sequence[float | None]
Fold = Callable[[Iterable[float]], float]

POINTS = 600
"""Most points that a line is drawn with."""
ROWS = 60
"""Most rows of the table behind a chart."""


def width_s(seconds: int, most: int) -> int:
    """Give the width of a fold in whole seconds, so that at most `most` folds hold all seconds.

    Raises:
        ValueError: most is below 1.
    """
    if most < 1:
        raise ValueError(f"most: {most} folds hold nothing; 1 or more do")
    return max(-(-seconds // most), 1)


def folded(values: Known, width: int, fold: Fold) -> tuple[float | None, ...]:
    """Fold each `width` values into one; unknown ones are left out, a fold of none is unknown."""
    groups = (values[start : start + width] for start in range(0, len(values), width))
    return tuple(_fold([one for one in group if one is not None], fold) for group in groups)


def mean(values: Iterable[float]) -> float:
    """Give the mean of at least one value: right for counts a second."""
    known = list(values)
    return sum(known) / len(known)


def last(values: Iterable[float]) -> float:
    """Give the last of at least one value: right for what is left of something."""
    return list(values)[-1]


def _fold(known: list[float], fold: Fold) -> float | None:
    return fold(known) if known else None
