"""The conduct of a store: how well it is made, and what it has to bear."""

import math
from dataclasses import dataclass

from mock_site.defects import NONE, Defect, Defects
from mock_site.layers import Level
from mock_site.store.attempts import Attempts
from mock_site.store.strain import AT_EASE, Strain


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How a store behaves.

    Attributes:
        defects: that are planted.
        strain: that it is under.
        durability: level of the layer.
        records_syncs: whether it notes what is on the disk, where it can.
        access: level of the layer: hardened, a store that is a file is read over another connection
            than it is written over; else one does everything, in order.
        patience_s: wait for a transaction, or for a reader, after which a hardened store refuses;
            infinite: any.
        attempts: by which its processes know who has asked for a seat; None: it has only one.
    """

    defects: Defects = NONE
    strain: Strain = AT_EASE
    durability: Level = Level.HARDENED
    records_syncs: bool = False
    access: Level = Level.HARDENED
    patience_s: float = math.inf
    attempts: Attempts | None = None

    def __post_init__(self) -> None:
        if not self.patience_s > 0:
            raise ValueError(f"conduct: patience_s is {self.patience_s}; it must be above 0")

    @property
    def waits_s(self) -> float:
        """How long a write waits for a transaction, and a question for a reader."""
        return self.patience_s if self.access is Level.HARDENED else math.inf

    @property
    def flushing(self) -> Level:
        """How well it waits for the disk: as the layer says, or not at all where that is the defect."""
        return Level.OFF if Defect.LAZY_FSYNC in self.defects else self.durability


PROPER = Conduct()
"""That of a store that is made well and left alone."""
