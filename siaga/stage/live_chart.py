"""A LiveChart: a few curves over the time of a run, ready to be drawn as SVG without a library.

The charts of the report take a tenth of a second each, and these are drawn every second. A curve is a
path in a box of 1,000 by 100 that is stretched to wherever it is shown; all text stands outside of it.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from siaga.judge.amount import clock

WIDTH, HEIGHT = 1_000, 100
TICKS = 4
MOST_LANES = 4
TEXT_WIDTH = 15.0
"""Percent of the width that the name of a band may need."""

LEAST = 1e-9
"""What is smaller is shown as nothing."""

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)

Values = Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One quantity.

    Attributes:
        name: what it is; also the class by which the style sheet knows it.
        path: SVG path in the box.
        newest: its last value as people read it, or a dash.
    """

    name: str
    path: str
    newest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveChart:
    """Curves on one axis.

    Attributes:
        title: what is shown.
        curves: from back to front.
        top: what the upper edge of the box stands for, as people read it.
    """

    title: str
    curves: tuple[Curve, ...]
    top: str

    @property
    def told(self) -> str:
        """The chart in words, for who does not see it."""
        return f"{self.title}, up to {self.top}: " + ", ".join(
            f"{one.name} {one.newest}" for one in self.curves
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something on the axis of time.

    Attributes:
        at: where, percent of the width, 0 to 100.
        text: what it says.
        width: of a band, percent; 0 of a tick.
    """

    at: float
    text: str
    width: float = 0.0


def lanes(marks: Sequence[Mark]) -> list[int]:
    """Give each band a lane, from 0, in which no other stands where it does; the last has the rest."""
    free_from = [0.0] * MOST_LANES
    found = []
    for one in marks:
        lane = next((at for at, free in enumerate(free_from) if free <= one.at), MOST_LANES - 1)
        free_from[lane] = max(free_from[lane], one.at + max(one.width, TEXT_WIDTH))
        found.append(lane)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """The axis that all charts share.

    Attributes:
        length_s: seconds from its left to its right edge, above 0.
        every_s: seconds between two values of a curve.
    """

    length_s: float
    every_s: int

    def __post_init__(self) -> None:
        """Refuse an axis without length."""
        if not self.length_s > 0 or self.every_s < 1:
            raise ValueError(
                f"axis: {self.length_s} s, a value every {self.every_s} s; it needs a length"
            )

    def percent(self, at_s: float) -> float:
        """Give where a moment stands, 0 to 100; what lies outside stands at the edge."""
        return round(100 * min(max(at_s / self.length_s, 0.0), 1.0), 2)

    def band(self, text: str, from_s: float, until_s: float) -> Mark:
        """Give the mark of a stretch of time."""
        at = self.percent(from_s)
        return Mark(at=at, width=round(self.percent(until_s) - at, 2), text=text)

    def ticks(self) -> Iterator[Mark]:
        """Give a few round moments."""
        step_s = max(_round_up(self.length_s / TICKS), 1.0)
        for number in range(int(self.length_s / step_s) + 1):
            whole = round(number * step_s)
            yield Mark(at=self.percent(whole), text=clock(whole))

    def chart(
        self, title: str, curves: dict[str, Values], written: Callable[[float], str], now: int
    ) -> LiveChart:
        """Give the chart of some curves.

        Args:
            title: what is shown.
            curves: values by name; None where there is none.
            written: writes a value for people.
            now: how many values are of the past; a plan has some to come.
        """
        top = _round_up(max((one for values in curves.values() for one in values if one), default=1.0))
        drawn = [
            Curve(name=name, path=self._path(values, top), newest=_newest(values[:now], written))
            for name, values in curves.items()
        ]
        return LiveChart(title=title, curves=tuple(drawn), top=written(top))

    def _path(self, values: Values, top: float) -> str:
        """Draw a line that is broken where there is no value."""
        step = WIDTH * self.every_s / self.length_s
        parts, pen = [], "M"
        for number, value in enumerate(values):
            if value is None:
                pen = "M"
                continue
            x, y = (number + 0.5) * step, HEIGHT * (1 - value / top)
            # A second stroke of no length shows a value that stands alone.
            parts.append(f"{pen}{x:.1f} {y:.1f}" + ("h0" if pen == "M" else ""))
            pen = "L"
        return "".join(parts)


def _round_up(value: float) -> float:
    """Give the next round number above one; of nothing, 1."""
    if value < LEAST or not math.isfinite(value):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (*STEPS, 20.0) if step * power >= value)


def _newest(values: Values, written: Callable[[float], str]) -> str:
    known = [one for one in values if one is not None]
    return written(known[-1]) if known else "-"
