"""The MachineSecond: how much of the run's machine others took for a second, who are none of the run."""

import math
from dataclasses import dataclass

from siaga.record.line import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineSecond(Line):
    """One look at all processes of the machine.

    Attributes:
        at_s: when, Unix seconds.
        others_ratio: share of all cores since the last look, 0 to 1, that went to processes which are
            neither siaga's nor the site's, or that the machine below took.
        most: name of the process that took the most of it; empty if none was seen.
    """

    at_s: float
    others_ratio: float
    most: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no share."""
        sound = all(isinstance(one, int | float) for one in (self.at_s, self.others_ratio))
        if not (sound and math.isfinite(self.at_s) and 0 <= self.others_ratio <= 1):
            raise ValueError(
                f"machine: others took {self.others_ratio!r} of it at {self.at_s!r} s;"
                " a share of 0 to 1 is allowed"
            )
