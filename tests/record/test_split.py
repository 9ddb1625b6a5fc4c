"""Claims about the split of a step's time: nothing of it is lost, however it is added up."""

import random
from functools import reduce
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.record.split import Parts, Split

times_s = st.floats(0, 100)
parts_s = st.tuples(times_s, times_s, times_s, times_s, times_s)
samples = st.lists(st.tuples(st.just(600.0), parts_s), min_size=1, max_size=8)


def test_samples_are_added_up_in_microseconds() -> None:
    """What was before the request is what the parts leave of the time from the intended start."""
    opening: Parts = (0.001, 0.002, 0.003, 0.1, 0.01)
    kept: Parts = (0.0, 0.0, 0.0, 0.2, 0.02)
    assert Split.of([(0.12, opening), (0.25, kept)]) == Split(
        answers=2,
        opened=1,
        before_us=34_000,
        lookup_us=1_000,
        connect_us=2_000,
        tls_us=3_000,
        wait_us=300_000,
        body_us=30_000,
    )


def test_readings_of_a_clock_that_fall_short_are_nothing() -> None:
    """No part is below 0, nor is what was before."""
    split = Split.of([(0.1, (0.0, -1e-9, 0.0, 0.2, -1e-9))])
    assert (split.before_us, split.connect_us, split.body_us) == (0, 0, 0)
    assert split.wait_us == 200_000


@given(st.lists(samples, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_adding_means_nothing(
    seconds: list[list[tuple[float, Parts]]], dice: random.Random
) -> None:
    """Seconds of workers may be put together in any order."""
    splits = [Split.of(one) for one in seconds]
    shuffled = dice.sample(splits, len(splits))
    assert reduce(add, splits) == reduce(add, shuffled)
    assert reduce(add, splits).total_us == sum(one.total_us for one in splits)


@given(samples)
def test_the_parts_make_up_the_whole(taken: list[tuple[float, Parts]]) -> None:
    """To the microsecond that each of them is rounded to."""
    split = Split.of(taken)
    assert split.total_us == pytest.approx(sum(took_s for took_s, _parts in taken) * 1e6, abs=4)


@pytest.mark.parametrize(
    ("fact", "error"),
    [
        ({"answers": 1.5}, ValueError),
        ({"wait_us": -1}, ValueError),
        ({"wait_us": "long"}, TypeError),
        ({"wait_us": "long", "answers": 2}, TypeError),
        ({"wait_us": None}, TypeError),
        ({"coffee_us": 1}, TypeError),
    ],
)
def test_a_damaged_split_is_refused(fact: dict[str, object], error: type[Exception]) -> None:
    """Fractions, what is below 0, texts and what no split has."""
    with pytest.raises(error):
        Split.from_json(fact)
