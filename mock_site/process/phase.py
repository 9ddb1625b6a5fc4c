"""The phase of a process: whether it may be sent visitors."""

from enum import Enum


class Phase(Enum):
    """Phases of a process, in order."""

    STARTING = "starting"
    READY = "ready"
    DRAINING = "draining"


class Life:
    """A process's way through its phases, never backwards."""

    def __init__(self) -> None:
        self.phase = Phase.STARTING

    def ready(self) -> None:
        """Note that everything needed is there."""
        if self.phase is Phase.STARTING:
            self.phase = Phase.READY

    def drain(self) -> None:
        """Note that the process is about to end."""
        self.phase = Phase.DRAINING
