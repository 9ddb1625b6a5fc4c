"""LockStorm: somebody else holds the lock of the site's SQLite file, again and again."""

import json
import uuid
from pathlib import Path
from typing import Annotated

from pydantic import Field

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.resource.accomplice import Accomplice
from siaga.scenario.part import Part
from siaga.scenario.quantity import SomeS

LOCKER = "siaga.faults.store.locker"


class LockStormSettings(Part):
    """How long and how often."""

    hold_s: Annotated[SomeS, Field(alias="hold")] = 1.0
    """Each time."""

    every_s: Annotated[SomeS, Field(alias="every")] = 2.0
    """From one time to the next."""


class LockStorm:
    """Writes wait, until their patience ends; reads go on.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[LockStormSettings]) -> None:
        self._settings, self._place = order.settings, order.place
        self._locker: Accomplice | None = None

    def look(self) -> Memory:
        """Choose the name by which the process is found again, and the file in which it tells.

        Raises:
            FaultError: the store is no file of this machine, or there is no folder for that file.
        """
        store, scratch, name = self._place.store_path, self._place.scratch, uuid.uuid4().hex
        if not store or not Path(store).is_file():
            raise FaultError(f"store: {store!r} is no SQLite file here; its lock cannot be held")
        if not scratch:
            raise FaultError("store: there is no folder in which to count how often it was locked")
        return {"name": name, "tally": str(Path(scratch) / f"locks-{name}.json")}

    def begin(self, memory: Memory) -> None:
        """Start the process that locks.

        Raises:
            FaultError: it cannot be.
        """
        asked, tally = self._settings, Path(memory["tally"])
        tally.parent.mkdir(parents=True, exist_ok=True)
        times = (str(asked.hold_s), str(asked.every_s))
        self._known(memory).start(self._place.store_path, str(tally), *times)

    def proof(self, memory: Memory) -> str:
        """Say how often it has held the lock."""
        try:
            tally = json.loads(Path(memory["tally"]).read_text("utf-8"))
        except FileNotFoundError:
            return ""
        return f"the store was locked {tally['times']} times, {tally['held_s']:.1f} s in all"

    def heal(self, memory: Memory) -> None:
        """End the process; the system takes its lock away.

        Raises:
            FaultError: it lives on.
        """
        self._known(memory).end()

    def _known(self, memory: Memory) -> Accomplice:
        if self._locker is None:
            self._locker = Accomplice(LOCKER, memory["name"])
        return self._locker


KIND = FaultKind(
    name="lock-storm",
    summary="the lock of the SQLite file is held, again and again",
    targets=("store",),
    lasting=Lasting.A_WHILE,
    settings=LockStormSettings,
    make=LockStorm,
)
