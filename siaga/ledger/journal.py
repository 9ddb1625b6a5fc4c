"""The Journal: a worker's record of every promise, written before it is asked for.

Each record is one `write` to a file opened for appending: when a call returns, the kernel has the
record, and a killed process loses nothing of it. Only a power cut can lose what was not yet synced;
each sync says how much that would have been.
"""

import json
import os
import time
from collections.abc import Callable
from functools import lru_cache
from json.encoder import encode_basestring as _text
from pathlib import Path
from typing import NoReturn

from siaga.errors import SiagaError
from siaga.ledger.handout import HANDOUT, Handout
from siaga.ledger.misdeed import MISDEED, SETBACK, Misdeed, Setback
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting

_CLOSED = -1
"""In place of a descriptor; no open file has it."""

MOST_WORDS = 1_000
"""Of steps and reasons that are remembered as JSON: most records say the same."""

_word = lru_cache(maxsize=MOST_WORDS)(_text)
_as_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class LedgerError(SiagaError):
    """The ledger cannot be written; nothing may be promised any more."""


class Journal:
    """Writes one worker's operations.

    Args:
        path: the file; it is made anew, an existing one is refused.
        rank: of the worker, the first part of each operation's name.
        clock: monotonic clock in seconds.
        fdatasync: has the disk hold what was written to a descriptor.

    Raises:
        LedgerError: the file cannot be made.
    """

    def __init__(
        self,
        path: Path,
        rank: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        fdatasync: Callable[[int], None] = os.fdatasync,
    ) -> None:
        self._rank = rank
        self._clock, self._fdatasync = clock, fdatasync
        self._size_bytes = 0
        self._unsynced_since_s: float | None = None
        self._next = 0
        self._open: dict[str, str] = {}
        self._broken = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            self._fd = os.open(path, flags, 0o644)
        except OSError as error:
            raise LedgerError(f"ledger {path.name}: cannot be made ({error})") from None

    def invoke(
        self, *, kind: str, person: str, key: str, at_s: float, visitor: int = -1, content: str = ""
    ) -> str:
        """Write down that something is about to be asked for, and give the operation's name.

        Args:
            kind: the step that asks.
            person: for whom, as the roll names people.
            key: the idempotency key that is sent along.
            at_s: when, in run seconds.
            visitor: number of the visitor in the plan; -1 for none.
            content: digest of what the site is to hold, from `content_digest`; empty if none.

        Raises:
            LedgerError: it could not be written; do not send.
        """
        operation, whom = f"{self._rank}-{self._next}", _text(person)
        self._next += 1
        self._write(
            f'{{"e":"invoke","op":"{operation}","kind":{_word(kind)},"person":{whom}'
            f',"key":{_text(key)},"at_s":{format(at_s, ".6f")},"visitor":{visitor}'
            f',"content":{_text(content)}}}'
        )
        self._open[operation] = whom
        return operation

    def complete(
        self,
        operation: str,
        *,
        outcome: Outcome,
        status: int | None,
        seat: str,
        at_s: float,
        why: str,
        means: str = "",
    ) -> None:
        """Write down how an operation ended.

        Args:
            operation: its name, from `invoke`.
            outcome: acknowledged, refused or unknown.
            status: of the whole answer; None if there is none.
            seat: what was granted; empty if nothing.
            at_s: when, in run seconds.
            why: what was seen, and the row of the table that decided.
            means: what a refusal says of the site, such as "sold-out"; empty if nothing.

        Raises:
            LedgerError: it could not be written, or the operation is not open.
        """
        if operation not in self._open:
            raise LedgerError(f"operation {operation!r}: is not open; an operation ends once")
        # Whoever reads the ledger puts a person's records together before it pairs them.
        whom = self._open.pop(operation)
        self._write(
            f'{{"e":"complete","op":"{operation}","person":{whom}'
            f',"outcome":"{outcome._value_}","status":{"null" if status is None else status}'
            f',"seat":{_text(seat)},"at_s":{format(at_s, ".6f")}'
            f',"why":{_word(why)},"means":{_word(means)}}}'
        )

    def sight(self, sighting: Sighting) -> None:
        """Write down what a visitor was shown.

        Raises:
            LedgerError: it could not be written.
        """
        self._append({"e": "sight", "op": f"{self._rank}-{self._next}", **sighting.as_json()})
        self._next += 1

    def tell(self, told: Misdeed | Setback) -> None:
        """Write down what somebody who means harm has tried, or could not.

        Raises:
            LedgerError: it could not be written.
        """
        kind = MISDEED if isinstance(told, Misdeed) else SETBACK
        self._append({"e": kind, "op": f"{self._rank}-{self._next}", **told.as_json()})
        self._next += 1

    def hand_out(self, handout: Handout) -> None:
        """Write down who gets a row of a feed, before it is given.

        Raises:
            LedgerError: it could not be written; do not give it.
        """
        self._append({"e": HANDOUT, "op": f"{self._rank}-{self._next}", **handout.as_json()})
        self._next += 1

    @property
    def waits(self) -> bool:
        """Whether something was written since the last sync began."""
        return self._unsynced_since_s is not None

    def sync(self) -> float:
        """Have the disk hold what was written; may be called in a thread, never twice at once.

        Gives how long the oldest record that it covers had waited in seconds, this sync included.

        Raises:
            LedgerError: the disk refuses, or holds less than was written.
        """
        # What is written from here on may be covered or not: it begins to wait anew.
        since_s, self._unsynced_since_s = self._unsynced_since_s, None
        written_bytes = self._size_bytes
        try:
            self._fdatasync(self._fd)
            held_bytes = os.fstat(self._fd).st_size
        except OSError as error:
            self._refuse(f"the disk refuses it ({error})")
        if held_bytes < written_bytes:
            self._refuse(f"it holds {held_bytes} bytes of {written_bytes} written: somebody cut it")
        return 0.0 if since_s is None else self._clock() - since_s

    def close(self) -> None:
        """Sync and close; closing twice is harmless.

        Raises:
            LedgerError: the disk refuses what was written last.
        """
        if self._fd == _CLOSED:
            return
        try:
            self.sync()
        finally:
            os.close(self._fd)
            self._fd = _CLOSED

    def _append(self, record: dict[str, object]) -> None:
        self._write(_as_json(record))

    def _write(self, text: str) -> None:
        """Write a record down, which is JSON."""
        if self._broken:
            raise LedgerError(self._broken)
        # A site can answer with half a character, for which no reader of the ledger would have a line.
        line = f"{text}\n".encode("utf-8", "replace")
        at_s = self._clock()
        try:
            written_bytes = os.write(self._fd, line)
        except OSError as error:
            self._refuse(f"a record could not be written ({error})")
        self._size_bytes += written_bytes
        # Only now, since a sync that began during the write need not cover it.
        if self._unsynced_since_s is None:
            self._unsynced_since_s = at_s
        if written_bytes != len(line):
            self._refuse(f"{written_bytes} of {len(line)} bytes of a record were written")

    def _refuse(self, reason: str) -> NoReturn:
        """Refuse everything from now on: a run without a ledger would prove nothing."""
        self._broken = f"ledger of worker {self._rank}: {reason}; nothing more is promised"
        raise LedgerError(self._broken)
