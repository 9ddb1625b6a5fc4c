"""The Steps of a visitor at one place: what it asks there, each recorded under a name."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.course import Course
from siaga.crowd.cut import Cut
from siaga.crowd.draw import Draw
from siaga.crowd.event_source import EventSource, Wish
from siaga.crowd.event_stream import ServerEvent
from siaga.crowd.exchange import Asking, Exchange, exchanged
from siaga.crowd.origin import Origin
from siaga.crowd.pledge import Pledge
from siaga.crowd.promise import Kept, Promise
from siaga.crowd.web_socket import Opening, WebSocket
from siaga.crowd.world import World

OK = (200, 201, 204, 304)
"""Statuses that a step expects unless it says otherwise."""

REQUESTS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
"""Methods of the steps that a browser's request takes."""

MOST_EVENTS = 10_000


class Steps:
    """What a visitor can do at one origin of the site.

    Args:
        world: what all visitors of a worker share.
        course: of the visitor.
        draw: of the visitor.
        index: number of the visitor in the plan.
        place: where; None: at the site's own origin.
    """

    __slots__ = ("_course", "_place", "_world", "draw", "index")

    def __init__(
        self, world: World, course: Course, draw: Draw, index: int, place: Origin | None = None
    ) -> None:
        self._world = world
        self._course = course
        self._place = place
        self.draw = draw
        self.index = index

    @property
    def browser(self) -> Browser:
        """The browser that visits the place."""
        return self._course.at_site() if self._place is None else self._course.at(self._place)

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

    def open(
        self,
        path: str,
        *,
        step: str,
        expect: Collection[int] = OK,
        **options: Any,  # noqa: ANN401 - as the browser takes them
    ) -> Answer:
        """Fetch a page as one step, and what it names as a browser does: at once, and from its cache.

        Each resource that is asked for is a sample of `<step>/resources`, and the page until the last of
        them is there one of `<step>/whole`. A resource that does not come ends no journey.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
        """
        answer = self.get(path, step=step, expect=expect, **options)
        self._course.load(answer, f"{self.browser.origin}{answer.path}", step)
        return answer

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

    def patch(
        self,
        path: str,
        *,
        step: str,
        expect: Collection[int] = OK,
        **options: Any,  # noqa: ANN401 - as the browser takes them
    ) -> Answer:
        """Change a part of something as one step.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
        """
        return self._answered("PATCH", path, step, expect, options)

    def delete(
        self,
        path: str,
        *,
        step: str,
        expect: Collection[int] = OK,
        **options: Any,  # noqa: ANN401 - as the browser takes them
    ) -> Answer:
        """Have something removed as one step.

        Raises:
            JourneyEndedError: no answer, or none that the step expects.
        """
        return self._answered("DELETE", path, step, expect, options)

    def events(
        self,
        path: str,
        *,
        step: str,
        until_s: float,
        most: int = MOST_EVENTS,
        **options: Any,  # noqa: ANN401 - as below
    ) -> Iterator[ServerEvent]:
        """Hear server-sent events as they come, over another stream where one ends.

        The opening of each stream is a sample of the step.

        Args:
            path: path and query.
            step: name of the step.
            until_s: how long the visitor stays, in seconds of the unscaled day.
            most: events after which it leaves.
            options: `first` and `each`, names of steps under which the times to the first event and from
                one to the next are recorded; `headers` of the journey's own.

        Raises:
            JourneyEndedError: no stream opens, or the site says too much.
        """
        stays_s = until_s * self._world.time_scale
        wish = Wish(path=path, step=step, until_s=stays_s, most=most, **options)
        return EventSource(self._world, self._course, self.browser, wish).events()

    def socket(
        self,
        path: str,
        *,
        step: str,
        headers: Mapping[str, str] | None = None,
        protocols: Sequence[str] = (),
    ) -> WebSocket:
        """Give a WebSocket, which `with` opens as one step and closes.

        Args:
            path: path and query.
            step: name of the step.
            headers: of the opening; the site's own origin goes along, as a browser has it.
            protocols: that the visitor speaks, in order.
        """
        own = {"Origin": str(self._course.at_site().origin), **(headers or {})}
        opening = Opening(path=path, step=step, headers=own, protocols=tuple(protocols))
        return WebSocket(self._world, self._course, self.browser, opening)

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
            return pledge.asked(partial(exchanged, "POST", path, options, browser, cut))

        return pledge.kept(self._course.take(step, "POST", promise.expect, ask, self.browser))

    def _answered(
        self,
        method: str,
        path: str,
        step: str,
        expect: Collection[int],
        options: dict[str, Any],
        browser: Browser | None = None,
    ) -> Answer:
        """Take a step, and give its good answer."""
        ask = Asking(method, path, options)
        place = self.browser if browser is None else browser
        answer = self._course.take(step, method, expect, ask, place).answer
        if answer is None:
            raise ValueError(f"step {step!r}: is good and has no answer")
        return answer
