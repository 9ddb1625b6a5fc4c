"""The Knock at a master's seat: whether a master of Locust listens there."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress

from siaga.errors import UsageError
from siaga.stage.seat import Seat

LISTEN_WAIT_S = 60.0
"""How long a master may take to listen."""

LOOK_EVERY_S = 0.2
ANSWER_S = 5.0

GREETING_BYTES = 10
"""What a ZeroMQ socket, as Locust's master has one, says first: 0xff, eight bytes, 0x7f."""


class Knock:
    """Knocks until somebody opens, or it has been long enough.

    Args:
        seat: where.
        now: monotonic clock in seconds.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        seat: Seat,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._seat, self._now, self._sleep = seat, now, sleep

    def heard(self, is_told_to_stop: Callable[[], bool]) -> bool:
        """Wait for a master; False if somebody does not want it any more.

        Args:
            is_told_to_stop: tells that somebody does not.

        Raises:
            UsageError: there is no such host, nobody listens there in time, or somebody else does.
        """
        until_s = self._now() + LISTEN_WAIT_S
        while not is_told_to_stop():
            said = self._said(is_late=self._now() >= until_s)
            if said is not None:
                self._refuse_others(said)
                return True
            self._sleep(LOOK_EVERY_S)
        return False

    def _said(self, *, is_late: bool) -> bytes | None:
        """Give what whoever listens says first; None if nobody does yet."""
        try:
            return _greeting(self._seat)
        except socket.gaierror as error:
            raise UsageError(
                f"--master {self._seat}: there is no such host ({error.strerror})"
            ) from None
        except OSError as error:
            if not is_late:
                return None
            raise UsageError(
                f"--master {self._seat}: nobody listens there within {LISTEN_WAIT_S:g} s ({error});"
                " start `siaga run --bind` there, and let its port through"
            ) from None

    def _refuse_others(self, said: bytes) -> None:
        if len(said) == GREETING_BYTES and said[:1] + said[-1:] == b"\xff\x7f":
            return
        raise UsageError(
            f"--master {self._seat}: whoever listens there is no master of Locust; name its port"
        )


def _greeting(seat: Seat) -> bytes:
    """Hear what whoever listens says first; as much as there is when it says nothing more.

    Raises:
        OSError: nobody listens.
    """
    heard, where = b"", (seat.host, seat.port)
    with socket.create_connection(where, timeout=ANSWER_S) as line, suppress(TimeoutError):
        while len(heard) < GREETING_BYTES and (more := line.recv(GREETING_BYTES - len(heard))):
            heard += more
    return heard
