"""The Effort of a visitor at one step: its requests, until an answer is good or the visitor stops."""

from collections.abc import Collection

import gevent

from siaga.crowd.attempt import Ask, Attempt
from siaga.crowd.browser import Browser
from siaga.crowd.cut import Cut
from siaga.crowd.failure import Reason
from siaga.crowd.mood import Mood
from siaga.crowd.world import World


class Effort:
    """Takes a step as a person in a mood does.

    Args:
        world: of the visitor.
        mood: of the visitor.
        browser: of the visitor, at the site or beside it.
        ask: sends the request of the step.
        expect: statuses of a good answer.
    """

    __slots__ = ("_ask", "_browser", "_expect", "_mood", "_world")

    def __init__(
        self, world: World, mood: Mood, browser: Browser, ask: Ask, expect: Collection[int]
    ) -> None:
        self._world = world
        self._mood = mood
        self._browser = browser
        self._ask = ask
        self._expect = expect

    def made(self) -> Attempt:
        """Ask, and ask again, until an answer is good or the visitor stops; give the last attempt."""
        recorder = self._world.recorder
        attempt = self._twice() if self._mood.double else self._once(first=True)
        while attempt.exchange.reason(self._expect):
            pause_s = self._mood.pause_s(attempt.exchange, self._world.now_s())
            if pause_s is None:
                break
            again = attempt.exchange.failed_for is Reason.RELOADED
            recorder.reacted("reloaded" if again else "retried")
            self._world.sleep_until(self._world.now_s() + pause_s)
            attempt = self._once(first=False)
        if attempt.exchange.failed_for is Reason.TAB_CLOSED:
            recorder.reacted("tab-closed")
        elif attempt.exchange.failed_for is Reason.GAVE_UP or self._mood.gave_up:
            recorder.reacted("gave-up")
        return attempt

    def _once(self, *, first: bool) -> Attempt:
        return self._asked(self._browser, self._mood.cut(self._world.now_s()), first=first)

    def _twice(self) -> Attempt:
        """Click twice: the same request at the same time over another connection.

        The visitor is shown what comes last, as cookies are those that came last; or the other, where
        that alone is good.
        """
        self._world.recorder.reacted("double-clicked")
        twin = self._browser.twin()
        cut, ended = self._mood.cut(self._world.now_s()), list[Attempt]()
        clicked = gevent.spawn(self._click, twin, cut, ended)
        try:
            ended.append(self._once(first=True))
            clicked.get()
        finally:
            clicked.kill()
            twin.close()
        good = [one for one in ended if not one.exchange.reason(self._expect)]
        return (good or ended)[-1]

    def _click(self, browser: Browser, cut: Cut | None, ended: list[Attempt]) -> None:
        ended.append(self._asked(browser, cut, first=False))

    def _asked(self, browser: Browser, cut: Cut | None, *, first: bool) -> Attempt:
        began_s = self._world.now_s()
        exchange = self._ask(browser, cut)
        self._world.recorder.sent(exchange.requests, first=first)
        return Attempt(exchange=exchange, began_s=began_s, ended_s=self._world.now_s())
