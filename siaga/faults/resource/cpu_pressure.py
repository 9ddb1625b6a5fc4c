"""CpuPressure: processes that compute nothing take CPU time from everything on the machine."""

import uuid
from typing import Annotated

from pydantic import Field

from siaga.faults.fault import Memory
from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.resource.accomplice import Accomplice
from siaga.scenario.part import Count, Part

BURNER = "siaga.faults.resource.burner"
SHOWS_S = 0.1
"""CPU time that no process uses by being started alone."""


class CpuPressureSettings(Part):
    """How great it is."""

    processes: Annotated[Count, Field(ge=1, le=64)] = 1
    """That burn CPU time, each as much of a core as it gets."""

    nice: Annotated[Count, Field(le=19)] = 0
    """By how much they let others go first; at 19 they take little that others want."""


class CpuPressure:
    """It slows the generator as well where that runs on the same machine: its lag tells.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[CpuPressureSettings]) -> None:
        self._settings = order.settings
        self._burners: Accomplice | None = None

    def look(self) -> Memory:
        """Choose the name by which the processes are found again."""
        return {"name": uuid.uuid4().hex}

    def begin(self, memory: Memory) -> None:
        """Start them.

        Raises:
            FaultError: they cannot be.
        """
        for _ in range(self._settings.processes):
            self._known(memory).start(str(self._settings.nice))

    def proof(self, memory: Memory) -> str:
        """Say how much CPU time they have taken."""
        burnt_s = self._known(memory).cpu_s()
        enough_s = SHOWS_S * self._settings.processes
        return f"{burnt_s:.1f} s of CPU time were burnt" if burnt_s > enough_s else ""

    def heal(self, memory: Memory) -> None:
        """End them.

        Raises:
            FaultError: one lives on.
        """
        self._known(memory).end()

    def _known(self, memory: Memory) -> Accomplice:
        if self._burners is None:
            self._burners = Accomplice(BURNER, memory["name"])
        return self._burners


KIND = FaultKind(
    name="cpu-pressure",
    summary="processes that compute nothing take CPU time",
    targets=("site",),
    lasting=Lasting.A_WHILE,
    settings=CpuPressureSettings,
    make=CpuPressure,
    anywhere=True,
)
