"""The Visitor: one simulated person with an identity, a browser and a place in the plan."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.course import Course
from siaga.crowd.cut import Cut
from siaga.crowd.draw import Draw
from siaga.crowd.exchange import Exchange, exchanged
from siaga.crowd.journey_end import JourneyEndedError, TabClosedError
from siaga.crowd.origin import Origin
from siaga.crowd.pledge import Pledge
from siaga.crowd.promise import Kept, Promise
from siaga.crowd.sights import Sights
from siaga.crowd.world import World
from siaga.people.identity import Identity
from siaga.scenario.model import Population

__all__ = ["JourneyEndedError", "TabClosedError", "Visitor"]

OK = (200, 201, 204, 304)
"""Statuses that a step expects unless it says otherwise."""


class Visitor:
    """What a journey gets: the person, and what the person can do.

    Args:
        world: what all visitors of a worker share.
        index: number of the visitor in the plan.
        population: whom the visitor belongs to.
        at_s: intended arrival in run seconds.

    Attributes:
        notes: what the journey has the person keep in mind, by names of its own.
    """

    __slots__ = ("_course", "_person", "_reached", "_world", "draw", "index", "notes", "population")

    def __init__(self, world: World, index: int, population: Population, at_s: float) -> None:
        self._world = world
        self._person: Identity | None = None
        self.index = index
        self.population = population
        self.notes: dict[str, Any] = {}
        self.draw = Draw(world.seed, index)
        self._course = Course(world, population, self.draw, at_s)
        self._reached: frozenset[str] = frozenset()

    @property
    def person(self) -> Identity:
        """The identity; made when it is first asked for."""
        if self._person is None:
            self._person = self._world.people.identity(self.index)
        return self._person

    @property
    def browser(self) -> Browser:
        """The browser that visits the site."""
        return self._course.at_site()

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

    def think(self, median_s: float, sigma: float = 0.5) -> None:
        """Pause as a person does: log-normal around the median, shortened with the time scale."""
        self.wait(self.draw.lognormal(median_s, sigma))

    def wait(self, pause_s: float) -> None:
        """Pause so many seconds of the unscaled day; the next step is due when it is over."""
        self._course.pause(pause_s * self._world.time_scale)

    def obey(self, answer: Answer, otherwise_s: float) -> None:
        """Pause as long as the answer's Retry-After asks for, in seconds of the clock on the wall.

        Args:
            answer: that may carry it.
            otherwise_s: the pause, in seconds of the unscaled day, where it names no seconds.
        """
        asked_s = answer.retry_after_s
        if asked_s is None:
            self.wait(otherwise_s)
        else:
            self._course.pause(asked_s)

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

    def get(
        self,
        path: str,
        *,
        step: str,
        expect: Collection[int] = OK,
        **options: Any,  # noqa: ANN401 - as the browser takes them
    ) -> Answer:
        """Fetch a page as one step.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
        """
        return self._answered("GET", path, step, expect, options)

    def post(
        self,
        path: str,
        *,
        step: str,
        expect: Collection[int] = OK,
        **options: Any,  # noqa: ANN401 - as the browser takes them
    ) -> Answer:
        """Send a form or JSON as one step.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
        """
        return self._answered("POST", path, step, expect, options)

    def put(
        self,
        path: str,
        *,
        step: str,
        expect: Collection[int] = OK,
        **options: Any,  # noqa: ANN401 - as the browser takes them
    ) -> Answer:
        """Put something in its place as one step.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
        """
        return self._answered("PUT", path, step, expect, options)

    def beside(self, url: str, *, step: str, expect: Collection[int] = OK) -> Answer:
        """Fetch something beside the site as one step: a letter from the inbox of a post office.

        Args:
            url: address and path; on the site's own host or on this machine.
            step: name of the step.
            expect: statuses that it expects.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
            ValueError: the address is elsewhere.
        """
        parts = urlsplit(url)
        origin = Origin.of(f"{parts.scheme}://{parts.netloc}")
        return self._answered("GET", url, step, expect, {}, self._course.beside(origin))

    def promise(
        self,
        path: str,
        *,
        step: str,
        promise: Promise,
        **options: Any,  # noqa: ANN401 - as the browser takes them
    ) -> Kept:
        """Ask the site for something that it must keep once it has said yes.

        The operation is in the ledger before its first byte is sent, and its outcome after; a visitor
        who is cut off in between leaves it unknown. It is sent as a post, with JSON or a form.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
            LedgerError: the ledger cannot be written; nothing was sent.
        """
        key = self.draw.token(f"{step} {self._world.epoch}")
        pledge = Pledge(self._world, self.index, step, promise, key)
        options["headers"] = {**options.get("headers", {}), "Idempotency-Key": key}

        def ask(browser: Browser, cut: Cut | None) -> Exchange:
            return pledge.asked(lambda: exchanged(browser, "POST", path, cut, options))

        course = self._course
        return pledge.kept(course.take(step, "POST", promise.expect, ask, course.at_site()))

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
            self._reached |= {stage}
            self._world.recorder.reached(f"{self.population.name} {stage}")
        return reached

    def _answered(
        self,
        method: str,
        path: str,
        step: str,
        expect: Collection[int],
        options: dict[str, Any],
        beside: Browser | None = None,
    ) -> Answer:
        """Take a step, and give its good answer."""

        def ask(browser: Browser, cut: Cut | None) -> Exchange:
            return exchanged(browser, method, path, cut, options)

        course = self._course
        answer = course.take(step, method, expect, ask, beside or course.at_site()).answer
        if answer is None:
            raise ValueError(f"step {step!r}: is good and has no answer")
        return answer
