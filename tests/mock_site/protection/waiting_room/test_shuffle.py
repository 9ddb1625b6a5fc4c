"""A shuffle gives every number a place of its own, and favours nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mock_site.protection.waiting_room.shuffle import Shuffle

SEEDS = st.integers(min_value=0, max_value=2**64 - 1)


@given(SEEDS, st.integers(min_value=1, max_value=600))
def test_every_place_is_somebodys_and_nobodys_twice(seed: int, size: int) -> None:
    """The order is a bijection for any seed and any size."""
    shuffle = Shuffle(seed, size)
    assert sorted(shuffle.place(number) for number in range(size)) == list(range(size))


@given(SEEDS, st.integers(min_value=1, max_value=2**40), st.integers(min_value=0))
def test_a_place_is_within_the_size_and_always_the_same(seed: int, size: int, number: int) -> None:
    """Also where nobody could write the order down."""
    place = Shuffle(seed, size).place(number % size)
    assert 0 <= place < size
    assert Shuffle(seed, size).place(number % size) == place


@given(SEEDS, st.integers(min_value=1, max_value=2**40), st.integers(min_value=0))
def test_whose_place_it_is_is_found_from_the_place(seed: int, size: int, number: int) -> None:
    """The way back leads to where it began."""
    shuffle = Shuffle(seed, size)
    assert shuffle.number(shuffle.place(number % size)) == number % size


@given(st.integers(max_value=0))
def test_an_order_of_nothing_is_refused(size: int) -> None:
    """There is no place to give."""
    with pytest.raises(ValueError, match=r"^size: is "):
        Shuffle(1, size)


@pytest.mark.parametrize("number", [-1, 10])
def test_a_number_outside_is_refused(number: int) -> None:
    """It would walk for ever."""
    with pytest.raises(ValueError, match=rf"^number: is {number}; it must be 0 to 9$"):
        Shuffle(1, 10).place(number)
    with pytest.raises(ValueError, match=rf"^place: is {number}; it must be 0 to 9$"):
        Shuffle(1, 10).number(number)


def test_another_seed_is_another_order() -> None:
    """Who knows one lot knows nothing of the next."""
    first, second = Shuffle(1, 1000), Shuffle(2, 1000)
    same = sum(first.place(number) == second.place(number) for number in range(1000))
    assert same < 10


def test_coming_early_is_of_no_use() -> None:
    """Of each tenth by arrival the same share is among the first tenth by place (chi-square)."""
    size, seeds = 1000, range(40)
    early = [0] * 10
    for seed in seeds:
        shuffle = Shuffle(seed, size)
        for number in range(size):
            early[number * 10 // size] += shuffle.place(number) < size // 10
    assert stats.chisquare(early).pvalue > 0.001
