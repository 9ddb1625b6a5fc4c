"""Dice give the same numbers for the same seed, purpose and throw, and others otherwise."""

import hashlib
from itertools import islice
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.people.dice import WORD_BITS, Dice


def test_a_word_is_the_keyed_hash_of_the_throw() -> None:
    """The bits are BLAKE2b of the throw in 8 bytes, keyed with the hash of seed and purpose."""
    key = hashlib.blake2b(b"5/colour").digest()
    digest = hashlib.blake2b(bytes(7) + b"\x03", digest_size=16, key=key).hexdigest()
    assert Dice(5, "colour").word(3) == int(digest, 16)


@given(st.integers(0, 2**63), st.integers(0, 2**64 - 1))
def test_a_word_hangs_on_seed_purpose_and_throw(seed: int, throw: int) -> None:
    """Changing any one of the three changes the word."""
    word = Dice(seed, "a").word(throw)
    others = [
        Dice(seed + 1, "a").word(throw),
        Dice(seed, "b").word(throw),
        Dice(seed, "a").word(throw ^ 1),
    ]
    assert 0 <= word < 2**WORD_BITS
    assert word == Dice(seed, "a").word(throw)
    assert word not in others


@given(st.integers(0, 2**63), st.integers(0, 200))
def test_a_shuffle_holds_every_number_once(seed: int, size: int) -> None:
    """Nothing is lost or doubled by the drawn order."""
    assert sorted(Dice(seed, "order").shuffled(size)) == list(range(size))


def test_a_shuffle_is_not_the_plain_order() -> None:
    """A thousand numbers do not stay where they were."""
    drawn = Dice(1, "order").shuffled(1000)
    assert sum(place == number for place, number in enumerate(drawn)) < 10


@given(st.integers(0, 2**63), st.integers(1, 10**13))
def test_drawn_permutations_are_of_the_size_asked_for(seed: int, size: int) -> None:
    """Each draw is a permutation of that size with a step coprime to it."""
    drawn = list(islice(Dice(seed, "places").permutations(size), 3))
    assert [one.size for one in drawn] == [size] * 3
    assert all(gcd(one.step, size) == 1 for one in drawn)


def test_a_negative_seed_is_refused() -> None:
    """The refusal says the value and what is allowed."""
    with pytest.raises(ValueError, match="seed: -1 is below 0; 0 and above is allowed"):
        Dice(-1, "colour")
