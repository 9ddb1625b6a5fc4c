"""The Lobby of a worker: the visitors who are away, none of whom takes a greenlet."""

from collections.abc import Callable, Collection

from siaga.crowd.absence import Journey
from siaga.crowd.visitor import Visitor

Later = Callable[[float, Callable[[], object]], object]
"""Calls something in so many seconds, which must not wait."""


class Stay:
    """A visitor's time in a lobby; called when it is to end.

    A plain object, and not a value with a name for each part: there may be a million.

    Args:
        lobby: where.
        visitor: who.
        population: whom it belongs to, by its number.
        then: what it does when it is back.
    """

    __slots__ = ("_lobby", "population", "then", "visitor")

    def __init__(self, lobby: "Lobby", visitor: Visitor, population: int, then: Journey) -> None:
        self._lobby = lobby
        self.visitor = visitor
        self.population = population
        self.then = then

    def __call__(self) -> None:
        """Ring."""
        self._lobby.ring(self)


class Lobby:
    """Keeps who is away until it is back.

    Args:
        later: calls when it is time.
        back: is told of whoever ought to come back, and must not wait.
    """

    def __init__(self, later: Later, back: Callable[[Stay], object]) -> None:
        self._later = later
        self._back = back
        self._stays: set[Stay] = set()

    def __len__(self) -> int:
        return len(self._stays)

    def seat(self, visitor: Visitor, population: int, pause_s: float, then: Journey) -> None:
        """Have a visitor be away for so many seconds."""
        stay = Stay(self, visitor, population, then)
        self._later(pause_s, stay)
        self._stays.add(stay)

    def ring(self, stay: Stay) -> None:
        """Say that it is time; who was dismissed meanwhile is nobody any more."""
        if stay in self._stays:
            self._back(stay)

    def end(self, stay: Stay) -> bool:
        """Have somebody be away no more; tells whether it was."""
        if stay not in self._stays:
            return False
        self._stays.remove(stay)
        return True

    def dismiss(self) -> Collection[Stay]:
        """Give everybody who is away; nobody of them comes back."""
        stays, self._stays = self._stays, set()
        return stays
