"""The Abuser: somebody who means harm, and what can be done by such a one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import gevent

from siaga.abuse.case import Case
from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.browsers import Browsers
from siaga.crowd.call import Call
from siaga.crowd.draw import Draw
from siaga.crowd.exchange import Exchange, exchanged
from siaga.crowd.failure import Reason
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.pledge import Pledge
from siaga.crowd.promise import Promise
from siaga.crowd.surface import Stage, Surface
from siaga.crowd.visitor import Visitor
from siaga.crowd.world import World
from siaga.ledger.misdeed import Misdeed
from siaga.people.identity import Identity
from siaga.people.people import PEOPLE_PER_EPOCH
from siaga.scenario.abuse import PEOPLE_EACH, Intrusion
from siaga.scenario.model import Population
from siaga.scenario.reactions import Reactions

HANGS_AFTER_S = 2.0
"""How much later than it may come an answer counts as none."""

_REFUSED = 400

NOBODY = -1
"""Number of a visitor who is none of the plan."""

_PERSISTENT = Reactions.model_validate({"retries": {"most": 8, "backoff": "5 s"}})
ILL_WILL = Population(name="ill-will", journey="ill-will", reactions=_PERSISTENT)
"""On the way to what they try they are as other people, and do not give up soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How an attempt ended: with a status, or for a reason without one.

    Attributes:
        status: of the whole answer; None where there is none.
        why: why there is none: "timeout" where the site did not answer in time, "reset", "closed".
        gained: what was got that nobody may get; empty for nothing.
    """

    status: int | None = None
    why: str = ""
    gained: str = ""


class Abuser:
    """Tries one case, once.

    Args:
        world: of the worker, with a recorder that counts nothing and browsers that wait no longer than
            a bit more than an answer may take.
        intrusion: who it is, and when it comes.
        case: what it tries.
        surface: what it knows of the site.
        closes_s: when joining closes, in run seconds; None: never.

    Attributes:
        number: among all abusers of the run.
        draw: its own seeded randomness.
        limit_s: how long an answer may take.
    """

    def __init__(
        self,
        world: World,
        intrusion: Intrusion,
        case: Case,
        surface: Surface,
        closes_s: float | None = None,
    ) -> None:
        self.number = intrusion.number
        self.limit_s = intrusion.limit_s
        self.case = case
        self.surface = surface
        self.closes_s = closes_s
        self.world = world
        self._first = PEOPLE_PER_EPOCH - PEOPLE_EACH * (intrusion.number + 1)
        self.draw = Draw(world.seed, self._first)
        self._visitors: list[Visitor] = []
        self._browsers: list[Browser] = []

    def person(self, n: int = 0) -> Identity:
        """Give one of the people whom it poses as, whom nobody else is.

        Args:
            n: 0 to 63.

        Raises:
            ValueError: it poses as no such person.
        """
        if not 0 <= n < PEOPLE_EACH:
            raise ValueError(f"person {n}: is none of an abuser; 0 to {PEOPLE_EACH - 1} is allowed")
        return self.world.people.identity(self._first + n)

    def visitor(self, n: int = 0) -> Visitor:
        """Come as one of its people, who does what any visitor does; none of that is a sample."""
        self.person(n)
        visitor = Visitor(self.world, self._first + n, ILL_WILL, self.world.now_s())
        self._visitors.append(visitor)
        return visitor

    def walked(self, stage: Stage | None, n: int = 0) -> Visitor:
        """Come as one of its people, and walk to some point of the way.

        Raises:
            JourneyEndedError: the site did not let it.
        """
        visitor = self.visitor(n)
        needed(stage)(visitor)
        return visitor

    def browser(self, like: Browser | None = None, browsers: Browsers | None = None) -> Browser:
        """Open one more browser; with cookies of its own, at first those of another one.

        Args:
            like: that other one.
            browsers: of which it is; None: those of the worker.
        """
        browser = (browsers or self.world.browsers).at_site()
        if like is not None:
            browser.cookies = like.cookies.copy()
        self._browsers.append(browser)
        return browser

    def attempt(self, probe: str, send: Callable[[], Seen], person: str = "") -> Seen:
        """Try something once, and write down how it ended.

        Raises:
            JourneyEndedError: this machine could not send it, of which the site knows nothing.
            LedgerError: it could not be written.
            ValueError: the case has no such probe.
        """
        if probe not in self.case.answers:
            raise ValueError(f"probe {probe!r}: is none of {self.case.name}")
        began_s = self.world.now_s()
        seen = send()
        if seen.why == Reason.DESCRIPTORS:
            raise JourneyEndedError("this machine has no descriptor, port or memory left")
        self.world.journal.tell(
            Misdeed(
                case=self.case.name,
                abuser=self.number,
                probe=probe,
                person=person,
                began_s=began_s,
                ended_s=self.world.now_s(),
                status=seen.status,
                why=seen.why,
                gained=seen.gained,
            )
        )
        return seen

    def do(self, browser: Browser, call: Call) -> Answer:
        """Send something that anybody may, on the way to what is tried.

        Raises:
            JourneyEndedError: the site did not do it.
        """
        exchange = _sent(browser, call)
        if exchange.answer is None or not exchange.answer.status < _REFUSED:
            reason = exchange.reason(()) or "nothing"
            raise JourneyEndedError(f"{call.path}: {reason}", exchange.answer)
        return exchange.answer

    def ask(
        self,
        probe: str,
        browser: Browser,
        call: Call,
        *,
        person: str = "",
        gained: Callable[[Answer], str] | None = None,
    ) -> Answer | None:
        """Try a request once; give its answer, None where there is none.

        Args:
            probe: which attempt it is.
            browser: that sends it.
            call: what is sent.
            person: as whom.
            gained: says what an answer holds that nobody may get; empty for nothing.
        """
        return self._asked(probe, person, gained, lambda: _sent(browser, call))

    def join(
        self, probe: str, browser: Browser, key: str, person: Identity, call: Call | None = None
    ) -> Answer | None:
        """Try to get a seat; what the site says of it is in the ledger as any promise, too."""
        surface = self.surface
        asked = call or needed(surface.join)(key)
        promise = Promise(person=person.id_number, receipt=surface.receipt, content=_held(person))
        pledge = Pledge(self.world, NOBODY, "join", promise, key)
        return self._asked(
            probe, person.id_number, None, lambda: pledge.asked(lambda: _sent(browser, asked))
        )

    def together(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        """Do several things at once, and give what came of each.

        Raises:
            Exception: what one of them raised.
        """
        greenlets = [gevent.spawn(outcome, one) for one in calls]
        try:
            return [one.get()() for one in greenlets]
        finally:
            gevent.killall(greenlets)

    def sleep(self, pause_s: float) -> None:
        """Pause, on the clock on the wall."""
        self.world.sleep_until(self.world.now_s() + pause_s)

    def leave(self) -> None:
        """Close every browser."""
        for visitor in self._visitors:
            visitor.leave()
        for browser in self._browsers:
            browser.close()

    def _asked(
        self,
        probe: str,
        person: str,
        gained: Callable[[Answer], str] | None,
        send: Callable[[], Exchange],
    ) -> Answer | None:
        ended: list[Exchange] = []

        def seen() -> Seen:
            exchange = send()
            ended.append(exchange)
            return _seen(exchange, gained)

        self.attempt(probe, seen, person)
        return ended[0].answer


def outcome(call: Callable[[], Any]) -> Callable[[], Any]:
    """Do something in a greenlet of its own, and give what gives its result, or raises its error.

    What a greenlet raises gevent prints, and an error may quote an answer.
    """
    try:
        given = call()
    except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
        return partial(_raise, error)
    return lambda: given


def _raise(error: Exception) -> None:
    raise error


def needed(part: Any) -> Any:  # noqa: ANN401 - any part of a surface
    """Give a part of a surface that the case needs, as its description says.

    Raises:
        JourneyEndedError: it is not there.
    """
    if not part:
        raise JourneyEndedError("the Locust file does not say what the case needs")
    return part


def _sent(browser: Browser, call: Call) -> Exchange:
    return exchanged(call.method, call.path, call.options, browser)


def _seen(exchange: Exchange, gained: Callable[[Answer], str] | None) -> Seen:
    if exchange.answer is None:
        return Seen(why="" if exchange.failed_for is None else exchange.failed_for.value)
    answer = exchange.answer
    return Seen(status=answer.status, gained="" if gained is None else gained(answer))


def _held(person: Identity) -> Mapping[str, object]:
    """Give what the site is to hold of a person, as honest visitors ask for it."""
    return {"name": person.name, "phone": person.phone, "email": person.email}
