"""The conduct of a store: how well it is made, and what it has to bear."""

from dataclasses import dataclass

from mock_site.defects import NONE, Defect, Defects
from mock_site.layers import Level
from mock_site.store.strain import AT_EASE, Strain


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How a store behaves.

    Attributes:
        defects: that are planted.
        strain: that it is under.
        durability: level of the layer.
        records_syncs: whether it notes what is on the disk, where it can.
    """

    defects: Defects = NONE
    strain: Strain = AT_EASE
    durability: Level = Level.HARDENED
    records_syncs: bool = False

    @property
    def flushing(self) -> Level:
        """How well it waits for the disk: as the layer says, or not at all where that is the defect."""
        return Level.OFF if Defect.LAZY_FSYNC in self.defects else self.durability


PROPER = Conduct()
"""That of a store that is made well and left alone."""
