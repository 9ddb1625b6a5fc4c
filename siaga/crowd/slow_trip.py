"""The slow trip: one request out and its answer in, as slowly as a phone's line carries them.

What the line takes is no doing of the site, and is told apart: the latency of a step leaves it out.
"""

from collections.abc import Callable

from siaga.crowd.connection import Connection
from siaga.crowd.reader import Reader
from siaga.scenario.link import Link

TICK_S = 0.1
"""How often some bytes go over the line."""
LEAST_PORTION_BYTES = 16


def portion_bytes(bytes_per_s: float) -> int:
    """Give how many bytes go over a line at once."""
    return max(round(bytes_per_s * TICK_S), LEAST_PORTION_BYTES)


class SlowTrip:
    """Sends a request and reads until the answer is complete.

    Args:
        connection: open, and without anything unread.
        link: what it is made over.
        clock: monotonic seconds.

    Attributes:
        line_s: how long the line was waited for.
        is_whole: whether the whole request was sent; a site may answer before it has heard everything.
    """

    __slots__ = ("_clock", "_connection", "_link", "is_whole", "line_s")

    def __init__(self, connection: Connection, link: Link, clock: Callable[[], float]) -> None:
        self._connection = connection
        self._link = link
        self._clock = clock
        self.line_s = 0.0
        self.is_whole = False

    def made(self, request: bytes, reader: Reader) -> float:
        """Make the trip; give when the first byte came, on the clock.

        Args:
            request: as it goes out.
            reader: made ready for the answer.

        Raises:
            TripError: there is no whole answer.
            OSError: the connection broke.
        """
        self._send(request, reader)
        first_byte_at_s = None if reader.silent else self._clock()
        while not reader.done:
            chunk = self._connection.receive()
            if first_byte_at_s is None:
                first_byte_at_s = self._clock()
            reader.hear(chunk)
            self._rest(len(chunk) / self._link.takes_bytes_per_s)
        return self._clock() if first_byte_at_s is None else first_byte_at_s

    def _send(self, request: bytes, reader: Reader) -> None:
        """Send portion after portion, and listen."""
        connection, sent_bytes = self._connection, 0
        size_bytes = portion_bytes(self._link.sends_bytes_per_s)
        pause_s = self._link.latency_s
        try:
            for at in range(0, len(request), size_bytes):
                piece = request[at : at + size_bytes]
                if self._answered_within(pause_s + len(piece) / self._link.sends_bytes_per_s, reader):
                    return
                connection.send(piece)
                if not self._pushed(reader):
                    return
                pause_s, sent_bytes = 0.0, sent_bytes + connection.sent_bytes
            self.is_whole = True
        except (BrokenPipeError, ConnectionResetError):
            if not sent_bytes:
                raise
        finally:
            connection.sent_bytes = sent_bytes

    def _pushed(self, reader: Reader) -> bool:
        """Have the kernel take what it did not take at once; False if the site has said something."""
        while self._connection.blocked:
            if not self._connection.push_on() and self._heard(reader):
                return False
        return True

    def _answered_within(self, pause_s: float, reader: Reader) -> bool:
        """Wait for the line; tell whether the site has said something, which is none of TLS's own."""
        began_s = self._clock()
        try:
            while (left_s := pause_s - (self._clock() - began_s)) > 0:
                if not self._connection.pause(left_s) and self._heard(reader):
                    return True
        finally:
            self.line_s += self._clock() - began_s
        return False

    def _heard(self, reader: Reader) -> bool:
        chunk = self._connection.listen()
        if chunk is not None:
            reader.hear(chunk)
        return chunk is not None

    def _rest(self, pause_s: float) -> None:
        began_s = self._clock()
        self._connection.rest(pause_s)
        self.line_s += self._clock() - began_s
