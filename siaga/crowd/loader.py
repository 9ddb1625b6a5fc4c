"""The Loader of a visitor: fetches what a page names, several at once, as a browser does."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import gevent

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.cache import Cache
from siaga.crowd.exchange import Exchange, exchanged
from siaga.crowd.failure import Reason
from siaga.crowd.letterhead import DEFAULTS
from siaga.crowd.origin import Origin
from siaga.crowd.sample import Sample
from siaga.crowd.world import World
from siaga.errors import UsageError

LINES = 6
"""Connections to one origin at once, as browsers have with HTTP/1.1."""

MOST_PAGE_BYTES = 64 * 1024 * 1024
"""Of one page's resources; nothing more is begun beyond."""

INCOMPLETE = "incomplete"
"""Why a whole page is not good: something that it names did not come."""

_GOOD = frozenset({200, 204, 304})


@dataclass(slots=True, kw_only=True)
class Loading:
    """How far the resources of one page have come.

    Attributes:
        step: name under which each is recorded.
        ends_s: when none is begun any more, run seconds.
        received_bytes: of all of them, as they came.
        line_s: how long the visitor's own line was waited for.
        reason: why the page is not whole; empty if it is.
        waiting: those of each origin that nobody has asked for yet.
    """

    step: str
    ends_s: float
    received_bytes: int = 0
    line_s: float = 0.0
    reason: str = ""
    waiting: dict[Origin, deque[str]] = field(default_factory=dict)

    def next_of(self, origin: Origin, now_s: float) -> str | None:
        """Give a resource of an origin that is to be asked for; None where there is none, or no time."""
        waiting = self.waiting[origin]
        if not waiting:
            return None
        if now_s >= self.ends_s:
            self.reason = self.reason or Reason.TIMEOUT
        elif self.received_bytes >= MOST_PAGE_BYTES:
            self.reason = self.reason or Reason.TOO_LARGE
        else:
            return waiting.popleft()
        return None


class Loader:
    """Keeps a visitor's cache, and the connections that only resources need.

    Args:
        world: what all visitors of a worker share.
        population: whom the visitor belongs to, by name.
        at: gives the visitor's browser at an origin of the site.
    """

    __slots__ = ("_at", "_population", "_world", "cache", "twins")

    def __init__(self, world: World, population: str, at: Callable[[Origin], Browser]) -> None:
        self._world = world
        self._population = population
        self._at = at
        self.cache = Cache()
        self.twins: dict[Origin, list[Browser]] = {}

    def load(self, urls: Sequence[str], step: str) -> Loading:
        """Have resources there; each that is asked for is a sample, whether it comes or not.

        A visitor whose line is slow has one connection, which carries as much as the line does.

        Args:
            urls: of the resources; those whom nobody may visit are passed over.
            step: name under which they are recorded.
        """
        world = self._world
        loading = Loading(step=step, ends_s=world.now_s() + world.browsers.deadline_s)
        for url in urls:
            origin = self._origin(url)
            if origin is not None:
                loading.waiting.setdefault(origin, deque()).append(url)
        lines = [
            one
            for origin, waiting in loading.waiting.items()
            for one in self._lines(origin, len(waiting))
        ]
        if any(one.link for one in lines):
            for one in lines:
                self._drain(one, loading)
        else:
            self._drain_at_once(lines, loading)
        return loading

    def _origin(self, url: str) -> Origin | None:
        """Give the origin of a resource; None where nobody may go there, or it cannot be asked for."""
        try:
            origin = Origin.of_url(url)
        except UsageError:
            return None
        visited = self._world.browsers.may_visit(origin) and origin.target(url) is not None
        return origin if visited else None

    def _lines(self, origin: Origin, many: int) -> list[Browser]:
        """Give as many browsers at an origin as there is use for; the visitor's own is the first."""
        first = self._at(origin)
        twins = self.twins.setdefault(origin, [])
        wanted = 0 if first.link else min(LINES, many) - 1
        while len(twins) < wanted:
            twins.append(first.twin())
        return [first, *twins[:wanted]]

    def _drain_at_once(self, lines: Sequence[Browser], loading: Loading) -> None:
        others = [gevent.spawn(self._drain, one, loading) for one in lines]
        try:
            gevent.joinall(others, raise_error=True)
        finally:
            gevent.killall(others)

    def _drain(self, browser: Browser, loading: Loading) -> None:
        """Ask for one resource after the other that nobody else does."""
        while (url := loading.next_of(browser.origin, self._world.now_s())) is not None:
            self._fetch(browser, url, loading)

    def _fetch(self, browser: Browser, url: str, loading: Loading) -> None:
        def send(conditions: Mapping[str, str]) -> Answer | None:
            return self._asked(browser, url, conditions, loading).answer

        cookies = browser.cookies.line(browser.origin.target(url) or "/").decode("latin-1")
        known = {**DEFAULTS, "Cookie": cookies.removeprefix("Cookie: ").strip()}
        self.cache.fetch(url, known, send)

    def _asked(
        self, browser: Browser, url: str, conditions: Mapping[str, str], loading: Loading
    ) -> Exchange:
        """Ask for a resource once, and record it."""
        recorder, began_s = self._world.recorder, self._world.now_s()
        exchange = exchanged("GET", url, {"headers": conditions}, browser)
        reason = exchange.reason(_GOOD)
        recorder.sent(exchange.requests)
        recorder.tried(
            loading.step,
            self._population,
            answered=exchange.answer is not None,
            rejected=exchange.rejected,
            blocked=exchange.blocks(_GOOD),
        )
        loading.reason = loading.reason or (INCOMPLETE if reason else "")
        loading.received_bytes += exchange.received_bytes
        loading.line_s += exchange.line_s
        recorder.sample(
            Sample(
                step=loading.step,
                method="GET",
                intended_s=began_s,
                started_s=began_s,
                ended_s=self._world.now_s() - exchange.line_s,
                reason=reason,
                received_bytes=exchange.received_bytes,
                population=self._population,
                parts_s=exchange.parts_s,
            ),
            told=exchange.told if reason else "",
        )
        return exchange
