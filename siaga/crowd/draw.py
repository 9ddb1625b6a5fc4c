"""The Draw: a visitor's seeded randomness, a pure function of seed, visitor and purpose.

A named draw does not depend on how many others were made before it, so a visitor decides the same on
every machine and in whatever order things happen; and it keeps no state worth mentioning, where a
generator object would weigh more than the rest of the visitor.
"""

import hashlib
from statistics import NormalDist

_STANDARD = NormalDist()
_STEPS = 2**53


class Draw:
    """Draws for one visitor.

    Args:
        seed: seed of the run.
        index: number of the visitor in the plan.
    """

    __slots__ = ("_prefix", "_turn")

    def __init__(self, seed: int, index: int) -> None:
        self._prefix = f"{seed}/{index}/"
        self._turn = 0

    def uniform(self, purpose: str) -> float:
        """Give a number above 0 and below 1, always the same for the same purpose."""
        digest = hashlib.blake2b((self._prefix + purpose).encode(), digest_size=8).digest()
        return ((int.from_bytes(digest, "big") >> 11) + 0.5) / _STEPS

    def chance(self, purpose: str, ratio: float) -> bool:
        """Say yes with the given ratio, 0 to 1."""
        return self.uniform(purpose) < ratio

    def lognormal(self, median: float, sigma: float, purpose: str = "") -> float:
        """Give a log-normal number; sigma is that of its logarithm.

        Args:
            median: above 0.
            sigma: 0 or more.
            purpose: for the same one it is always the same; without one it is the next.

        Raises:
            ValueError: the median is not above 0, or sigma is below 0.
        """
        if median <= 0 or sigma < 0:
            raise ValueError(f"lognormal: median {median} has to be above 0, sigma {sigma} not below")
        if not purpose:
            self._turn += 1
            purpose = f"turn-{self._turn}"
        point = _STANDARD.inv_cdf(self.uniform(purpose))
        return float(median * 2.718281828459045 ** (sigma * point))

    def token(self, purpose: str) -> str:
        """Give 32 hexadecimal digits, always the same for the same purpose."""
        return hashlib.blake2b((self._prefix + purpose).encode(), digest_size=16).hexdigest()
