"""A Toxic as a fault: the proxy on the way to a target does something to a share of what passes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from siaga.faults.fault import Fault, FaultError, Memory
from siaga.faults.kind import Order
from siaga.faults.network.way import Way
from siaga.scenario.part import Part
from siaga.scenario.quantity import SomeRatio

MS_A_SECOND = 1_000


class OnTheWay(Part):
    """What each of them has to know; each has more."""

    share: SomeRatio = 1.0
    """Share of the connections that are struck; which they are follows from the seed."""

    stream: Literal["upstream", "downstream"] = "downstream"
    """`upstream`: what the target is sent; `downstream`: what it answers."""


Settings = TypeVar("Settings", bound=OnTheWay)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose(Generic[Settings]):
    """What a kind of fault asks of the proxy, and how it is seen in the counts.

    Attributes:
        toxic: the proxy's word for it.
        attributes: gives what the proxy is told, in its own units.
        struck: count of what was struck.
        seen: count of what could have been.
        words: "connections were delayed", for the proof.
    """

    toxic: str
    attributes: Callable[[Settings], Mapping[str, Any]]
    words: str
    struck: str = "struck"
    seen: str = "connections"

    def fault(self, order: Order[Settings]) -> Fault:
        """Make the fault."""
        return Toxic(order, self)


class Toxic(Generic[Settings]):
    """A toxic that acts for a while.

    Args:
        order: what was asked for.
        dose: what the proxy is asked for.
    """

    def __init__(self, order: Order[Settings], dose: Dose[Settings]) -> None:
        self._settings, self._dose = order.settings, dose
        self._name = f"{dose.toxic}-{order.seed}"
        self._way = Way(order.place, order.target)

    def look(self) -> Memory:
        """Remember what was counted under this name before.

        Raises:
            FaultError: a toxic of this name acts already, or the proxy does not answer.
        """
        counts = self._way.counts(self._name)
        if self._way.has(self._name):
            raise FaultError(f"toxic {self._name!r}: acts already; let one of the two have another seed")
        return {"toxic": self._name, "before": counts}

    def begin(self, memory: Memory) -> None:
        """Let it act.

        Raises:
            FaultError: the proxy does not answer, or refuses.
        """
        self._way.add(
            {
                "name": memory["toxic"],
                "type": self._dose.toxic,
                "stream": self._settings.stream,
                "toxicity": self._settings.share,
                "attributes": dict(self._dose.attributes(self._settings)),
            }
        )

    def proof(self, memory: Memory) -> str:
        """Say how much was struck, of how much.

        Raises:
            FaultError: the proxy does not answer.
        """
        counts, before = self._way.counts(memory["toxic"]), memory["before"]
        struck, seen = (
            counts.get(name, 0) - before.get(name, 0) for name in (self._dose.struck, self._dose.seen)
        )
        return f"{struck} of {seen} {self._dose.words}" if struck > 0 else ""

    def heal(self, memory: Memory) -> None:
        """Let it act no more, and see that it is gone.

        Raises:
            FaultError: the proxy does not answer, or it acts all the same.
        """
        self._way.remove(memory["toxic"])
        if self._way.has(memory["toxic"]):
            raise FaultError(f"toxic {memory['toxic']!r}: acts still; it was removed")
