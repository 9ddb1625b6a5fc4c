"""Settings of a neighbour: what it is started with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourSettings:
    """What a neighbour is started with.

    Attributes:
        time_scale: by which every delay is multiplied, above 0 and at most 1.
        rate_scale: by which every limit is multiplied, above 0.
        test_mode: whether provinces 97 to 99, which do not exist, are known.
        seed: of everything that is drawn.
    """

    time_scale: float = 1.0
    rate_scale: float = 1.0
    test_mode: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.time_scale <= 1:
            raise ValueError(f"time_scale: is {self.time_scale}; it must be above 0 and at most 1")
        if self.rate_scale <= 0:
            raise ValueError(f"rate_scale: is {self.rate_scale}; it must be above 0")
