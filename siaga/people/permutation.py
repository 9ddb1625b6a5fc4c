"""The Permutation: a rearrangement of 0 to size - 1 that can be undone, so that nothing collides.

    forward(x) = (step * x + offset) mod size
    inverse(y) = (y - offset) * step^-1 mod size

With step and size coprime the step has an inverse modulo size, so forward is one-to-one (an affine
permutation; Knuth, The Art of Computer Programming, volume 2, section 3.2.1).
"""

from dataclasses import dataclass
from math import gcd


@dataclass(frozen=True, slots=True, kw_only=True)
class Permutation:
    """An affine permutation.

    Attributes:
        size: how many numbers are rearranged, 1 or more.
        step: distance between the places of two neighbours, coprime to the size.
        offset: place of 0.

    Raises:
        ValueError: size is below 1, step or offset is outside 0 to size - 1, or step and size have
            a common factor.
    """

    size: int
    step: int
    offset: int

    def __post_init__(self) -> None:
        if self.size < 1:
            raise ValueError(f"size: {self.size} is too small; 1 and above is allowed")
        for name, given in (("step", self.step), ("offset", self.offset)):
            if not 0 <= given < self.size:
                raise ValueError(f"{name}: {given} is outside; 0 to {self.size - 1} is allowed")
        if gcd(self.step, self.size) != 1:
            raise ValueError(
                f"step: {self.step} shares a factor with the size {self.size};"
                " a step coprime to the size is allowed"
            )

    def forward(self, place: int) -> int:
        """Give where a number from 0 to size - 1 goes; others wrap round."""
        return (self.step * place + self.offset) % self.size

    def inverse(self, place: int) -> int:
        """Give the number from 0 to size - 1 that goes to this place."""
        return (place - self.offset) * pow(self.step, -1, self.size) % self.size
