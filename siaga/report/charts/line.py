"""A line of a chart: values over time, told from others by its name, its dashes and its colour."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Values over time.

    Attributes:
        label: its name in the legend.
        tone: name of its colour in the style sheet.
        at_s: run seconds, in order.
        values: as many values; None where nothing is known, which interrupts the line.
        dash: lengths of dashes and gaps in pixels; empty for a whole line.
        filled: whether the area below is filled.
        stepped: whether a value holds until the next one.
        width_px: width of the stroke.
    """

    label: str
    tone: str
    at_s: Sequence[float]
    values: Sequence[float | None]
    dash: tuple[int, ...] = ()
    filled: bool = False
    stepped: bool = False
    width_px: float = 2.0

    def __post_init__(self) -> None:
        """Refuse values without times."""
        if len(self.at_s) != len(self.values):
            raise ValueError(
                f"values: {len(self.values)} for {len(self.at_s)} times; as many are allowed"
            )

    @property
    def colour(self) -> str:
        """Its colour, as the style sheet calls it."""
        return f"var(--{self.tone})"

    @property
    def known(self) -> bool:
        """Whether there is any value at all."""
        return any(value is not None for value in self.values)

    @property
    def dashes(self) -> str:
        """Its dashes as SVG writes them."""
        return " ".join(map(str, self.dash))

    def mark(self) -> dict[str, Any]:
        """Give the Vega-Lite mark."""
        stroke = {"stroke": self.colour, "strokeWidth": self.width_px, "strokeCap": "round"}
        shape: dict[str, Any] = {"strokeJoin": "round"}
        if self.stepped:
            shape["interpolate"] = "step-after"
        if self.dash:
            shape |= {"strokeDash": list(self.dash), "strokeCap": "butt"}
        if self.filled:
            return shape | {"type": "area", "fill": self.colour, "fillOpacity": 0.22, "line": stroke}
        return stroke | shape | {"type": "line"}


def drawable(values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Give values as a line takes them: one that is infinite is on no axis, and interrupts it."""
    return tuple(None if one == math.inf else one for one in values)


def limit_line(value: float, text: str, end_s: float) -> Line:
    """Give a limit as a line across the whole chart, told from what was measured by its dashes."""
    return Line(
        label=text, tone="limit", at_s=(0, end_s), values=(value, value), dash=(7, 4), width_px=1.5
    )
