"""The Courier: carries the files of a worker to the master, and asks whether everything has arrived.

One part is under way at a time, and the next is read from the file when the master has answered: what
the master is slow to take stays on the worker's disk, not in memory. The master's length of a file is
the truth; after a lost message the courier goes on from there.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import gevent
from gevent.event import Event

from siaga.crowd.messages import AGAIN, HELD, KEPT, PART, SUMS
from siaga.crowd.off_loop import off_loop
from siaga.crowd.part import PART_BYTES, Part
from siaga.record.file_digest import FileDigest

logger = logging.getLogger(__name__)

EVERY_S = 1.0
ANSWER_S = 5.0
"""How long the master may take to write a part down, or to read every file, before it is asked again:
well below the time for which it waits for a silent worker."""

ROUNDS = 4
"""How often the courier asks whether everything is there: once, and after each time it was told what is
not, which the master does three times."""

Send = Callable[[str, dict[str, Any]], None]


class Courier:
    """Carries the files of one run.

    Args:
        files: path by name, of `WORKER_FILES`.
        token: of the run.
        carries: whether there is anything to carry; if not, the files are in the master's folder, and
            the courier only has them confirmed.
        send: sends the master a message; raises ConnectionError if it cannot.
        every_s: pause between two looks at the files.
        answer_s: how long the master may take to answer.
    """

    def __init__(
        self,
        files: Mapping[str, Path],
        token: str,
        send: Send,
        *,
        carries: bool,
        every_s: float = EVERY_S,
        answer_s: float = ANSWER_S,
    ) -> None:
        self._files = dict(files)
        self._token, self._send, self._carries = token, send, carries
        self._every_s, self._answer_s = every_s, answer_s
        self._held_bytes: dict[str, int | None] = dict.fromkeys(files)
        self._cut: set[str] = set()
        self._closed, self._heard = Event(), Event()
        self._refused = False
        self._whole: bool | None = None

    def closed(self) -> None:
        """Be told that nothing more is written to the files."""
        self._closed.set()

    def hear(self, message: str, told: Mapping[str, Any]) -> None:
        """Take an answer of the master: `HELD`, `AGAIN` or `KEPT`; one to another run is passed over."""
        if told["token"] != self._token:
            return
        if message == HELD:
            self._held(told["file"], told["held_bytes"], told["error"])
        elif message == AGAIN:
            # Of which there is nothing, begin anew: an empty file is a file, too.
            self._held_bytes.update({file: held or None for file, held in told["files"].items()})
        elif message == KEPT:
            self._whole = self._whole or told["whole"]
            self._closed.set()
        self._heard.set()

    def give_up(self) -> None:
        """Be told that the master cannot answer any more."""
        self.hear(KEPT, {"token": self._token, "whole": False})

    def _held(self, file: str, held_bytes: int, error: str) -> None:
        self._held_bytes[file] = held_bytes
        if error and not self._refused:
            self._refused = True
            logger.error("courier: the master takes no more: %s", error)

    def run(self) -> bool:
        """Carry what is new until the files are closed, then the rest; tells whether all has arrived."""
        while not self._closed.wait(self._every_s):
            self._carry()
        for _ in range(ROUNDS):
            if self._whole is None:
                self._finish()
        return bool(self._whole)

    def _finish(self) -> None:
        """Carry what is left, and ask whether that was all."""
        if not self._carry() and not self._refused:
            return
        sums = {"token": self._token, "files": off_loop(self._sums)}
        self._ask(SUMS, sums)
        if self._whole is None and not self._carries:
            # A folder on another machine may show there only in a while what was written here.
            gevent.sleep(self._every_s)

    def _carry(self) -> bool:
        """Carry what there is, a part of each file in turn; False if the master does not take it.

        What comes meanwhile waits for the next look, or a busy ledger would be carried line by line.
        """
        waiting = list(self._files) if self._carries else []
        while waiting:
            for file in tuple(waiting):
                part = off_loop(partial(self._next, file))
                if part is not None and not self._bring(part):
                    return False
                if part is None or self._was_the_last(part):
                    waiting.remove(file)
        return True

    def _bring(self, part: Part) -> bool:
        """Bring a part; False if there is no answer, or none that gets the courier on."""
        if self._refused or self._whole is not None:
            return False
        before = self._held_bytes[part.file]
        return self._ask(PART, part.as_message()) and self._held_bytes[part.file] != before

    def _was_the_last(self, part: Part) -> bool:
        end_bytes = part.offset_bytes + part.length_bytes
        return part.length_bytes < PART_BYTES and self._held_bytes[part.file] == end_bytes

    def _next(self, file: str) -> Part | None:
        """Read the part that comes next; None if there is none, or none that could be believed."""
        if file in self._cut:
            return None
        try:
            return self._read(file, self._held_bytes[file])
        except OSError as error:
            self._cut.add(file)
            logger.error("courier: %s cannot be carried: %s", self._files[file], error)  # noqa: TRY400
            return None

    def _read(self, file: str, held_bytes: int | None) -> Part | None:
        with self._files[file].open("rb") as content:
            size_bytes = content.seek(0, 2)
            if size_bytes < (held_bytes or 0):
                raise OSError(
                    f"it holds {size_bytes} bytes of the {held_bytes} carried: somebody cut it"
                )
            if size_bytes == held_bytes:
                return None
            offset_bytes = content.seek(held_bytes or 0)
            return Part.of(self._token, file, offset_bytes, content.read(PART_BYTES))

    def _sums(self) -> dict[str, dict[str, Any]]:
        """Give the digest of each file that can be read and was never cut."""
        sums = {}
        for file, path in self._files.items():
            try:
                if file not in self._cut:
                    sums[file] = FileDigest.of(path).as_json()
            except OSError as error:
                logger.error("courier: %s cannot be read: %s", path, error)  # noqa: TRY400
        return sums

    def _ask(self, name: str, payload: dict[str, Any]) -> bool:
        """Send a message and wait for the answer; False if none comes."""
        self._heard.clear()
        try:
            self._send(name, payload)
        except ConnectionError as error:
            logger.warning("courier: the master cannot be reached: %s", error)
            return False
        return bool(self._heard.wait(self._answer_s))
