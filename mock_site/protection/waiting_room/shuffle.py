"""The Shuffle: an order of 0 to N-1 drawn by lot, in which a place is found without the others.

A Feistel network is a bijection whatever its rounds compute (Luby and Rackoff, SIAM Journal on Computing
17(2), 1988). Over a range that is no power of two it is walked until it is back in the range (cycle
walking: Black and Rogaway, Ciphers with arbitrary finite domains, CT-RSA 2002); with the next power of
two as its range that takes less than two steps on average.
"""

import hashlib

ROUNDS = 8
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
        if not 0 <= number < self._size:
            raise ValueError(f"number: is {number}; it must be 0 to {self._size - 1}")
        place = self._step(number)
        while place >= self._size:
            place = self._step(place)
        return place

    def _step(self, number: int) -> int:
        halves = [number >> self._right_bits, number & self._masks[1]]
        for turn in range(ROUNDS):
            side = turn % 2
            halves[side] ^= self._mixed(turn, halves[1 - side]) & self._masks[side]
        return halves[0] << self._right_bits | halves[1]

    def _mixed(self, turn: int, half: int) -> int:
        text = half.to_bytes(8, "little") + bytes((turn,))
        return int.from_bytes(hashlib.blake2b(text, digest_size=8, key=self._key).digest(), "little")
