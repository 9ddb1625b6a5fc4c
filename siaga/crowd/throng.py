"""The Throng: the visitors of one worker who are inside, one greenlet each."""

import logging
from collections.abc import Callable, Mapping, Sequence

import gevent
from gevent.pool import Group

from siaga.crowd.visitor import JourneyEndedError, TabClosedError, Visitor
from siaga.crowd.world import World
from siaga.errors import UsageError
from siaga.ledger.journal import LedgerError
from siaga.scenario.model import Population

logger = logging.getLogger(__name__)

Journey = Callable[[Visitor], None]


class Throng:
    """Admits visitors and sees them off.

    Args:
        world: what they share.
        populations: as the scenario lists them.
        journeys: journey by name.
        has_room: tells whether one more visitor could have a connection beside so many who are about to
            come; an arrival for whom there is none is dropped.

    Raises:
        UsageError: a population walks a journey that is not there.
    """

    def __init__(
        self,
        world: World,
        populations: Sequence[Population],
        journeys: Mapping[str, Journey],
        has_room: Callable[[int], bool],
    ) -> None:
        self._world = world
        self._populations = populations
        self._journeys = [_journey(one, journeys) for one in populations]
        self._has_room = has_room
        self._coming = 0
        self._inside = Group()
        self._complained: set[str] = set()
        self.broken: LedgerError | OSError | None = None

    def admit(self, index: int, at_s: float, population: int) -> bool:
        """Have a visitor come at a run second, at once if that is past; False if there is no room.

        Raises:
            LedgerError: a promise could not be written down; nobody is sent any more.
            OSError: neither could what was counted.
        """
        if self.broken is not None:
            raise self.broken
        if not self._has_room(self._coming):
            return False
        self._coming += 1
        self._inside.spawn(self._visit, index, at_s, population)
        return True

    def drop(self) -> None:
        """Count an arrival that could not be sent."""
        self._world.recorder.dropped()

    def wait(self, deadline_s: float) -> None:
        """Wait until everybody has left, at most until a run second."""
        self._inside.join(timeout=max(deadline_s - self._world.now_s(), 0.0))

    def clear(self) -> None:
        """Cut off everybody who is still inside; their open promises stay unknown."""
        self._inside.kill(timeout=5)

    def _visit(self, index: int, at_s: float, population: int) -> None:
        visitor = None
        try:
            try:
                visitor = Visitor(self._world, index, self._populations[population], at_s)
                visitor.get_ready()
                self._world.sleep_until(at_s)
            finally:
                self._coming -= 1
            self._come(visitor, population, at_s)
        finally:
            if visitor is not None:
                visitor.leave()

    def _come(self, visitor: Visitor, population: int, at_s: float) -> None:
        recorder, name, completed = self._world.recorder, self._populations[population].name, False
        recorder.arrived(name, max(self._world.now_s() - at_s, 0.0))
        try:
            completed = self._walks(visitor, self._journeys[population])
        except LedgerError as error:
            self.broken = error
        except (Exception, SystemExit, gevent.Timeout) as error:  # noqa: BLE001 - somebody else's code
            self._complain(population, error)
        finally:
            recorder.finished(name, completed=completed)

    def _walks(self, visitor: Visitor, journey: Journey) -> bool:
        """Have a visitor walk a journey, from its start again where it comes back to it.

        Returns:
            Whether it came to the end.
        """
        while True:
            try:
                journey(visitor)
            except TabClosedError:
                return False
            except JourneyEndedError:
                if not visitor.begins_again():
                    return False
            else:
                return True

    def _complain(self, population: int, error: BaseException) -> None:
        """Count a bug in a journey as a failed step, and say it once with its place."""
        name, journey = self._populations[population].name, self._populations[population].journey
        kind = f"{journey} {type(error).__name__}"
        self._world.recorder.bug(name, journey, type(error).__name__, self._world.now_s())
        if kind not in self._complained:
            self._complained.add(kind)
            logger.error("journey %s: broke with %r", journey, error, exc_info=error)


def _journey(population: Population, journeys: Mapping[str, Journey]) -> Journey:
    journey = journeys.get(population.journey)
    if journey is None:
        raise UsageError(
            f"journey {population.journey!r}: is not in the Locust file;"
            f" it has {', '.join(sorted(journeys)) or 'none'}"
        )
    return journey
