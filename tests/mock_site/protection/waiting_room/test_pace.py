"""The pace of a room follows the day, and its book can hold it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.protection.terms import LEAST_TURN_S, MOST_TURNS, Terms
from mock_site.protection.waiting_room.book import RING
from mock_site.protection.waiting_room.pace import US_PER_S, Pace


@given(st.floats(min_value=1e-4, max_value=1))
def test_turns_and_passes_last_at_least_as_long_as_said(time_scale: float) -> None:
    """Rounded up to ticks, and never shorter than a browser that looks now and then can bear."""
    terms = Terms()
    pace = Pace.of(terms, time_scale)
    assert pace.turn_s >= max(LEAST_TURN_S, terms.turn_s * time_scale)
    assert pace.pass_ticks * pace.tick_us / US_PER_S >= terms.pass_s * time_scale
    assert max(pace.turn_ticks, pace.pass_ticks) <= RING - 2


def test_a_turn_that_lasts_much_longer_than_a_pass_is_refused() -> None:
    """The book looks only so far ahead."""
    with pytest.raises(ValueError, match=r"^turn_ticks: is 514; it must be 1 to 510$"):
        Pace(tick_us=US_PER_S, turn_ticks=RING + 2, pass_ticks=RING // 2)


@given(st.floats(min_value=1e-4, max_value=1), st.floats(min_value=1, max_value=100_000))
def test_every_turn_that_terms_allow_fits(time_scale: float, pass_s: float) -> None:
    """Whoever starts a site is told at once, and no worker of it dies of it later."""
    pace = Pace.of(Terms(turn_s=pass_s * MOST_TURNS, pass_s=pass_s), time_scale)
    assert pace.turn_ticks <= RING - 2


def test_a_tick_of_no_length_is_refused() -> None:
    """Time has to go on."""
    with pytest.raises(ValueError, match=r"^tick_us: is 0; it must be 1 or more$"):
        Pace(tick_us=0, turn_ticks=1, pass_ticks=1)


def test_ticks_are_moments_and_back() -> None:
    """A tick ends where the next begins."""
    pace = Pace(tick_us=2 * US_PER_S, turn_ticks=1, pass_ticks=1)
    assert (pace.tick(3 * US_PER_S), pace.ends_s(2)) == (1, 4.0)
