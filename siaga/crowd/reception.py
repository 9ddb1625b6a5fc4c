"""The Reception: takes what workers send of their files, for the run that is on, and answers each."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import gevent
from gevent.lock import Semaphore

from siaga.crowd.collector import Collector
from siaga.crowd.machine import machine
from siaga.crowd.master import Master
from siaga.crowd.messages import AGAIN, HELD, KEPT
from siaga.crowd.off_loop import off_loop
from siaga.crowd.part import PartError
from siaga.record.file_digest import FileDigest

logger = logging.getLogger(__name__)

ROUNDS = 3
"""How often a worker is asked for what is missing or wrong."""

SOON_S = 0.1
"""How long it may wait to be written down where a worker writes: hundreds say it in the same moment, and
the record is one of all of them."""

Answer = Callable[[str, str, dict[str, Any]], None]
"""Sends a worker a message: its id, the message's name, its payload."""


class Reception:
    """Collects the files of one run.

    Args:
        master: directs the run.
        answer: sends a worker a message.
    """

    def __init__(self, master: Master, answer: Answer) -> None:
        self._master = master
        self._answer = answer
        self._collector = Collector(master.folder, len(master.clients))
        self._turns = [Semaphore() for _ in master.clients]
        self._asked = [0 for _ in master.clients]
        self._open = True
        self._noting: gevent.Greenlet | None = None

    def open(self) -> None:
        """Write down that nothing is confirmed yet, and mark the folder as the master's.

        Raises:
            OSError: it cannot be written.
        """
        self._write()
        self._master.folder.mark.write_text(self._master.token, encoding="utf-8")

    def close(self) -> None:
        """Take nothing more, tell those who wait for it, and write down what is known.

        Raises:
            OSError: it cannot be written.
        """
        self._open = False
        for turn in self._turns:
            with turn:
                pass  # what is being written down right now is part of the run
        for client in self._master.unsettled:
            self._answer(client, KEPT, {"token": self._master.token, "whole": False})
        self._master.folder.mark.unlink(missing_ok=True)
        self._write()

    def take_begun(self, client: str, payload: Mapping[str, Any]) -> None:
        """Write down soon where a worker writes: the master may not live to say it."""
        rank = self._rank(client, payload)
        if rank is None or not self._open:
            return
        # A folder that is shared may lack what a machine that is lost had not written back yet.
        here = payload.get("machine") == machine()
        self._collector.note_place(rank, in_place=here and payload.get("in_place") is True)
        if self._noting is None or self._noting.ready():
            self._noting = gevent.spawn_later(SOON_S, self._note)

    def take_part(self, client: str, payload: Mapping[str, Any]) -> None:
        """Write down a part of a file, and tell its worker how much is there."""
        rank = self._rank(client, payload)
        if rank is None:
            return
        file = str(payload.get("file", ""))
        held_bytes, error = 0, ""
        with self._turns[rank]:
            if not self._open:
                return
            try:
                held_bytes = off_loop(partial(self._collector.take, rank, payload)).held_bytes
            except PartError as problem:
                error = str(problem)
                logger.warning("worker %d: sends what is not taken: %s", rank, error)
            except OSError as problem:
                error = f"the {file} of worker {rank} cannot be written into the run folder ({problem})"
                self._master.fail(error)
        told = {"token": self._master.token, "file": file, "held_bytes": held_bytes, "error": error}
        self._answer(client, HELD, told)

    def take_sums(self, client: str, payload: Mapping[str, Any]) -> None:
        """Hold the files of a worker against what it says of them; ask again, or let it go."""
        rank = self._rank(client, payload)
        if rank is None:
            return
        with self._turns[rank]:
            if not self._open:
                return
            again = self._check(rank, payload)
            self._asked[rank] += 1
            whole = self._collector.whole(rank)
            settled = whole or not again or self._asked[rank] > ROUNDS
        token = self._master.token
        if not settled:
            self._answer(client, AGAIN, {"token": token, "files": again})
            return
        self._answer(client, KEPT, {"token": token, "whole": whole})
        self._master.settle(client)

    def _rank(self, client: str, payload: object) -> int | None:
        """Give the rank of a worker and note that it lives; None if it has no part in this run."""
        if not isinstance(payload, Mapping) or payload.get("token") != self._master.token:
            return None
        self._master.sign(client)
        return self._master.rank(client)

    def _note(self) -> None:
        """Write down what is known, unless the run is over and that was done."""
        if not self._open:
            return
        try:
            self._write()
        except OSError as error:
            self._master.fail(f"run {self._master.folder.path}: cannot be written ({error})")

    def _write(self) -> None:
        self._collector.record().write(self._master.folder.collection)

    def _check(self, rank: int, payload: Mapping[str, Any]) -> Mapping[str, int]:
        """Check what a worker says; of one that says nothing sensible nothing is asked again."""
        try:
            told = {file: FileDigest.from_json(one) for file, one in payload["files"].items()}
            return off_loop(partial(self._collector.check, rank, told))
        except (AttributeError, KeyError, TypeError, ValueError, OSError) as error:
            logger.error("worker %d: its files cannot be checked: %s", rank, error)  # noqa: TRY400
            return {}
