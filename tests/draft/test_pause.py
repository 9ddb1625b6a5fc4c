"""Claims about pauses: medians and spreads of what was recorded."""

import math

from hypothesis import given
from hypothesis import strategies as st

from siaga.draft.pause import LONGEST_S, SHORTEST_S, Pause, pause_of


def test_several_pauses_give_a_median_and_a_spread() -> None:
    """Those of log-normal pauses: 2, 4 and 8 are one doubling apart."""
    assert pause_of([4, 2, 8]) == Pause(median_s=4.0, sigma=round(math.log(2), 2))


def test_one_pause_has_no_spread() -> None:
    """Nobody can tell it from one; the journey's own stands for it."""
    assert pause_of([3.14]) == Pause(median_s=3.1, sigma=None)


def test_what_follows_at_once_is_no_pause_and_nobody_waits_longer_than_five_minutes() -> None:
    """A script's calls come by themselves; a recorder's lunch is no visitor's."""
    assert pause_of([]) is None
    assert pause_of([0.0, SHORTEST_S / 2]) is None
    assert pause_of([0.0, 0.1, 2.0]) is None
    assert pause_of([3_600.0]) == Pause(median_s=LONGEST_S, sigma=None)


@given(st.lists(st.floats(0, 10_000), max_size=30))
def test_a_pause_is_one_that_a_visitor_can_make(pauses_s: list[float]) -> None:
    """Whatever was recorded: `think` takes it."""
    if (found := pause_of(pauses_s)) is not None:
        assert SHORTEST_S - 0.05 <= found.median_s <= LONGEST_S
        assert found.sigma is None or (found.sigma >= 0 and math.isfinite(found.sigma))
