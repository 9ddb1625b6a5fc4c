"""The Size of a chart: how wide and high it is drawn, and what has room beside it."""

from dataclasses import dataclass

STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Size of the plotted area.

    Attributes:
        width: in CSS pixels.
        height: in CSS pixels.
        ticks: most ticks of the time axis.
        bare: whether it is a panel of several over one axis, which has its times and names elsewhere.
    """

    width: int
    height: int
    ticks: int
    bare: bool = False

    def times_s(self, start_s: float, end_s: float) -> list[int]:
        """Give the round times that stand along an axis from `start_s` to `end_s`."""
        span_s = end_s - start_s
        step_s = next((one for one in STEPS_S if span_s / one <= self.ticks), STEPS_S[-1])
        first_s = -int(-start_s // step_s) * step_s
        return list(range(first_s, int(end_s) + 1, step_s))


WIDE = Size(width=520, height=200, ticks=7)
NARROW = Size(width=290, height=180, ticks=4)

PANEL = Size(width=860, height=92, ticks=12, bare=True)
TALL_PANEL = Size(width=860, height=132, ticks=12, bare=True)
NARROW_PANEL = Size(width=290, height=110, ticks=4)

SMALL = Size(width=290, height=110, ticks=5)
"""One of many small ones side by side."""
