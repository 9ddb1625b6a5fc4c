"""The Clocks of the workers, compared with the master's again and again, which is watched itself."""

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import gevent

from siaga.crowd.master import Master
from siaga.crowd.own_clock import OwnClock
from siaga.record.clock_reading import ClockReading
from siaga.record.json_lines import JsonLines

ASK_EVERY_S = 1.0

Ask = Callable[[str, dict[str, Any]], None]
"""Sends a worker, by its id, a question that it sends back with its own time."""


class Clocks:
    """Asks every worker for its time.

    An answer that took long says little, so each is written down with its error: half the time between
    question and answer, as in NTP (RFC 5905).

    Args:
        master: directs the run.
        ask: sends a question.
        wall: wall clock in Unix seconds.
        now: monotonic clock in seconds.
    """

    def __init__(
        self,
        master: Master,
        ask: Ask,
        wall: Callable[[], float] = time.time,
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._master, self._ask, self._wall, self._now = master, ask, wall, now
        self._asked: dict[str, tuple[str, float, float]] = {}
        self._own = OwnClock(wall, now)
        self._lines: JsonLines | None = None

    def open(self) -> None:
        """Make the file.

        Raises:
            OSError: it cannot be made.
        """
        self._lines = JsonLines(self._master.folder.clocks)

    @contextmanager
    def comparing(self) -> Iterator[None]:
        """Ask meanwhile.

        Raises:
            OSError: the file cannot be made.
        """
        self.open()
        asking = gevent.spawn(self.keep_asking)
        try:
            yield
        finally:
            asking.kill()
            self.close()

    def keep_asking(self) -> None:
        """Ask once a second, until killed."""
        while True:
            self.look()
            self.ask_all()
            gevent.sleep(ASK_EVERY_S)

    def look(self) -> None:
        """Write down whether the master's own clock was set."""
        jump = self._own.jump(self._master.t0_s)
        if jump is None:
            return
        try:
            jump.write(self._master.folder.clock_jumps)
        except OSError as error:
            self._master.fail(f"run {self._master.folder.path}: cannot be written ({error})")

    def ask_all(self) -> None:
        """Ask each worker that has not settled; a question without an answer is forgotten."""
        for client in self._master.unsettled:
            question = secrets.token_hex(4)
            self._asked[client] = (question, self._wall(), self._now())
            self._ask(client, {"token": self._master.token, "question": question})

    def take(self, client: str, payload: Mapping[str, Any]) -> None:
        """Write down how far off the clock of a worker is that has answered the last question."""
        question, asked_at, asked_s = self._asked.get(client, ("", 0.0, 0.0))
        rank = self._master.rank(client)
        if rank is None or not question or payload.get("question") != question or self._lines is None:
            return
        del self._asked[client]
        error_s = (self._now() - asked_s) / 2
        try:
            reading = ClockReading(
                worker=rank,
                at_s=round(asked_at - self._master.t0_s, 3),
                offset_s=round(float(payload["wall"]) - asked_at - error_s, 6),
                error_s=round(error_s, 6),
            )
            self._lines.append(reading.as_json())
        except (KeyError, TypeError, ValueError):
            return  # no time at all: a clock that nobody has compared is told of by the judge
        except OSError as error:
            self._master.fail(f"run {self._master.folder.path}: cannot be written ({error})")

    def close(self) -> None:
        """Take nothing more."""
        if self._lines is not None:
            self._lines.close()
            self._lines = None
