"""The round trip: one request out, its answer in, on one connection."""

from collections.abc import Callable

from siaga.crowd.connection import Connection
from siaga.crowd.reader import Reader


def round_trip(
    connection: Connection, request: bytes, reader: Reader, clock: Callable[[], float]
) -> float:
    """Send a request and read until the answer is complete.

    Args:
        connection: open, and without anything unread.
        request: as it goes out.
        reader: made ready for the answer.
        clock: monotonic seconds.

    Returns:
        When the first byte came, on that clock.

    Raises:
        TripError: there is no whole answer.
        OSError: the connection broke.
    """
    connection.send(request)
    if connection.blocked:
        _push_rest(connection, reader)
    # Most of the time it does not matter, and to ask the clock takes as long as much of what follows.
    first_byte_at_s = 0.0 if reader.silent else clock()
    while reader.silent:
        chunk = connection.receive()
        first_byte_at_s = clock()
        if chunk:
            reader.feed(chunk)
        else:
            reader.end()
        if connection.blocked:
            _push_rest(connection, reader)
    while not reader.done:
        reader.hear(connection.receive())
        if connection.blocked:
            _push_rest(connection, reader)
    return first_byte_at_s


def _push_rest(connection: Connection, reader: Reader) -> None:
    """Send on, and listen: a site that refuses a large body answers before it has it all."""
    while connection.blocked and not reader.done:
        try:
            if connection.push_on():
                continue
        except (BrokenPipeError, ConnectionResetError):
            return
        chunk = connection.listen()
        if chunk is not None:
            reader.hear(chunk)
