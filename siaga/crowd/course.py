"""The Course of a visitor: takes one step after the other, and records each."""

from collections.abc import Collection
from itertools import chain
from typing import NamedTuple

from siaga.crowd.answer import Answer
from siaga.crowd.attempt import Ask
from siaga.crowd.browser import Browser
from siaga.crowd.cut import Cut
from siaga.crowd.draw import Draw
from siaga.crowd.effort import Effort
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import Reason
from siaga.crowd.journey_end import JourneyEndedError, TabClosedError
from siaga.crowd.loader import Loader
from siaga.crowd.page import resources_of
from siaga.crowd.sample import Sample
from siaga.crowd.temper import Temper
from siaga.crowd.windows import Windows
from siaga.crowd.world import World
from siaga.scenario.model import Population

LOWEST_ERROR = 400
"""No answer below says that somebody is turned away."""


class _Step(NamedTuple):
    """A step as it is asked for, once or again."""

    name: str
    method: str
    expect: Collection[int]
    ask: Ask
    browser: Browser


class Course(Windows):
    """Keeps when a visitor's next step is due, beside what the visitor has open.

    Args:
        world: what all visitors of a worker share.
        population: whom the visitor belongs to.
        draw: of the visitor.
        at_s: intended arrival in run seconds.

    Attributes:
        intended_s: when the newest step should have started, run seconds.
        seen_s: when the page just seen was asked for and when it was there; None before the first.
    """

    __slots__ = (
        "_due_s",
        "_loader",
        "_population",
        "_temper",
        "intended_s",
        "seen_s",
    )

    def __init__(self, world: World, population: Population, draw: Draw, at_s: float) -> None:
        super().__init__(world, population.link)
        self._population = population.name
        self._due_s = at_s
        self._loader: Loader | None = None
        reactions = population.reactions
        self._temper = None if reactions is None else Temper(reactions, draw, world.time_scale)
        self.intended_s = at_s
        self.seen_s: tuple[float, float] | None = None

    @property
    def returns(self) -> int:
        """How many times the visitor has come back so far."""
        return 0 if self._temper is None else self._temper.returns

    def pause(self, pause_s: float) -> None:
        """Pause so many seconds of the clock; the next step is due when they are over."""
        due_s = self._world.now_s() + pause_s
        self._world.sleep_until(due_s)
        self._due_s = due_s

    def obey(self, asked_s: float) -> None:
        """Pause so many seconds of the clock since the site asks for it."""
        self.pause(asked_s)

    def is_due_in(self, pause_s: float) -> None:
        """Have the next step be due so many seconds from now, without a pause until then."""
        self._due_s = self._world.now_s() + pause_s

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
        if self.seen_s is None:
            self._world.recorder.began(self._population, name)
        if self._temper is None:
            return self._taken_once(name, method, expect, ask, browser)
        step = _Step(name, method, expect, ask, browser)
        if self.is_sites(browser):
            step = self._counted(step)
        while True:
            exchange, reason = self._looked(step, self._temper)
            if not reason:
                return exchange
            if reason == Reason.TAB_CLOSED:
                raise TabClosedError(reason)
            if exchange.trouble is None or not self.comes_back("step"):
                raise JourneyEndedError(reason, exchange.answer)

    def load(self, page: Answer, base: str, step: str) -> None:
        """Load what the page just seen names, and record the whole page as a step.

        Args:
            page: just fetched.
            base: URL that gave it.
            step: under which the page was recorded.
        """
        began_s = self.intended_s if self.seen_s is None else self.seen_s[0]
        if self._loader is None:
            self._loader = Loader(self._world, self._population, self.at)
        loaded = self._loader.load(resources_of(page, base), f"{step}/resources")
        self.note(
            f"{step}/whole",
            "PAGE",
            (began_s, self._world.now_s() - page.line_s - loaded.line_s),
            intended_s=self.intended_s,
            reason=loaded.reason,
            received_bytes=page.received_bytes + loaded.received_bytes,
        )

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
        """Record a step that is no request, such as a whole page; the next is due when it is over.

        Args:
            step: its name.
            method: word that stands where others have their HTTP method.
            spell: when it began and ended, run seconds.
            intended_s: when it should have begun; when it did, by default.
            reason: why it is not good; empty if it is.
            told: what was seen where it is not; the first of a kind is shown.
            received_bytes: what came in it.
        """
        began_s, ended_s = spell
        self._world.recorder.sample(
            Sample(
                step=step,
                method=method,
                intended_s=began_s if intended_s is None else intended_s,
                started_s=began_s,
                ended_s=ended_s,
                reason=reason,
                received_bytes=received_bytes,
                population=self._population,
            ),
            told=told,
        )
        self._due_s = self._world.now_s()

    def comes_back(self, to: str) -> bool:
        """Go away and come back later, if the visitor does so to "step" or to "start"."""
        pause_s = None if self._temper is None else self._temper.return_after_s(to)
        if pause_s is None:
            return False
        for browser in self.browsers():
            browser.hang_up()
        self.pause(pause_s)
        self._world.recorder.reacted("came-back")
        return True

    def look(self, spell: tuple[float, float]) -> None:
        """Have the visitor see what has come by itself; the next step is due now.

        Args:
            spell: when it was asked for and when it came, run seconds.
        """
        self.seen_s = spell
        self._due_s = self._world.now_s()

    def browsers(self) -> list[Browser]:
        """Give every browser that there is, with those that only resources need."""
        twins = [] if self._loader is None else chain.from_iterable(self._loader.twins.values())
        return [*super().browsers(), *twins]

    def _taken_once(
        self, name: str, method: str, expect: Collection[int], ask: Ask, browser: Browser
    ) -> Exchange:
        """Take a step as somebody does who reacts to nothing: so most do, and most of it is good."""
        world = self._world
        began_s = world.now_s()
        exchange = ask(browser, None)
        ended_s, due_s = world.now_s(), self._due_s
        self.seen_s = (began_s, ended_s)
        self.intended_s = intended_s = min(began_s, due_s)
        self._due_s = ended_s
        counts = browser is self._site or self.is_sites(browser)
        answer = exchange.answer
        if answer is not None and answer.status < LOWEST_ERROR and answer.status in expect:
            line_s, size_bytes, parts_s = answer.line_s, answer.received_bytes, answer.parts_s
            over_s, whose = ended_s - line_s, self._population
            told = name, method, intended_s, began_s, over_s, "", size_bytes, whose, parts_s, True
            # What a NamedTuple calls itself, in one call instead of two.
            sample = tuple.__new__(Sample, told)
            world.recorder.went_well(sample, answer.requests, counts)
            return exchange
        world.recorder.sent(exchange.requests)
        reason = self._sampled(name, method, expect, exchange, (intended_s, began_s, ended_s))
        if counts:
            self._count(name, expect, exchange)
        if reason:
            raise JourneyEndedError(reason, answer)
        return exchange

    def _counted(self, step: _Step) -> _Step:
        """Have every answer of the site counted, also that to a try that was not the last."""

        def asked(browser: Browser, cut: Cut | None) -> Exchange:
            exchange = step.ask(browser, cut)
            self._count(step.name, step.expect, exchange)
            return exchange

        return step._replace(ask=asked)

    def _count(self, name: str, expect: Collection[int], exchange: Exchange) -> None:
        """Count a request to the site, and its answer."""
        answer, tried = exchange.answer, self._world.recorder.tried
        if answer is not None and answer.status < LOWEST_ERROR:
            tried(name, self._population, answered=True)
            return
        rejected, blocked = exchange.rejected, exchange.blocks(expect)
        answered = answer is not None
        tried(name, self._population, answered=answered, rejected=rejected, blocked=blocked)

    def _looked(self, step: _Step, temper: Temper) -> tuple[Exchange, str]:
        """Take a step; who likes to see a page again does, as long as it is there."""
        exchange, reason = self._taken(step, temper)
        if step.method != "GET" or not self.is_sites(step.browser):
            return exchange, reason
        for pause_s in temper.refreshes(step.name):
            if reason:
                break
            self.pause(pause_s)
            self._world.recorder.reacted("refreshed")
            exchange, reason = self._taken(step, temper)
        return exchange, reason

    def _taken(self, step: _Step, temper: Temper) -> tuple[Exchange, str]:
        """Take a step and record it, unless the visitor goes before; give why it is not good, too."""
        world, (name, method, expect, ask, browser) = self._world, step
        began_s = world.now_s()
        mood = temper.mood(name, began_s, posts=method == "POST")
        made = Effort(world, mood, browser, ask, expect).made()
        # Without thinking time in between, the next step is due as soon as this one is over: that may be
        # later than its answer, where the visitor has clicked twice.
        due_s, self._due_s = self._due_s, world.now_s()
        self.seen_s = (made.began_s, made.ended_s)
        self.intended_s = min(began_s, due_s)
        spell = self.intended_s, began_s, made.ended_s
        return made.exchange, self._sampled(name, method, expect, made.exchange, spell)

    def _sampled(
        self,
        name: str,
        method: str,
        expect: Collection[int],
        exchange: Exchange,
        spell: tuple[float, float, float],
    ) -> str:
        """Record a step that should have begun, began and ended so, unless the visitor went before."""
        (intended_s, began_s, ended_s), reason = spell, exchange.reason(expect)
        if reason != Reason.TAB_CLOSED:
            # What the visitor's own line took says nothing of the site.
            over_s, size_bytes = ended_s - exchange.line_s, exchange.received_bytes
            times = intended_s, began_s, over_s
            sample = Sample(name, method, *times, reason, size_bytes, self._population, exchange.parts_s)
            self._world.recorder.sample(sample, told=exchange.told if reason else "")
        return reason
