"""The Lessor of a run: gives workers their leases, and has others take over from those that are lost."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import gevent

from siaga.crowd.master import Master
from siaga.crowd.messages import CLOSE, LEASE
from siaga.crowd.succession import Succession

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.1

Send = Callable[[str, str, dict[str, Any]], None]
"""Sends a worker a message: its id, the message's name, its payload; it may be lost on the way."""


class Lessor:
    """Tells workers what the succession of their run decides.

    Args:
        master: directs the run.
        succession: of its workers.
        send: sends a worker a message.
    """

    def __init__(self, master: Master, succession: Succession, send: Send) -> None:
        self._master, self._succession, self._send = master, succession, send

    def beat(self, client: str) -> None:
        """Answer a worker that is heard of: with a longer lease, or, where it was given up, to close."""
        rank = self._master.rank(client)
        if rank is None or client not in self._master.unsettled:
            return
        if self._succession.renew(rank):
            self._send(client, LEASE, self._lease(rank))
        else:
            self._send(client, CLOSE, {})

    @contextmanager
    def leasing(self, missed: Callable[[], set[str]]) -> Iterator[None]:
        """Look for workers that are lost meanwhile.

        Args:
            missed: gives the workers that Locust misses.
        """
        looking = gevent.spawn(self._keep_looking, missed)
        try:
            yield
        finally:
            looking.kill()

    def look(self, missed: set[str]) -> None:
        """Have others take over from workers that are lost, written down before anybody is told."""
        silent, there = self._master.silent(missed), self._master.playing(missed)
        for takeover in self._succession.look(silent, there):
            logger.warning("siaga: %s", takeover.note)
            try:
                takeover.write(self._master.folder.takeovers)
            except OSError as error:
                self._master.fail(f"run {self._master.folder.path}: cannot be written ({error})")
                return
            for rank in there:
                self._send(self._master.client(rank), LEASE, self._lease(rank))

    def _keep_looking(self, missed: Callable[[], set[str]]) -> None:
        while True:
            gevent.sleep(LOOK_EVERY_S)
            self.look(missed())

    def _lease(self, rank: int) -> dict[str, Any]:
        return {
            "token": self._master.token,
            "until_s": self._succession.until_s(rank),
            "takeovers": [one.as_json() for one in self._succession.takeovers],
        }
