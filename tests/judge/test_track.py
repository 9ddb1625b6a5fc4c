"""Claims about tracks: whatever seconds are asked for, exactly their slots come back."""

from collections import Counter
from collections.abc import Collection

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from siaga.judge.seconds import Seconds
from siaga.judge.track import Tape, Track
from siaga.record.slots import Slots

Interval = tuple[int, dict[int, int]]


def _track(intervals: Collection[Interval]) -> Track:
    tape = Tape()
    for second, held in intervals:
        tape.append(
            Slots(
                second=second,
                step="home",
                population="",
                intended=True,
                places=np.array(list(held), dtype=np.int32),
                counts=np.array(list(held.values()), dtype=np.int32),
            )
        )
    return Track.of(tape)


def _held(track: Track, during: Collection[int] | None) -> Counter[int]:
    found: Counter[int] = Counter()
    for places, counts in track.during(during):
        for place, many in zip(places.tolist(), counts.tolist(), strict=True):
            found[place] += many
    return found


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.dictionaries(st.integers(0, 5), st.integers(1, 9), min_size=1)),
        min_size=1,
    ),
    st.one_of(
        st.none(),
        st.frozensets(st.integers(-2, 15)),
        st.builds(range, st.integers(-2, 15), st.integers(-2, 15), st.integers(1, 3)),
        st.lists(st.builds(range, st.integers(0, 15), st.integers(0, 15))).map(Seconds.of),
    ),
)
def test_seconds_give_their_own_slots_and_no_others(
    intervals: list[Interval], during: Collection[int] | None
) -> None:
    """In whatever order the intervals were read, and however the seconds are given."""
    asked: Counter[int] = Counter()
    for second, held in intervals:
        if during is None or second in during:
            asked.update(held)
    assert _held(_track(intervals), during) == asked


def test_seconds_in_a_row_are_one_stretch() -> None:
    """A pair of columns comes for each stretch, and none for a stretch in which nothing was recorded."""
    track = _track([(4, {1: 1}), (0, {2: 2}), (1, {3: 3}), (1, {2: 1})])
    several = Seconds.of([range(2), range(3, 4), range(4, 9), range(20, 30)])
    assert [places.tolist() for places, _counts in track.during(several)] == [[2, 3, 2], [1]]


def test_what_is_in_one_slot_is_counted_by_second() -> None:
    """Of every worker, and whatever is beside it."""
    track = _track([(4, {1: 2, 7: 3}), (2, {7: 5}), (4, {7: 1, 9: 8}), (6, {9: 1})])
    assert [track.at(place) for place in (7, 9, 3)] == [{2: 5, 4: 4}, {4: 8, 6: 1}, {}]
