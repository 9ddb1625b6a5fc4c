"""Slow lines: connections on which a request's head does not end, or an answer is not taken.

A head in drips keeps a connection and an answer that nobody takes keeps memory, both at no cost to
whoever does it. A phone on the slowest line sends its head in one packet and takes 20 KiB a second.
"""

import asyncio
from http import HTTPStatus
from typing import Protocol

from mock_site.pages.ready_answer import ready_bytes
from mock_site.protection.patience import Patience
from mock_site.protection.rejections import Reason, Rejections

LOOKS = 10
EVERY_S = 1.0
LINGERING_S = 2.0
"""How long the rest of a body that nobody wants is taken in, so that its sender reads the answer."""
LATE = ready_bytes(
    HTTPStatus.REQUEST_TIMEOUT,
    {"Content-Type": "application/json", "Connection": "close"},
    b'{"error":"slow-head"}',
)


class Line(Protocol):
    """What a connection is, below HTTP."""

    def write(self, content: bytes) -> None:
        """Send something."""

    def get_write_buffer_size(self) -> int:
        """Give the bytes that have not been taken yet."""

    def close(self) -> None:
        """Close it once everything has been taken."""

    def abort(self) -> None:
        """Close it now."""


class SlowLines:
    """Looks after the lines of one process.

    Args:
        rejections: count those that are closed.
        looks: that each has, a second apart.
    """

    def __init__(self, rejections: Rejections, looks: int = LOOKS) -> None:
        self._rejections = rejections
        self._heads: Patience[Line] = Patience(looks)
        self._answers: Patience[Line] = Patience(looks)

    def head_begun(self, line: Line) -> None:
        """Note that there is a part of a head."""
        self._heads.owes(line)

    def head_come(self, line: Line) -> None:
        """Note that there is all of it."""
        self._heads.paid(line)

    def answer_waits(self, line: Line) -> None:
        """Note that there is more to send than is taken."""
        self._answers.owes(line)

    def answer_taken(self, line: Line) -> None:
        """Note that it is taken."""
        self._answers.paid(line)

    def parting(self, line: Line) -> None:
        """Note one that is about to be closed: what it has not taken must not keep it."""
        self._heads.paid(line)
        if line.get_write_buffer_size():
            self._answers.owes(line)

    def gone(self, line: Line) -> None:
        """Forget one that is closed."""
        self._heads.paid(line)
        self._answers.paid(line)

    def look(self) -> None:
        """Close those that are too slow."""
        for line in self._heads.look():
            self._rejections.note(Reason.SLOW_HEAD)
            line.write(LATE)
            line.close()
        for line in self._answers.look():
            self._rejections.note(Reason.UNTAKEN)
            line.abort()

    async def watch(self) -> None:
        """Look for as long as this is awaited."""
        while True:
            await asyncio.sleep(EVERY_S)
            self.look()
