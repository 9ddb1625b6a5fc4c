"""The Visitor: one simulated person with an identity, a browser and a place in the plan."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.draw import Draw
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import RequestFailure
from siaga.crowd.origin import Origin
from siaga.crowd.promise import Kept, Promise, observe
from siaga.crowd.recorder import Sample
from siaga.crowd.sights import Sights
from siaga.crowd.world import World
from siaga.ledger.outcome import Outcome, classify
from siaga.people.identity import Identity
from siaga.record.content import content_digest
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

    __slots__ = (
        "_beside",
        "_browser",
        "_due_s",
        "_person",
        "_seen_s",
        "_world",
        "draw",
        "index",
        "population",
    )

    def __init__(self, world: World, index: int, population: Population, at_s: float) -> None:
        self._world = world
        self._due_s = at_s
        self._seen_s: tuple[float, float] | None = None
        self._browser: Browser | None = None
        self._beside: dict[Origin, Browser] = {}
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

    @property
    def saw(self) -> Sights:
        """What can be written down of the page just seen: `me.saw.remaining(312)`.

        Raises:
            ValueError: no page was asked for yet.
        """
        if self._seen_s is None:
            raise ValueError(f"visitor {self.index}: has seen no page yet; ask for one first")
        began_s, ended_s = self._seen_s
        return Sights(journal=self._world.journal, visitor=self.index, began_s=began_s, ended_s=ended_s)

    def think(self, median_s: float, sigma: float = 0.5) -> None:
        """Pause as a person does: log-normal around the median, shortened with the time scale."""
        self.wait(self.draw.lognormal(median_s, sigma))

    def wait(self, pause_s: float) -> None:
        """Pause so many seconds of the unscaled day; the next step is due when it is over."""
        self._pause(pause_s * self._world.time_scale)

    def obey(self, answer: Answer, otherwise_s: float) -> None:
        """Pause as long as the answer's Retry-After asks for, in seconds of the clock on the wall.

        Args:
            answer: that may carry it.
            otherwise_s: the pause, in seconds of the unscaled day, where it names no seconds.
        """
        asked = (answer.headers.get("retry-after") or "").strip()
        if asked.isascii() and asked.isdigit():
            self._pause(float(asked))
        else:
            self.wait(otherwise_s)

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
        return _good(self._exchange("GET", path, step, expect, options), expect)

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
        return _good(self._exchange("POST", path, step, expect, options), expect)

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
        return _good(self._exchange("PUT", path, step, expect, options), expect)

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
        if origin not in self._beside:
            self._beside[origin] = self._world.browsers.beside(origin)
        return _good(self._asked(self._beside[origin], "GET", url, step, expect, {}), expect)

    def promise(
        self,
        path: str,
        *,
        step: str,
        promise: Promise,
        json: Any = None,  # noqa: ANN401 - any JSON value
    ) -> Kept:
        """Ask the site for something that it must keep once it has said yes.

        The operation is in the ledger before its first byte is sent, and its outcome after; a visitor
        who is cut off in between leaves it unknown.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
            LedgerError: the ledger cannot be written; nothing was sent.
        """
        world = self._world
        key = self.draw.token(f"{step} {world.epoch}")
        operation = world.journal.invoke(
            kind=step,
            person=promise.person,
            key=key,
            at_s=world.now_s(),
            visitor=self.index,
            content=content_digest(promise.content),
        )
        options = {"json": json, "headers": {"Idempotency-Key": key}}
        exchange = self._exchange("POST", path, step, promise.expect, options)
        seen = observe(exchange, promise)
        row = classify(seen, step=step, own=world.outcomes)
        world.journal.complete(
            operation,
            outcome=row.outcome,
            status=seen.status,
            seat=seen.receipt if row.outcome is Outcome.OK else "",
            at_s=world.now_s(),
            why=f"{seen.why}: {row.reason}",
            means=row.means,
        )
        answer = _good(exchange, promise.expect)
        return Kept(outcome=row.outcome, receipt=seen.receipt, answer=answer)

    def leave(self) -> None:
        """Close every browser."""
        for browser in (self._browser, *self._beside.values()):
            if browser is not None:
                browser.close()

    def _pause(self, pause_s: float) -> None:
        due_s = self._world.now_s() + pause_s
        self._world.sleep_until(due_s)
        self._due_s = due_s

    def _reaches(self, stage: str, ratio: float) -> bool:
        reached = self.draw.chance(f"funnel {stage}", ratio)
        if reached:
            self._world.recorder.reached(f"{self.population.name} {stage}")
        return reached

    def _exchange(
        self, method: str, path: str, step: str, expect: Collection[int], options: dict[str, Any]
    ) -> Exchange:
        """Send the site one request and record it."""
        if self._browser is None:
            self._browser = self._world.browsers.at_site()
        return self._asked(self._browser, method, path, step, expect, options)

    def _asked(
        self,
        browser: Browser,
        method: str,
        path: str,
        step: str,
        expect: Collection[int],
        options: dict[str, Any],
    ) -> Exchange:
        """Send one request and record it as a sample, whatever comes of it."""
        world = self._world
        started_s = world.now_s()
        try:
            exchange = Exchange(answer=browser.request(method, path, **options))
        except RequestFailure as failure:
            exchange = Exchange(failure=failure)
        self._seen_s = (started_s, world.now_s())
        self._record(method, step, exchange, exchange.reason(expect), self._seen_s)
        return exchange

    def _record(
        self, method: str, step: str, exchange: Exchange, reason: str, span_s: tuple[float, float]
    ) -> None:
        recorder = self._world.recorder
        recorder.sent(exchange.requests)
        recorder.sample(
            Sample(
                step=step,
                method=method,
                intended_s=min(self._due_s, span_s[0]),
                started_s=span_s[0],
                ended_s=span_s[1],
                reason=reason,
                received_bytes=exchange.received_bytes,
                population=self.population.name,
            )
        )
        # Without thinking time in between, the next step is due as soon as this one has ended.
        self._due_s = span_s[1]


def _good(exchange: Exchange, expect: Collection[int]) -> Answer:
    """Give the answer of an exchange that went as expected.

    Raises:
        JourneyEndedError: it did not.
    """
    reason = exchange.reason(expect)
    if reason or exchange.answer is None:
        raise JourneyEndedError(reason)
    return exchange.answer
