"""The event stream: server-sent events out of the bytes of an answer, as the HTML standard says."""

import codecs
from dataclasses import dataclass

from siaga.crowd.failure import Reason, TripError

MOST_CHARACTERS = 1024 * 1024
"""Of one event, and of one line; a stream that sends more is cut off."""

LONGEST_RETRY_MS = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEvent:
    """One event.

    Attributes:
        name: its type; "message" where it names none.
        text: its lines, with a line feed between them.
        id: the newest id that the stream has named; empty for none.
    """

    name: str
    text: str
    id: str


class EventStream:
    """Reads one stream; the next one begins with the id that this one ended with.

    Args:
        last_id: id of the last event before it; empty for none.

    Attributes:
        last_id: the newest id of all.
        retry_s: how long to wait before another stream is asked for; None where nothing was said.
    """

    __slots__ = (
        "_after_return",
        "_began",
        "_decoder",
        "_id",
        "_line",
        "_line_size",
        "_name",
        "_size",
        "_texts",
        "last_id",
        "retry_s",
    )

    def __init__(self, last_id: str = "") -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._began = False
        self._after_return = False
        self._line: list[str] = []
        self._line_size = 0
        self._texts: list[str] = []
        self._size = 0
        self._name = ""
        self._id = last_id
        self.last_id = last_id
        self.retry_s: float | None = None

    def feed(self, chunk: bytes) -> list[ServerEvent]:
        """Take bytes, and give the events that are whole with them.

        Raises:
            TripError: a line or an event is too large.
        """
        text = self._decoder.decode(chunk)
        if text and not self._began:
            self._began = True
            text = text.removeprefix("\ufeff")
        if text and self._after_return:
            # The line that a carriage return has ended may be ended by a line feed, too.
            text, self._after_return = text.removeprefix("\n"), False
        self._after_return = text.endswith("\r") or (self._after_return and not text)
        first, *more = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._line.append(first)
        self._line_size += len(first)
        self._weigh()
        found = []
        for begun in more:
            line, self._line, self._line_size = "".join(self._line), [begun], len(begun)
            if (event := self._take(line)) is not None:
                found.append(event)
            self._weigh()
        return found

    def _weigh(self) -> None:
        if self._line_size + self._size > MOST_CHARACTERS:
            raise TripError(Reason.TOO_LARGE, f"an event is over {MOST_CHARACTERS} characters")

    def _take(self, line: str) -> ServerEvent | None:
        """Take a line; an empty one gives the event that it ends."""
        if not line:
            return self._dispatch()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._texts.append(value)
            self._size += len(value) + 1
        elif name == "event":
            self._name = value
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            self.retry_s = min(int(value[:9]), LONGEST_RETRY_MS) / 1000
        return None

    def _dispatch(self) -> ServerEvent | None:
        self.last_id = self._id
        name, texts = self._name or "message", self._texts
        self._name, self._texts, self._size = "", [], 0
        return ServerEvent(name=name, text="\n".join(texts), id=self.last_id) if texts else None
