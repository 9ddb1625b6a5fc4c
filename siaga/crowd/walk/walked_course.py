"""The WalkedCourse: a walker's steps one after the other, with no pause that only takes time."""

from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from siaga.crowd.answer import Answer
from siaga.crowd.attempt import Ask
from siaga.crowd.browser import Browser
from siaga.crowd.course import Course
from siaga.crowd.draw import Draw
from siaga.crowd.exchange import Exchange
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.origin import Origin
from siaga.crowd.steps import OK, REQUESTS
from siaga.crowd.walk.trail import Trail
from siaga.crowd.walk.watched_browser import WatchedBrowser
from siaga.crowd.world import World
from siaga.record.walk_fact import Asked, Paused, Why
from siaga.scenario.model import Population

AGAIN_S, ASKED_S = 5.0, 30.0
"""The longest pauses: before a step that was just taken, as what is waited for takes its time; and
where the site asks for one."""

JUST = 2
"""As many of the last steps were just taken: journeys look at one page again and again, or at two."""

TOO_SOON = frozenset({HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
"""How a site says that nobody can have been so fast; who is told so thinks first, and asks again."""


class WalkedCourse(Course):
    """Takes steps as any visitor does, with the pauses in between that a walk needs.

    Args:
        world: of the walk.
        population: whom the visitor belongs to.
        draw: of the visitor.
        at_s: when the walk begins.
        trail: where it is written down.
        pace: factor of the pauses in which a journey thinks, 0 to 1.
    """

    __slots__ = ("_just", "_owed_s", "_pace", "_trail")

    def __init__(
        self,
        world: World,
        population: Population,
        draw: Draw,
        at_s: float,
        trail: Trail,
        pace: float,
    ) -> None:
        super().__init__(world, population, draw, at_s)
        self._trail, self._pace = trail, pace
        self._owed_s = 0.0
        self._just: deque[str] = deque(maxlen=JUST)

    def pause(self, pause_s: float) -> None:
        """Owe a pause: whether it is worth making, the next step tells."""
        self._owed_s += pause_s

    def beside(self, origin: Origin) -> Browser:
        """Give the browser that visits something beside the site."""
        browser = super().beside(origin)
        if isinstance(browser, WatchedBrowser):
            browser.beside = True
        return browser

    def load(self, page: Answer, base: str, step: str) -> None:
        """Load what a page names, as any visitor does."""
        self._trail.aside = (f"{step}/resources", OK)
        try:
            super().load(page, base, step)
        finally:
            self._trail.aside = ("", ())

    def obey(self, asked_s: float) -> None:
        """Pause as the site asks, though not for ever."""
        self._sleep(asked_s, min(asked_s, ASKED_S), "asked")

    def take(
        self, name: str, method: str, expect: Collection[int], ask: Ask, browser: Browser
    ) -> Exchange:
        """Take a step as any visitor does, after the pause before it."""
        skipped_s = self._thought(name)
        self._just.append(name)
        self._trail.last_step = name
        with _step(browser, name, expect):
            try:
                return self._told(name, method, super().take(name, method, expect, ask, browser))
            except JourneyEndedError as ended:
                if not skipped_s or ended.answer is None or ended.answer.status not in TOO_SOON:
                    raise
            self._sleep(0.0, min(skipped_s, ASKED_S), "soon")
            return super().take(name, method, expect, ask, browser)

    def note(
        self,
        step: str,
        method: str,
        spell: tuple[float, float],
        *,
        intended_s: float | None = None,
        reason: str = "",
        told: str = "",
        received_bytes: int = 0,
    ) -> None:
        """Record a step that is no request, as any visitor does, and write it down."""
        super().note(
            step,
            method,
            spell,
            intended_s=intended_s,
            reason=reason,
            told=told,
            received_bytes=received_bytes,
        )
        took_s = round(max(spell[1] - spell[0], 0.0), 6)
        offset_s = round(self._trail.offset_s, 6)
        self._trail.note(
            Asked(step=step, method=method, path="", reason=reason, took_s=took_s, offset_s=offset_s)
        )

    def _told(self, name: str, method: str, exchange: Exchange) -> Exchange:
        """Write down what was opened without the browser's own request, such as a WebSocket."""
        answer = exchange.answer
        if method not in REQUESTS and answer is not None:
            self._trail.note(
                Asked(
                    step=name,
                    method=method,
                    path=self._trail.mask.path(answer.path),
                    status=answer.status,
                    took_s=round(answer.total_s, 6),
                    sent_bytes=answer.sent_bytes,
                    received_bytes=answer.received_bytes,
                    requests=answer.requests,
                    offset_s=round(self._trail.offset_s, 6),
                )
            )
        return exchange

    def _thought(self, name: str) -> float:
        """Make the pause before a step, as far as that is worth it; gives what was left out of it."""
        owed_s, self._owed_s = self._owed_s, 0.0
        if owed_s and name in self._just:
            self._sleep(owed_s, min(owed_s, AGAIN_S), "again")
        elif owed_s:
            self._sleep(owed_s, owed_s * self._pace, "think")
            return owed_s * (1 - self._pace)
        return 0.0

    def _sleep(self, pause_s: float, slept_s: float, why: Why) -> None:
        self._trail.note(Paused(pause_s=round(pause_s, 3), slept_s=round(slept_s, 3), why=why))
        self._trail.skipped_s += pause_s - slept_s
        super().pause(slept_s)


@contextmanager
def _step(browser: Browser, name: str, expect: Collection[int]) -> Iterator[None]:
    """Have a browser know for a while which step it takes."""
    if not isinstance(browser, WatchedBrowser):
        yield
        return
    browser.step = (name, expect)
    try:
        yield
    finally:
        browser.step = None
