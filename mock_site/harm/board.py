"""The board: one file on which the site's conditions and orders stand, for all workers to read."""

import asyncio
import dataclasses
import fcntl
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Self

import pydantic

from mock_site.forms.change import changed
from mock_site.harm.conditions import SiteConditions

LOOK_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What stands on the board.

    Attributes:
        conditions: that are in force.
        cache_flushes: times that the ready-made pages were ordered to be thrown away.
        session_losses: times that all log-ins were ordered to be forgotten.
        power_losses: times that the power has gone since the site was started.
        lost_bytes: of the store that were not on the disk then, all together.
    """

    __pydantic_config__: ClassVar = pydantic.ConfigDict(extra="forbid", strict=True)

    conditions: SiteConditions = field(default_factory=SiteConditions)
    cache_flushes: int = 0
    session_losses: int = 0
    power_losses: int = 0
    lost_bytes: int = 0

    def dumps(self) -> str:
        """Write it as JSON."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def loads(cls, text: str) -> Self:
        """Read what `dumps` wrote.

        Raises:
            ValueError: the text is no notice.
        """
        notice: Self = _ADAPTER.validate_json(text)
        return notice


_ADAPTER: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(Notice)
Change = Callable[[Notice], Notice]


class Board:
    """The board as one process sees it.

    The file is never changed, only replaced, so that whoever reads it sees one notice whole; a lock
    beside it has those who change it take turns. A worker that is started later finds it as it is.

    Args:
        path: of the file; where there is none, nothing is the matter.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._watchers: list[Callable[[Notice], None]] = []
        self.notice = Notice()
        self.refresh()

    @property
    def conditions(self) -> SiteConditions:
        """The conditions in force, as read last."""
        return self.notice.conditions

    def tell(self, watcher: Callable[[Notice], None]) -> None:
        """Have somebody told of what stands there, now and after each change."""
        self._watchers.append(watcher)
        watcher(self.notice)

    def refresh(self) -> bool:
        """Read the file if it is another one, and tell whether it was."""
        signature = self._signature()
        if signature is None or signature == self._seen:
            return False
        self.notice = self._read()
        self._seen = signature
        for watcher in self._watchers:
            watcher(self.notice)
        return True

    async def watch(self) -> None:
        """Keep reading until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            self.refresh()

    def change(self, parts: Mapping[str, Any]) -> None:
        """Change the conditions that are named; nothing changes if one is wrong.

        Raises:
            Refusal: 400 for a name there is not, and for a value that is not allowed.
        """
        self._write(lambda old: dataclasses.replace(old, conditions=changed(old.conditions, parts)))

    def heal(self) -> None:
        """End all harm, for a site that is started; what was ordered once stays ordered."""
        self._write(
            lambda old: Notice(cache_flushes=old.cache_flushes, session_losses=old.session_losses)
        )

    def order_flush(self) -> None:
        """Have the ready-made pages thrown away."""
        self._write(lambda old: dataclasses.replace(old, cache_flushes=old.cache_flushes + 1))

    def order_loss(self) -> None:
        """Have all log-ins forgotten."""
        self._write(lambda old: dataclasses.replace(old, session_losses=old.session_losses + 1))

    def note_power_loss(self, lost_bytes: int) -> None:
        """Note that the power has gone, and what of the store with it."""
        self._write(
            lambda old: dataclasses.replace(
                old, power_losses=old.power_losses + 1, lost_bytes=old.lost_bytes + lost_bytes
            )
        )

    def _write(self, change: Change) -> None:
        """Replace the file; it is read when it is looked at next."""
        with Path(f"{self._path}.lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            notice = change(self._read())
            fresh = Path(f"{self._path}.new")
            fresh.write_text(notice.dumps(), encoding="utf-8")
            fresh.replace(self._path)

    def _read(self) -> Notice:
        try:
            return Notice.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            # There is none yet, or one of another version, whose harm is over.
            return Notice()

    def _signature(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns
