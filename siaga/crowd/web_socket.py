"""The WebSocket of a visitor: messages both ways over one connection (RFC 6455)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from wsproto import ConnectionType, WSConnection
from wsproto.connection import ConnectionState
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, TextMessage
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.channel import Channel
from siaga.crowd.course import Course
from siaga.crowd.cut import Cut
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import Reason, RequestFailure, TripError
from siaga.crowd.handshake import SWITCHED, opening, shaken
from siaga.crowd.headers import Headers
from siaga.crowd.incoming import Ending, Incoming
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.world import World

METHOD = "SOCKET"
"""Word that stands where other steps have their HTTP method."""

MOST_MESSAGE_BYTES = 1024 * 1024
"""Of one message; a site that sends a larger one is cut off."""

_NORMAL = 1000
_GOOD_BYE_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is asked for.

    Attributes:
        path: path and query.
        step: name of the opening.
        headers: of the journey's own.
        protocols: that the visitor speaks, in order.
    """

    path: str
    step: str
    headers: Mapping[str, str] = field(default_factory=dict)
    protocols: tuple[str, ...] = ()


class WebSocket:
    """Speaks and hears; open while it is entered.

    Pings are answered whatever the journey does meanwhile.

    Args:
        world: what all visitors of a worker share.
        course: of the visitor.
        browser: that asks.
        opening: what for.
    """

    __slots__ = (
        "_browser",
        "_channel",
        "_course",
        "_incoming",
        "_opening",
        "_parts",
        "_sent_s",
        "_size",
        "_spoken",
        "_world",
    )

    def __init__(self, world: World, course: Course, browser: Browser, opening: Opening) -> None:
        self._world = world
        self._course = course
        self._browser = browser
        self._opening = opening
        self._channel: Channel | None = None
        self._spoken = WSConnection(ConnectionType.CLIENT)
        self._incoming: Incoming[str | bytes] = Incoming(world.now_s)
        self._parts: list[str | bytes] = []
        self._size = 0
        self._sent_s: float | None = None

    def __enter__(self) -> Self:
        """Open it as one step.

        Raises:
            JourneyEndedError: the site does not open it.
        """
        self._course.take(self._opening.step, METHOD, {SWITCHED}, self._ask, self._browser)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, message: str | bytes) -> None:
        """Say something.

        Raises:
            JourneyEndedError: the connection is not open any more.
        """
        event = TextMessage(data=message) if isinstance(message, str) else BytesMessage(data=message)
        self._sent_s = self._world.now_s()
        try:
            self._say(event, self._browser.deadline_s)
        except (TripError, OSError, LocalProtocolError) as error:
            reason = error.reason if isinstance(error, TripError) else Reason.RESET
            self._incoming.end(reason, str(error))
            self._failed(self._message_step, self._sent_s)

    def receive(self, *, within_s: float | None = None, step: str = "") -> str | bytes:
        """Wait for the next message, as one step, which counts from what was sent before.

        Args:
            within_s: how long, in seconds of the clock on the wall; None: as long as a step may take.
            step: its name; that of the opening and "/message" by default.

        Raises:
            JourneyEndedError: none came in time, or the connection ended before.
        """
        step = step or self._message_step
        asked_s = self._world.now_s() if self._sent_s is None else self._sent_s
        self._sent_s = None
        arrived = self._incoming.next(self._browser.deadline_s if within_s is None else within_s)
        if arrived is None:
            return self._failed(step, asked_s)
        # What had come before anybody asked has taken nobody's time.
        spell = (min(asked_s, arrived.at_s), arrived.at_s)
        self._course.note(step, METHOD, spell, received_bytes=arrived.size_bytes)
        self._course.look(spell)
        return arrived.said

    def close(self, code: int = _NORMAL) -> None:
        """Say good-bye and close; what the site answers to that is not waited for."""
        if self._channel is not None:
            with suppress(OSError, LocalProtocolError, TripError):  # it may be closed already
                self._say(CloseConnection(code=code), _GOOD_BYE_S)
            self._course.let_go(self._channel)
            self._channel = None

    @property
    def _message_step(self) -> str:
        return f"{self._opening.step}/message"

    def _failed(self, step: str, asked_s: float) -> str:
        """Record that nothing came, and end the journey.

        Raises:
            JourneyEndedError: always.
        """
        ending = self._incoming.ending or Ending(reason=Reason.TIMEOUT, text="no message in time")
        reason, spell = ending.reason or Reason.CLOSED, (asked_s, self._world.now_s())
        self._course.note(step, METHOD, spell, reason=reason, told=ending.text)
        raise JourneyEndedError(reason)

    def _say(self, event: Event, limit_s: float | None = None) -> None:
        if self._channel is None:
            raise ConnectionResetError("the connection is closed")
        self._channel.say(self._spoken.send(event), limit_s)

    def _ask(self, browser: Browser, cut: Cut | None) -> Exchange:
        self.close()
        self._spoken = WSConnection(ConnectionType.CLIENT)
        self._incoming, self._parts, self._size = Incoming(self._world.now_s), [], 0
        channel = browser.channel()
        asked = self._opening
        target, request = opening(browser, asked.path, asked.headers, asked.protocols)

        def ask() -> Answer:
            channel.say(self._spoken.send(request))
            status, headers, body = shaken(self._spoken, channel)
            browser.cookies.take(target, headers)
            return channel.answer(status, Headers(headers), body, target)

        try:
            answer = channel.opened(ask, browser.deadline_s, cut)
        except RequestFailure as failure:
            return Exchange(failure=failure)
        if answer.status == SWITCHED:
            self._channel = channel
            self._course.hold(channel)
            channel.listen(self._spread, self._take, self._end)
        else:
            channel.close()
        return Exchange(answer=answer)

    def _take(self, chunk: bytes) -> bool:
        """Take what came; nothing is the end of the connection."""
        if not chunk:
            return False
        with _understood():
            self._spoken.receive_data(chunk)
        return self._spread()

    def _spread(self) -> bool:
        """Put messages where the journey finds them, and answer pings; False at the end."""
        with _understood():
            return all(self._heard(event) for event in self._spoken.events())

    def _heard(self, event: Event) -> bool:
        if isinstance(event, TextMessage | BytesMessage):
            self._parts.append(event.data if isinstance(event, TextMessage) else bytes(event.data))
            self._size += len(event.data)
            if self._size > MOST_MESSAGE_BYTES:
                raise TripError(Reason.TOO_LARGE, f"a message is over {MOST_MESSAGE_BYTES} bytes")
            if event.message_finished:
                empty = "" if isinstance(event, TextMessage) else b""
                self._incoming.put(empty.join(self._parts), self._size)  # type: ignore[arg-type]
                self._parts, self._size = [], 0
        elif isinstance(event, Ping):
            self._say(event.response())
        elif isinstance(event, CloseConnection):
            if self._spoken.state is ConnectionState.OPEN:
                raise TripError(Reason.BAD_ANSWER, f"this is no WebSocket: {event.reason}")
            self._incoming.end(
                f"close {int(event.code)}", event.reason or "the site closed the WebSocket"
            )
            if self._spoken.state is ConnectionState.REMOTE_CLOSING:
                self._say(event.response())
            return False
        return True

    def _end(self, failure: RequestFailure | None) -> None:
        if failure is None:
            self._incoming.end(Reason.CLOSED, "the site closed the connection without a word")
        else:
            self._incoming.end(failure.reason, str(failure))


@contextmanager
def _understood() -> Iterator[None]:
    """Tell what breaks the rules of WebSockets as a bad answer.

    Raises:
        TripError: something does.
    """
    try:
        yield
    except RemoteProtocolError as error:
        raise TripError(Reason.BAD_ANSWER, f"this is no WebSocket: {error}") from None
