"""The Dice: random-looking whole numbers, a pure function of seed, purpose and throw.

BLAKE2b keyed with seed and purpose stands behind them. Its result is fixed by RFC 7693, where the
streams of `random` and numpy may change with their versions: workers have to agree on every identity.
"""

import hashlib
from collections.abc import Iterator
from itertools import count
from math import gcd

from siaga.people.permutation import Permutation

WORD_BITS = 128
"""Bits of one throw."""

_WORD_BYTES = WORD_BITS // 8
_THROW_BYTES = 8


class Dice:
    """Throws for one purpose.

    Args:
        seed: 0 and above.
        purpose: what the throws decide; other purposes throw other numbers.

    Raises:
        ValueError: the seed is below 0.
    """

    __slots__ = ("_key",)

    def __init__(self, seed: int, purpose: str) -> None:
        if seed < 0:
            raise ValueError(f"seed: {seed} is below 0; 0 and above is allowed")
        self._key = hashlib.blake2b(f"{seed}/{purpose}".encode()).digest()

    def word(self, throw: int) -> int:
        """Give the 128 bits of a throw, 0 to 2**64 - 1, as a whole number."""
        number = throw.to_bytes(_THROW_BYTES, "big")
        digest = hashlib.blake2b(number, digest_size=_WORD_BYTES, key=self._key).digest()
        return int.from_bytes(digest, "big")

    def shuffled(self, size: int) -> list[int]:
        """Give the numbers 0 to size - 1, each once, in a drawn order."""
        return sorted(range(size), key=self.word)

    def permutations(self, size: int) -> Iterator[Permutation]:
        """Give drawn permutations of 0 to size - 1, one after the other without end."""
        for throw in count():
            step, offset = divmod(self.word(throw), 2 ** (WORD_BITS // 2))
            if gcd(step, size) == 1:
                yield Permutation(size=size, step=step % size, offset=offset % size)
