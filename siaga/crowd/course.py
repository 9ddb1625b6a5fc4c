"""The Course of a visitor: takes one step after the other, and records each."""

from collections.abc import Collection

from siaga.crowd.attempt import Ask
from siaga.crowd.browser import Browser
from siaga.crowd.cut import Cut
from siaga.crowd.draw import Draw
from siaga.crowd.effort import Effort
from siaga.crowd.example import example
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import Reason
from siaga.crowd.journey_end import JourneyEndedError, TabClosedError
from siaga.crowd.origin import Origin
from siaga.crowd.recorder import Sample
from siaga.crowd.temper import Temper
from siaga.crowd.world import World
from siaga.scenario.model import Population


class Course:
    """Keeps a visitor's browsers, and when the next step is due.

    Args:
        world: what all visitors of a worker share.
        population: whom the visitor belongs to.
        draw: of the visitor.
        at_s: intended arrival in run seconds.

    Attributes:
        seen_s: when the page just seen was asked for and when it was there; None before the first.
    """

    __slots__ = ("_beside", "_due_s", "_link", "_population", "_site", "_temper", "_world", "seen_s")

    def __init__(self, world: World, population: Population, draw: Draw, at_s: float) -> None:
        self._world = world
        self._population = population.name
        self._link = population.link
        self._due_s = at_s
        self._site: Browser | None = None
        self._beside: dict[Origin, Browser] = {}
        reactions = population.reactions
        self._temper = None if reactions is None else Temper(reactions, draw, world.time_scale)
        self.seen_s: tuple[float, float] | None = None

    @property
    def returns(self) -> int:
        """How many times the visitor has come back so far."""
        return 0 if self._temper is None else self._temper.returns

    def at_site(self) -> Browser:
        """Give the browser that visits the site."""
        if self._site is None:
            self._site = self._world.browsers.at_site(self._link)
        return self._site

    def beside(self, origin: Origin) -> Browser:
        """Give the browser that visits something beside the site.

        Raises:
            ValueError: it is elsewhere.
        """
        if origin not in self._beside:
            self._beside[origin] = self._world.browsers.beside(origin)
        return self._beside[origin]

    def pause(self, pause_s: float) -> None:
        """Pause so many seconds of the clock; the next step is due when they are over."""
        due_s = self._world.now_s() + pause_s
        self._world.sleep_until(due_s)
        self._due_s = due_s

    def take(
        self, name: str, method: str, expect: Collection[int], ask: Ask, browser: Browser
    ) -> Exchange:
        """Take a step, and again whenever the visitor comes back to it; give how it ended well.

        Nobody comes back to a step to which the site has said no: it would say so again.

        Args:
            name: of the step.
            method: in capitals.
            expect: statuses of a good answer.
            ask: sends its request once.
            browser: that sends it.

        Raises:
            JourneyEndedError: it never ended well.
        """
        if browser is self._site:
            ask = self._counted(name, expect, ask)
        while True:
            exchange, reason = self._looked(name, method, expect, ask, browser)
            if not reason:
                return exchange
            if reason == Reason.TAB_CLOSED:
                raise TabClosedError(reason)
            if exchange.trouble is None or not self.comes_back("step"):
                raise JourneyEndedError(reason, exchange.answer)

    def comes_back(self, to: str) -> bool:
        """Go away and come back later, if the visitor does so to "step" or to "start"."""
        pause_s = None if self._temper is None else self._temper.return_after_s(to)
        if pause_s is None:
            return False
        for browser in self._browsers():
            browser.hang_up()
        self.pause(pause_s)
        self._world.recorder.reacted("came-back")
        return True

    def leave(self) -> None:
        """Close every browser."""
        for browser in self._browsers():
            browser.close()

    def _browsers(self) -> list[Browser]:
        return [*([] if self._site is None else [self._site]), *self._beside.values()]

    def _counted(self, name: str, expect: Collection[int], ask: Ask) -> Ask:
        """Have every answer of the site counted, also that to a try that was not the last."""
        recorder = self._world.recorder

        def asked(browser: Browser, cut: Cut | None) -> Exchange:
            exchange = ask(browser, cut)
            if exchange.answer is not None:
                recorder.answered(name, rejected=exchange.rejected)
            recorder.tried(self._population, blocked=exchange.blocks(expect))
            return exchange

        return asked

    def _looked(
        self, name: str, method: str, expect: Collection[int], ask: Ask, browser: Browser
    ) -> tuple[Exchange, str]:
        """Take a step; who likes to see a page again does, as long as it is there."""
        exchange, reason = self._taken(name, method, expect, ask, browser)
        if self._temper is None or method != "GET" or browser is not self._site:
            return exchange, reason
        for pause_s in self._temper.refreshes(name):
            if reason:
                break
            self.pause(pause_s)
            self._world.recorder.reacted("refreshed")
            exchange, reason = self._taken(name, method, expect, ask, browser)
        return exchange, reason

    def _taken(
        self, name: str, method: str, expect: Collection[int], ask: Ask, browser: Browser
    ) -> tuple[Exchange, str]:
        """Take a step and record it, unless the visitor goes before; give why it is not good, too."""
        world, temper = self._world, self._temper
        began_s = asked_s = world.now_s()
        if temper is None:
            exchange = ask(browser, None)
            world.recorder.sent(exchange.requests)
            over_s = ended_s = world.now_s()
        else:
            mood = temper.mood(name, began_s, posts=method == "POST")
            made = Effort(world, mood, browser, ask, expect).made()
            exchange, asked_s, ended_s, over_s = made.exchange, made.began_s, made.ended_s, world.now_s()
        self.seen_s = (asked_s, ended_s)
        reason = exchange.reason(expect)
        if reason and world.recorder.lacks_example(name, reason):
            world.recorder.example(name, reason, example(exchange))
        if reason != Reason.TAB_CLOSED:
            world.recorder.sample(
                Sample(
                    step=name,
                    method=method,
                    intended_s=min(self._due_s, began_s),
                    started_s=began_s,
                    # What the visitor's own line took says nothing of the site.
                    ended_s=ended_s - exchange.line_s,
                    reason=reason,
                    received_bytes=exchange.received_bytes,
                    population=self._population,
                    parts_s=exchange.parts_s,
                )
            )
        # Without thinking time in between, the next step is due as soon as this one is over: that may be
        # later than its answer, where the visitor has clicked twice.
        self._due_s = over_s
        return exchange, reason
