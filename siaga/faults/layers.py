"""The Layers of a service's conditions: several faults may change the same one, the uppermost holds.

They are kept in a file, since faults end in any order, and a fault may be healed by another process
than the one that began it.
"""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Leaves = Mapping[str, Any]
"""Values by their place, its parts joined by dots: `misbehaviour.slow_ratio`."""


@dataclass(slots=True, kw_only=True)
class Layers:
    """What faults have told one service, in the order in which they did.

    Attributes:
        first: what there was beneath the lowest layer, of each place that is covered.
        told: what each layer says, by its name.
    """

    first: dict[str, Any] = field(default_factory=dict)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)

    def lay(self, name: str, told: Leaves, before: Leaves) -> None:
        """Lay a layer on top.

        Args:
            name: of the layer.
            told: what it says.
            before: what holds at the moment.
        """
        for place in told:
            self.first.setdefault(place, before[place])
        self.told[name] = dict(told)

    def lift(self, name: str) -> Leaves:
        """Take a layer away, and give what holds without it in its places; nothing: it is not there."""
        places = self.told.pop(name, {})
        return {place: self._uncovered(place) for place in places}

    def covers(self, place: str) -> bool:
        """Tell whether a layer says something of a place."""
        return any(place in one for one in self.told.values())

    def _uncovered(self, place: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        covering = [one[place] for one in self.told.values() if place in one]
        return covering[-1] if covering else self.first.pop(place)


@contextmanager
def layers_in(path: Path) -> Iterator[Layers]:
    """Have the layers of a file to oneself; they are written back unless something goes wrong.

    Raises:
        OSError: the file cannot be written.
        ValueError: it is damaged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        layers = Layers(**json.loads(path.read_text("utf-8"))) if path.exists() else Layers()
        yield layers
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({"first": layers.first, "told": layers.told}), encoding="utf-8")
        fresh.replace(path)
