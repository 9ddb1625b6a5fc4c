"""The axis of runs: one place for each run in the order of their time, and where something changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from siaga.report.charts.frame import Spec
from siaga.report.charts.size import Size

NUMBER_PX = 16
"""Room for the number of a change."""

CLOSE = timedelta(days=2)
"""Runs that lie closer together are told apart by the time of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAxis:
    """The places of runs, from 1.

    Attributes:
        at: when each run began, the oldest first; at least one.
        changes: the place of the first run after each change.
    """

    at: Sequence[datetime]
    changes: Sequence[int] = ()

    def x(self, size: Size) -> Spec:
        """Give Vega-Lite's channel."""
        many = len(self.at)
        step = max(-(-many // size.ticks), 1)
        places = list(range(1, many + 1, step))
        names = " : ".join(f"datum.value == {one} ? '{self._name(one)}'" for one in places)
        axis = {"values": places, "labelExpr": f"{names} : ''", "grid": False, "title": None}
        domain = {"domain": [0.5, many + 0.5], "nice": False}
        return {"field": "t", "type": "quantitative", "axis": axis, "scale": domain}

    def layers(self, size: Size) -> list[Spec]:
        """Give the changes as numbered lines from top to bottom, between two runs."""
        if not self.changes:
            return []
        rows = [{"t": at - 0.5, "name": name} for at, name in self._named(size)]
        place = {"x": self.x(size)}
        rule = {"type": "rule", "stroke": "var(--muted)", "strokeDash": [2, 3]}
        text = {"type": "text", "baseline": "bottom", "dy": -3, "fill": "var(--muted)"}
        named = {"text": {"field": "name", "type": "nominal"}, "y": {"value": 0}}
        return [
            {
                "data": {"values": rows},
                "mark": rule,
                "encoding": place | {"y": {"value": 0}, "y2": {"value": size.height}},
            },
            {"data": {"values": rows}, "mark": text, "encoding": place | named},
        ]

    def _named(self, size: Size) -> Iterator[tuple[int, str]]:
        """Give each change with its number; one too close to the number before it has none."""
        free_from = 0.0
        for number, at in enumerate(self.changes, start=1):
            yield at, str(number) if at >= free_from else ""
            if at >= free_from:
                free_from = at + NUMBER_PX / size.width * len(self.at)

    def _name(self, place: int) -> str:
        close = max(self.at) - min(self.at) < CLOSE
        return f"{self.at[place - 1]:{'%H:%M' if close else '%m-%d'}}"
