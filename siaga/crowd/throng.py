"""The Throng: the visitors of one worker, one greenlet each but for those who are away."""

import logging
from collections.abc import Callable, Mapping, Sequence

import gevent
from gevent.event import Event
from gevent.pool import Group

from siaga.crowd.absence import Absence, Journey
from siaga.crowd.lobby import Lobby, Stay
from siaga.crowd.visitor import JourneyEndedError, TabClosedError, Visitor
from siaga.crowd.world import World
from siaga.errors import UsageError
from siaga.ledger.journal import LedgerError
from siaga.scenario.model import Population

logger = logging.getLogger(__name__)


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
        self._lobby = Lobby(world.later, self._back)
        self._people = 0
        self._nobody = Event()
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
        self._people += 1
        self._nobody.clear()
        self._inside.spawn(self._visit, index, at_s, population)
        return True

    def drop(self, population: int) -> None:
        """Count an arrival that could not be sent."""
        whose = self._populations[population]
        self._world.recorder.dropped(whose.name, whose.journey)

    def wait(self, deadline_s: float) -> None:
        """Wait until everybody has left, at most until a run second."""
        if self._people:
            self._nobody.wait(timeout=max(deadline_s - self._world.now_s(), 0.0))

    def clear(self) -> None:
        """Cut off everybody who is still here or away; their open promises stay unknown."""
        self._dismiss()
        self._inside.kill(timeout=5)
        # A journey may end in its own way when it is cut off, and be away.
        self._dismiss()

    def _visit(self, index: int, at_s: float, population: int) -> None:
        visitor = None
        try:
            visitor = Visitor(self._world, index, self._populations[population], at_s)
            visitor.get_ready()
            self._world.sleep_until(at_s)
        except BaseException:
            self._leave(visitor)
            raise
        finally:
            self._coming -= 1
        self._world.recorder.arrived(visitor.population.name, max(self._world.now_s() - at_s, 0.0))
        self._walk(visitor, population, self._journeys[population])

    def _walk(self, visitor: Visitor, population: int, part: Journey) -> None:
        """Have a visitor walk a part of its journey, and leave unless it goes on later."""
        away = completed = False
        try:
            absence, ended_well = self._walked(visitor, population, part)
            if absence is not None:
                visitor.go_away(absence.pause_s)
                self._lobby.seat(visitor, population, absence.pause_s, absence.then)
                away = True
            completed = ended_well
        except LedgerError as error:
            self.broken = error
        except (Exception, SystemExit, gevent.Timeout) as error:  # noqa: BLE001 - somebody else's code
            self._complain(population, error)
        finally:
            if not away:
                self._finish(visitor, completed=completed)

    def _walked(self, visitor: Visitor, population: int, part: Journey) -> tuple[Absence | None, bool]:
        """Have a visitor walk a part, and from the journey's start again where it comes back to that.

        Returns:
            After what absence it goes on, and whether the part came to its end.
        """
        while True:
            try:
                return visitor.walk(part), True
            except TabClosedError:
                return None, False
            except JourneyEndedError:
                if not visitor.begins_again():
                    return None, False
            part = self._journeys[population]

    def _back(self, stay: Stay) -> None:
        self._inside.spawn(self._go_on, stay)

    def _go_on(self, stay: Stay) -> None:
        # Only now is it no longer away: a greenlet that is killed before its first turn sees nobody off.
        if self._lobby.end(stay):
            self._walk(stay.visitor, stay.population, stay.then)

    def _dismiss(self) -> None:
        for stay in self._lobby.dismiss():
            self._finish(stay.visitor, completed=False)

    def _finish(self, visitor: Visitor, *, completed: bool) -> None:
        self._world.recorder.finished(visitor.population.name, completed=completed)
        self._leave(visitor)

    def _leave(self, visitor: Visitor | None) -> None:
        """See somebody off, who may not have come."""
        if visitor is not None:
            visitor.leave()
        self._people -= 1
        if not self._people:
            self._nobody.set()

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
