"""The Told fault: a service is told to behave otherwise over its admin calls, and then told back."""

import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import Order, Settings
from siaga.faults.layers import Layers, Leaves, layers_in
from siaga.faults.metrics_page import MetricsPage
from siaga.faults.process.processes import NEIGHBOURS
from siaga.faults.sign import Sign
from siaga.faults.waiting import becomes_true, insisted
from siaga.web import Web, WebError

SITE = "site"
CONDITIONS = "/admin/conditions"
TOLD_WITHIN_S = 2.0
"""By then every process of the service has read what it was told."""


class Told(Generic[Settings]):
    """Conditions of the site, or of a neighbour, that are changed for a while.

    Where another fault has changed the same condition, the one that began last holds, in whatever order
    they end. A service that was started anew meanwhile has forgotten what it was told, and is told all
    the same what held before.

    Args:
        order: what was asked for.
        change: the conditions, by their places.
        sign: what shows that they were in force.
    """

    def __init__(self, order: Order[Settings], change: Leaves, sign: Sign) -> None:
        self._order, self._change, self._sign = order, dict(change), sign

    def look(self) -> Memory:
        """Remember what holds, and what was counted.

        Raises:
            FaultError: the service does not answer, or does not have such a condition.
        """
        return {
            "layer": uuid.uuid4().hex,
            "told": self._change,
            "before": insisted(lambda: self._holding(self._change)),
            "counted": dict(self._sign.read(insisted(self._page))),
        }

    def begin(self, memory: Memory) -> None:
        """Tell it.

        Raises:
            FaultError: it refuses.
        """

        def lay(layers: Layers) -> Leaves:
            """Lay it on top of what others told."""
            layers.lay(memory["layer"], memory["told"], memory["before"])
            return dict(memory["told"])

        insisted(lambda: self._tell(lay))

    def proof(self, memory: Memory) -> str:
        """Say what the service has counted since.

        Raises:
            FaultError: it cannot be asked.
        """
        return self._sign.shown(memory["counted"], self._sign.read(self._page()))

    def heal(self, memory: Memory) -> None:
        """Tell it what held before, or what another fault still says.

        Raises:
            FaultError: it does not answer, or something else holds.
        """

        def lift(layers: Layers) -> Leaves:
            """Take it away from between what others told."""
            return layers.lift(memory["layer"]) or self._left_over(memory, layers)

        self._tell(lift)

    def _left_over(self, memory: Memory, layers: Layers) -> Leaves:
        """Give what is still as this fault told it, though no layer of it is known."""
        now = self._holding(memory["told"])
        return {
            place: memory["before"][place]
            for place, value in memory["told"].items()
            if now[place] == value and not layers.covers(place)
        }

    def _tell(self, change: Callable[[Layers], Leaves]) -> None:
        """Tell it what a change of the layers gives, and see that it holds."""
        try:
            with layers_in(self._path()) as layers:
                leaves = change(layers)
                if leaves:
                    self._web().put(CONDITIONS, nested(leaves))
                    self._see(leaves)
        except (WebError, OSError, ValueError) as error:
            raise FaultError(f"{self._order.target}: cannot be told ({error})") from None

    def _see(self, leaves: Leaves) -> None:
        if not becomes_true(lambda: self._holding(leaves) == leaves, TOLD_WITHIN_S):
            raise FaultError(
                f"{self._order.target}: was told {leaves}, and says {self._holding(leaves)}"
            )

    def _holding(self, places: Leaves) -> Leaves:
        """Give what the service says of some places."""
        try:
            conditions = self._web().get(CONDITIONS)
            return {place: _at(conditions, place) for place in places}
        except (WebError, KeyError, TypeError) as error:
            raise FaultError(
                f"{self._order.target}: cannot be asked for {[*places]} ({error})"
            ) from None

    def _page(self) -> MetricsPage:
        return MetricsPage.read(self._web(), *self._sign.names)

    def _web(self) -> Web:
        place, service = self._order.place, self._service()
        return place.site() if service == SITE else place.neighbour(service)

    def _service(self) -> str:
        """Give whom it is told: the site speaks for its store."""
        return self._order.target if self._order.target in NEIGHBOURS else SITE

    def _path(self) -> Path:
        scratch = self._order.place.scratch
        if not scratch:
            raise FaultError(f"{self._order.target}: there is no folder to keep in what it was told")
        return Path(scratch) / "told" / f"{self._service()}.json"


def nested(leaves: Leaves) -> dict[str, Any]:
    """Give values by their places as nested JSON objects."""
    whole: dict[str, Any] = {}
    for place, value in leaves.items():
        *folders, name = place.split(".")
        inner = whole
        for folder in folders:
            inner = inner.setdefault(folder, {})
        inner[name] = value
    return whole


def _at(conditions: Mapping[str, Any], place: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    found: Any = conditions
    for name in place.split("."):
        found = found[name]
    return found
