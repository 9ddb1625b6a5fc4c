"""A fault that only tests know: it notes what it is asked to do, and fails where it is told to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from siaga.faults.fault import FaultError, Memory


@dataclass(slots=True)
class KnownFault:
    """Notes what it is asked.

    Attributes:
        fails: how often each part still fails.
        shows: what its proof is, the last one for ever.
        asked: the parts that were asked for, in order.
        remembered: the memories that were given to it.
        as_it_begins: what happens besides when it is begun.
    """

    fails: dict[str, int] = field(default_factory=dict)
    shows: list[str] = field(default_factory=lambda: ["it happened"])
    asked: list[str] = field(default_factory=list)
    remembered: list[Memory] = field(default_factory=list)
    as_it_begins: Callable[[], object] = bool

    def look(self) -> Memory:
        """Give what is there."""
        self._ask("look")
        return {"before": 7}

    def begin(self, memory: Memory) -> None:
        """Begin."""
        self.remembered.append(memory)
        self.as_it_begins()
        self._ask("begin")

    def proof(self, memory: Memory) -> str:
        """Show what is to be shown next."""
        self.remembered.append(memory)
        self._ask("proof")
        return self.shows.pop(0) if len(self.shows) > 1 else self.shows[0]

    def heal(self, memory: Memory) -> None:
        """Heal."""
        self.remembered.append(memory)
        self._ask("heal")

    def parts(self) -> list[str]:
        """Give what was asked, looks for a proof left out."""
        return [one for one in self.asked if one != "proof"]

    def _ask(self, part: str) -> None:
        self.asked.append(part)
        left = self.fails.get(part, 0)
        if left:
            self.fails[part] = left - 1
            raise FaultError(f"{part}: fails as it was told to")


@dataclass(slots=True)
class ShortFault(KnownFault):
    """Harms also what comes later, and ends by itself.

    Attributes:
        looks: how often it is asked whether it has ended before it has.
    """

    looks: int = 1

    def follow(self, memory: Memory) -> None:
        """Note that it follows."""
        self.remembered.append(memory)
        self._ask("follow")

    def over(self, memory: Memory) -> bool:
        """Tell whether it has ended."""
        self.remembered.append(memory)
        self.looks -= 1
        return self.looks < 0
