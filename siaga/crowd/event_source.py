"""The EventSource of a visitor: server-sent events as they come, over one stream after the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.channel import Channel
from siaga.crowd.course import Course
from siaga.crowd.cut import Cut
from siaga.crowd.event_stream import EventStream, ServerEvent
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import Reason, RequestFailure, TripError
from siaga.crowd.headers import Headers
from siaga.crowd.incoming import Arrived, Ending, Incoming
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.reader import Reader
from siaga.crowd.world import World

METHOD = "EVENTS"
"""Word that stands where other steps have their HTTP method."""

RETRY_S = 3.0
"""How long a browser waits before it asks for another stream, where the site says nothing of that."""

MOST_STREAMS = 100
"""That are asked for, one after the other, by one visitor in one step."""

_ASKS = {"Accept": "text/event-stream", "Accept-Encoding": "identity", "Cache-Control": "no-cache"}
_EXPECTED = frozenset({HTTPStatus.OK, HTTPStatus.NO_CONTENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a visitor wants to hear.

    Attributes:
        path: path and query of the stream.
        step: name of the opening of each stream.
        until_s: how long the visitor stays, in seconds of the clock.
        most: events after which it leaves.
        first: step of the time from asking to the first event; empty: it is not recorded.
        each: step of the time from one event to the next; empty: it is not recorded.
        headers: of the journey's own.
    """

    path: str
    step: str
    until_s: float
    most: int
    first: str = ""
    each: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class EventSource:
    """Listens for one visitor.

    Args:
        world: what all visitors of a worker share.
        course: of the visitor.
        browser: that asks.
        wish: what for.
    """

    __slots__ = (
        "_asked_s",
        "_browser",
        "_channel",
        "_course",
        "_incoming",
        "_stream",
        "_wish",
        "_world",
    )

    def __init__(self, world: World, course: Course, browser: Browser, wish: Wish) -> None:
        self._world = world
        self._course = course
        self._browser = browser
        self._wish = wish
        self._channel: Channel | None = None
        self._stream = EventStream()
        self._incoming: Incoming[ServerEvent] = Incoming(world.now_s)
        self._asked_s = 0.0

    def events(self) -> Iterator[ServerEvent]:
        """Give the events, over new streams where one ends, until the visitor has heard enough.

        Raises:
            JourneyEndedError: a stream does not open, or the site says too much.
        """
        wish, now_s = self._wish, self._world.now_s
        began_s = before_s = now_s()
        step, heard = wish.first, 0
        try:
            for arrived in self._arriving(began_s + wish.until_s):
                if step:
                    spell = (before_s, arrived.at_s)
                    self._course.note(step, METHOD, spell, received_bytes=arrived.size_bytes)
                self._course.look((self._asked_s, arrived.at_s))
                step, heard, before_s = wish.each, heard + 1, arrived.at_s
                yield arrived.said
                if heard >= wish.most:
                    return
            if not heard and wish.first:
                self._course.note(wish.first, METHOD, (began_s, now_s()), reason=Reason.TIMEOUT)
        finally:
            self._close()

    def _arriving(self, ends_s: float) -> Iterator[Arrived[ServerEvent]]:
        """Give what comes over one stream after the other, until the visitor leaves."""
        for _stream in range(MOST_STREAMS):
            if not self._open():
                return
            while (arrived := self._incoming.next(ends_s - self._world.now_s())) is not None:
                yield arrived
            ending = self._incoming.ending
            if ending is None or self._channel not in self._course.channels:
                return
            self._broken(ending)
            if not self._rested(ends_s):
                return

    def _open(self) -> bool:
        """Ask for a stream; False if the site has nothing more to say."""
        self._close()
        self._asked_s = self._world.now_s()
        exchange = self._course.take(self._wish.step, METHOD, _EXPECTED, self._ask, self._browser)
        return exchange.answer is not None and exchange.answer.status == HTTPStatus.OK

    def _ask(self, browser: Browser, cut: Cut | None) -> Exchange:
        self._close()
        self._stream = EventStream(self._stream.last_id)
        self._incoming = Incoming(self._world.now_s)
        channel, reader = browser.channel(), Reader(browser.limits)
        known = {"Last-Event-ID": self._stream.last_id} if self._stream.last_id else {}
        target, wire = browser.wire(self._wish.path, {**_ASKS, **known, **self._wish.headers})

        def ask() -> Answer:
            reader.begin("GET")
            channel.say(wire)
            while not reader.head and not reader.done:
                reader.hear(channel.hear())
            headers = Headers(reader.fields)
            browser.cookies.take(target, reader.fields)
            if reader.status == HTTPStatus.OK:
                _check(headers)
            else:
                while not reader.done:
                    reader.hear(channel.hear())
            return channel.answer(reader.status, headers, reader.body, target)

        try:
            answer = channel.opened(ask, browser.deadline_s, cut)
        except RequestFailure as failure:
            return Exchange(failure=failure)
        if answer.status == HTTPStatus.OK:
            self._listen(channel, reader)
        else:
            channel.close()
        return Exchange(answer=answer)

    def _listen(self, channel: Channel, reader: Reader) -> None:
        incoming, stream = self._incoming, self._stream
        self._channel = channel
        self._course.hold(channel)

        def take(chunk: bytes) -> bool:
            reader.hear(chunk)
            return spread()

        def spread() -> bool:
            for event in stream.feed(reader.take()):
                incoming.put(event, len(event.text))
            return not reader.done

        def end(failure: RequestFailure | None) -> None:
            incoming.end(
                "" if failure is None else failure.reason, "" if failure is None else str(failure)
            )

        channel.listen(spread, take, end)

    def _broken(self, ending: Ending) -> None:
        """Record a stream that ended badly; one that says too much is asked for no more."""
        if not ending.reason:
            return
        spell = (self._asked_s, self._world.now_s())
        self._course.note(self._wish.step, METHOD, spell, reason=ending.reason, told=ending.text)
        if ending.reason == Reason.TOO_LARGE:
            raise JourneyEndedError(ending.reason)

    def _rested(self, ends_s: float) -> bool:
        """Wait before the next stream, as the site has asked; False if the visitor leaves before."""
        pause_s = RETRY_S if self._stream.retry_s is None else self._stream.retry_s
        if self._world.now_s() + pause_s >= ends_s:
            return False
        self._course.pause(pause_s)
        return True

    def _close(self) -> None:
        if self._channel is not None:
            self._course.let_go(self._channel)
            self._channel = None


def _check(headers: Headers) -> None:
    """Refuse an answer that is no event stream.

    Raises:
        TripError: it is none.
    """
    kind = (headers.get("content-type") or "").partition(";")[0].strip().lower()
    if kind != "text/event-stream" or (headers.get("content-encoding") or "identity") != "identity":
        raise TripError(
            Reason.BAD_ANSWER, f"the answer is {kind or 'of no type'}, not text/event-stream"
        )
