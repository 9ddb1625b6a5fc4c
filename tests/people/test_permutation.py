"""A permutation sends every number to a place of its own, and back."""

import re
from math import gcd

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from siaga.people.permutation import Permutation


@given(st.data())
def test_what_goes_forward_comes_back(data: st.DataObject) -> None:
    """The inverse of the forward is the number itself, whatever size, step and offset are."""
    size = data.draw(st.integers(1, 10**14))
    step, offset, place = (data.draw(st.integers(0, size - 1)) for _ in range(3))
    assume(gcd(step, size) == 1)
    permutation = Permutation(size=size, step=step, offset=offset)
    there = permutation.forward(place)
    assert 0 <= there < size
    assert permutation.inverse(there) == place
    assert permutation.forward(permutation.inverse(place)) == place


def test_every_place_is_taken_once() -> None:
    """The whole of a small permutation is what hand calculation says."""
    permutation = Permutation(size=10, step=3, offset=4)
    assert [permutation.forward(place) for place in range(10)] == [4, 7, 0, 3, 6, 9, 2, 5, 8, 1]


def test_a_number_past_the_end_wraps_round() -> None:
    """The size is the period."""
    permutation = Permutation(size=10, step=3, offset=4)
    assert permutation.forward(12) == permutation.forward(2) == 0


@pytest.mark.parametrize(
    ("size", "step", "offset", "message"),
    [
        (0, 0, 0, "size: 0 is too small; 1 and above is allowed"),
        (10, 10, 0, "step: 10 is outside; 0 to 9 is allowed"),
        (10, 3, -1, "offset: -1 is outside; 0 to 9 is allowed"),
        (10, 4, 0, "step: 4 shares a factor with the size 10; a step coprime to the size is"),
    ],
)
def test_what_is_no_permutation_is_refused(size: int, step: int, offset: int, message: str) -> None:
    """The refusal names the argument, its value and what is allowed."""
    with pytest.raises(ValueError, match=re.escape(message)):
        Permutation(size=size, step=step, offset=offset)
