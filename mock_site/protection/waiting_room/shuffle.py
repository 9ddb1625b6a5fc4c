"""The Shuffle: an order of 0 to N-1 drawn by lot, in which a place is found without the others.

A Feistel network is a bijection whatever its rounds compute (Luby and Rackoff, SIAM Journal on Computing
17(2), 1988). Over a range that is no power of two it is walked until it is back in the range (cycle
walking: Black and Rogaway, Ciphers with arbitrary finite domains, CT-RSA 2002); with the next power of
two as its range that takes less than two steps on average.
"""

import hashlib

ROUNDS = 8
_THERE = range(ROUNDS)
_BACK = range(ROUNDS)[::-1]
_LEAST_BITS = 2


class Shuffle:
    """An order of the numbers below a size.

    Args:
        seed: that the order is drawn with.
        size: how many numbers there are, 1 or more.

    Raises:
        ValueError: there are none.
    """

    def __init__(self, seed: int, size: int) -> None:
        if size < 1:
            raise ValueError(f"size: is {size}; it must be 1 or more")
        bits = max(_LEAST_BITS, (size - 1).bit_length())
        self._size = size
        self._right_bits = bits // 2
        self._masks = ((1 << (bits - self._right_bits)) - 1, (1 << self._right_bits) - 1)
        self._key = seed.to_bytes(8, "little")

    def place(self, number: int) -> int:
        """Give the place of a number.

        Raises:
            ValueError: it is not below the size.
        """
        return self._walked("number", number, _THERE)

    def number(self, place: int) -> int:
        """Give the number that has a place: the walk from its number to it, backwards.

        Raises:
            ValueError: it is not below the size.
        """
        return self._walked("place", place, _BACK)

    def _walked(self, name: str, start: int, turns: range) -> int:
        if not 0 <= start < self._size:
            raise ValueError(f"{name}: is {start}; it must be 0 to {self._size - 1}")
        at = self._step(start, turns)
        while at >= self._size:
            at = self._step(at, turns)
        return at

    def _step(self, at: int, turns: range) -> int:
        halves = [at >> self._right_bits, at & self._masks[1]]
        # A turn done once more undoes itself.
        for turn in turns:
            side = turn % 2
            halves[side] ^= self._mixed(turn, halves[1 - side]) & self._masks[side]
        return halves[0] << self._right_bits | halves[1]

    def _mixed(self, turn: int, half: int) -> int:
        text = half.to_bytes(8, "little") + bytes((turn,))
        return int.from_bytes(hashlib.blake2b(text, digest_size=8, key=self._key).digest(), "little")
