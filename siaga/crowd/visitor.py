"""The Visitor: one simulated person with an identity, a browser and a place in the plan."""

import re
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any

from siaga.crowd.absence import Absence, Journey
from siaga.crowd.answer import Answer
from siaga.crowd.course import Course
from siaga.crowd.draw import Draw
from siaga.crowd.inbox import Inbox, Look
from siaga.crowd.journey_end import JourneyEndedError, TabClosedError
from siaga.crowd.origin import Origin
from siaga.crowd.pacing import Pacing
from siaga.crowd.reading import read_as_step
from siaga.crowd.sights import Sights
from siaga.crowd.steps import OK, Steps
from siaga.crowd.turn import Turn
from siaga.crowd.waiting_room import NextLook, Then, WaitingRoom
from siaga.crowd.world import World
from siaga.people.identity import Identity
from siaga.scenario.feed_file import Row
from siaga.scenario.model import Population

_NO_ROWS: Mapping[str, Row] = MappingProxyType({})
"""There are many thousands of visitors, and most get no row."""

__all__ = ["JourneyEndedError", "TabClosedError", "Visitor"]


class Visitor(Pacing):
    """What a journey gets: the person, and what the person can do.

    Args:
        world: what all visitors of a worker share.
        index: number of the visitor in the plan.
        population: whom the visitor belongs to.
        at_s: intended arrival in run seconds.

    Attributes:
        notes: what the journey has the person keep in mind, by names of its own.
    """

    __slots__ = ("_person", "_reached", "_rows", "notes", "population")

    def __init__(self, world: World, index: int, population: Population, at_s: float) -> None:
        draw = Draw(world.seed, index)
        super().__init__(world, Course(world, population, draw, at_s), draw, index)
        self._person: Identity | None = None
        self.population = population
        self.notes: dict[str, Any] = {}
        self._reached: tuple[str, ...] = ()
        self._rows = _NO_ROWS

    @property
    def person(self) -> Identity:
        """The identity; made when it is first asked for."""
        if self._person is None:
            self._person = self._world.people.identity(self.index)
        return self._person

    def get_ready(self) -> None:
        """Have the browser there before it is needed: making it is no time that the site takes."""
        self._course.at_site()

    @property
    def returns(self) -> int:
        """How many times the visitor has come back so far after the site had failed."""
        return self._course.returns

    @property
    def saw(self) -> Sights:
        """What can be written down of the page just seen: `me.saw.remaining(312)`.

        Raises:
            ValueError: no page was asked for yet.
        """
        if self._course.seen_s is None:
            raise ValueError(f"visitor {self.index}: has seen no page yet; ask for one first")
        began_s, ended_s = self._course.seen_s
        return Sights(journal=self._world.journal, visitor=self.index, began_s=began_s, ended_s=ended_s)

    def feed(self, name: str) -> Row:
        """Give the visitor's row of a feed: the same, however often it is asked for.

        Raises:
            LedgerError: that it is given could not be written down.
            TabClosedError: no row is left for this visitor.
            ValueError: the scenario has no such feed, or not for this visitor.
        """
        if name not in self._rows:
            world = self._world
            row = world.feeds.hand_out(name, self.index, world.journal, world.now_s)
            self._rows = {**self._rows, name: row}
        return self._rows[name]

    def walk(self, part: Journey) -> Absence | None:
        """Do a part of the journey; gives the absence after which it goes on.

        Raises:
            ValueError: the part was to go on after an absence, and has not given that.
        """
        self._leaving = False
        gave = part(self)
        if isinstance(gave, Absence):
            return gave
        if self._leaving:
            raise ValueError(
                "journey: ends where it was to go on after an absence;"
                " `return` what `away`, `obeys` or `line_up` gives"
            )
        return None

    def stay(self, absence: Absence | None) -> None:
        """Go through an absence and what comes after it at once, and sleep as in any pause."""
        while absence is not None:
            pause = self._course.obey if absence.asked else self._course.pause
            pause(absence.pause_s)
            absence = self.walk(absence.then)

    def goes_on(self, stage: str) -> bool:
        """Draw whether this person reaches a stage of the population's funnel.

        Raises:
            ValueError: the population's funnel has no such stage.
        """
        for one in self.population.funnel:
            if one.name == stage:
                return self._reaches(stage, one.goes_on)
        name = self.population.name
        raise ValueError(f"stage {stage!r}: is not in the funnel of population {name!r}")

    def at(self, url: str) -> Steps:
        """Give what can be done at another origin of the site: `me.at("https://api.site.test").get(...)`.

        Cookies go along as their domains say; a connection of its own is kept there.

        Args:
            url: scheme, host and port.

        Raises:
            UsageError: it is no address, or more than one.
            ValueError: nobody there has agreed to be loaded.
        """
        place = Origin.of(url)
        self._course.at(place)
        return Steps(self._world, self._course, self.draw, self.index, place)

    def beside(self, url: str, *, step: str, expect: Collection[int] = OK) -> Answer:
        """Fetch something beside the site as one step: a letter from the inbox of a post office.

        Args:
            url: address and path; on the site's own host or on this machine.
            step: name of the step.
            expect: statuses that it expects.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
            UsageError: it is no URL.
            ValueError: the address is elsewhere.
        """
        beside = self._course.beside(Origin.of_url(url))
        return self._answered("GET", url, step, expect, {}, beside)

    def letter(
        self,
        inbox: Inbox,
        *,
        find: re.Pattern[str],
        to: str = "",
        step: str = "inbox",
        looks: int = 40,
        every_s: float = 3.0,
        known: Collection[str] = (),
    ) -> str:
        """Look for something in one's letters, again and again as people do; empty if it never comes.

        Args:
            inbox: where they come in; each request to it is a sample of the step.
            find: what is looked for: its last group, or all of it.
            to: whose letters; the person's e-mail address by default.
            step: name of the step.
            looks: how often, at most.
            every_s: the usual pause before each look, in seconds of the unscaled day.
            known: what is not it: a code that was tried before.

        Raises:
            JourneyEndedError: the post office does not answer.
        """
        world, course = self._world, self._course
        look = Look(
            fetch=lambda url: self.beside(url, step=step),
            read_by=lambda host, read: read_as_step(world, course, step, host, read),
        )
        for _ in range(looks):
            self.think(every_s)
            for text in inbox.letters(to or self.person.email, look):
                found = find.search(text)
                if found and (said := found[found.lastindex or 0]) not in known:
                    return str(said)
        return ""

    def queue(
        self,
        path: str,
        *,
        step: str,
        reads: Callable[[Answer], Turn],
        ticket: Answer | None = None,
        person: str = "",
        looks: int = 600,
        every_s: float = 5.0,
        **options: Any,  # noqa: ANN401 - as `get` takes them
    ) -> Turn:
        """Wait in a waiting room until one is let in, and note what its pages say.

        Args:
            path: of the page that says how one stands.
            step: name of each look.
            reads: makes a turn of that page.
            ticket: the answer with which one was put in the queue; None: the page is looked at at once.
            person: who waits, as the roll names people; empty: what is said is held against nothing.
            looks: how often, at most.
            every_s: the pause before each look, in seconds of the unscaled day, where no Retry-After
                names another.
            options: of each look, as `get` takes them.

        Raises:
            JourneyEndedError: a page does not come, or the visitor was never let in.
        """
        told: list[Turn] = []
        room = WaitingRoom(
            path=path, step=step, reads=reads, looks=looks, every_s=every_s, options=options
        )
        self.stay(self.line_up(room, ticket, person=person, then=lambda _me, turn: told.append(turn)))
        return told[0]

    def line_up(
        self, room: WaitingRoom, ticket: Answer | None = None, *, person: str = "", then: Then
    ) -> Absence | None:
        """Wait as `queue` does, away between any two looks: `return me.line_up(ROOM, then=sign_up)`.

        Args:
            room: where; one for everybody who waits there.
            ticket: the answer with which one was put in the queue; None: the page is looked at at once.
            person: who waits, as the roll names people; empty: what is said is held against nothing.
            then: what the visitor does when it is let in, with the turn that said so.

        Raises:
            JourneyEndedError: the page does not come, or the visitor is never let in.
        """
        look = NextLook(room=room, person=person, left=room.looks, then=then)
        return look.seen(self, room.look(self) if ticket is None else ticket)

    def go_away(self, pause_s: float) -> None:
        """Be away, and keep only what cannot be made again."""
        self._person = None
        super().go_away(pause_s)

    def leave(self) -> None:
        """Close every browser."""
        self._course.leave()

    def begins_again(self) -> bool:
        """Come back after the journey has ended, where the visitor does so to its start; else say no."""
        return self._course.comes_back("start")

    def _reaches(self, stage: str, ratio: float) -> bool:
        reached = self.draw.chance(f"funnel {stage}", ratio)
        if reached and stage not in self._reached:
            # Whoever begins again comes by it again, and is still one person.
            self._reached = (*self._reached, stage)
            self._world.recorder.reached(f"{self.population.name} {stage}")
        return reached
