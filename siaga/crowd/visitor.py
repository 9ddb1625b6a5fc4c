"""The Visitor: one simulated person with an identity, a browser and a place in the plan."""

from collections.abc import Collection
from typing import Any

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.draw import Draw
from siaga.crowd.world import World
from siaga.ledger.outcome import Outcome
from siaga.people.identity import Identity
from siaga.scenario.model import Population

OK = (200, 201, 204, 304)
"""Statuses that a step expects unless it says otherwise."""


class JourneyEndedError(Exception):
    """The visitor goes no further: a step did not end as the journey expects."""


class Visitor:
    """What a journey gets: the person, and what the person can do.

    Args:
        world: what all visitors of a worker share.
        index: number of the visitor in the plan.
        population: whom the visitor belongs to.
        at_s: intended arrival in run seconds.
    """

    __slots__ = ("_browser", "_due_s", "_person", "_world", "draw", "index", "population")

    def __init__(self, world: World, index: int, population: Population, at_s: float) -> None:
        self._world = world
        self._due_s = at_s
        self._browser: Browser | None = None
        self._person: Identity | None = None
        self.index = index
        self.population = population
        self.draw = Draw(world.seed, index)

    @property
    def person(self) -> Identity:
        """The identity; made when it is first asked for."""
        if self._person is None:
            self._person = self._world.people.identity(self.index)
        return self._person

    def think(self, median_s: float, sigma: float = 0.5) -> None:
        """Pause as a person does: log-normal around the median, shortened with the time scale."""
        self.wait(self.draw.lognormal(median_s, sigma))

    def wait(self, pause_s: float) -> None:
        """Pause so many seconds of the unscaled day; the next step is due when it is over."""
        due_s = self._world.now_s() + pause_s * self._world.time_scale
        self._world.sleep_until(due_s)
        self._due_s = due_s

    def goes_on(self, stage: str) -> bool:
        """Draw whether this person reaches a stage of the population's funnel.

        Raises:
            ValueError: the population's funnel has no such stage.
        """
        for one in self.population.funnel:
            if one.name == stage:
                reached = self.draw.chance(f"funnel {stage}", one.goes_on)
                if reached:
                    self._world.recorder.reached(f"{self.population.name} {stage}")
                return reached
        raise ValueError(f"stage {stage!r}: is not in the funnel of population {self.population.name!r}")

    def get(self, path: str, *, step: str, expect: Collection[int] = OK, **options: Any) -> Answer:
        """Fetch a page as one step.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
        """
        return _good(self._exchange("GET", path, step, expect, options))

    def post(self, path: str, *, step: str, expect: Collection[int] = OK, **options: Any) -> Answer:
        """Send a form or JSON as one step.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
        """
        return _good(self._exchange("POST", path, step, expect, options))

    def promise(self, path: str, *, step: str, promise: Promise, **options: Any) -> Outcome:
        """Ask the site for something that it must keep once it has said yes.

        The operation is in the ledger before its first byte is sent, and its outcome after; a
        visitor who is cut off in between leaves it unknown.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
        """
        key = self.draw.token(f"promise {step} {self._world.epoch}")
        headers = {**options.pop("headers", {}), "Idempotency-Key": key}
        entry = self._world.entry(kind=step, person=promise.person, key=key)
        with entry:
            exchange = self._exchange("POST", path, step, promise.expect, options | {"headers": headers})
            entry.observe(exchange, promise)
        _good(exchange)
        return entry.outcome
