"""Claims about the search: each history has one next level, and a made-up site's capacity is found."""

from dataclasses import replace
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.capacity.answer import Ending, answer
from siaga.capacity.level import Ask, Level, Outcome, Purpose
from siaga.capacity.search import failed_cool_downs, is_limited, is_lost, next_ask
from siaga.capacity.terms import GROWTH, MOST_LEVELS, Terms
from tests.capacity.made_up_sites import MadeUpSite, level, searched

TERMS = Terms(from_per_s=10.0, to_per_s=1000.0)
HELD, BROKEN, OPEN, LIMITED = Outcome.HELD, Outcome.BROKEN, Outcome.OPEN, Outcome.LIMITED
UP = level(10.0, HELD)
DOWN = level(14.5, BROKEN)
CALM = level(10.0, HELD, Purpose.COOL_DOWN)
HOT = level(10.0, BROKEN, Purpose.COOL_DOWN)


def short(rate_per_s: float) -> Level:
    """Give a level at which too few people came, as long as it was."""
    return replace(level(rate_per_s, OPEN, Purpose.AGAIN), longer_s=30.0)


SHORT = short(10.0)


@pytest.mark.parametrize(
    ("levels", "asked"),
    [
        ([], (10.0, 20.0, Purpose.STEP)),
        ([UP], (14.5, 20.0, Purpose.STEP)),
        ([UP, DOWN], (10.0, 20.0, Purpose.COOL_DOWN)),
        ([UP, DOWN, HOT], (10.0, 20.0, Purpose.COOL_DOWN)),
        ([UP, DOWN, HOT, CALM], (145**0.5, 20.0, Purpose.BISECTION)),
        ([level(10.0, BROKEN)], (10.0 / GROWTH**2, 20.0, Purpose.STEP)),
        ([UP, level(40.0, HELD), level(42.0, BROKEN)], (10.0, 20.0, Purpose.COOL_DOWN)),
        ([UP, level(20.0, HELD), level(29.0, BROKEN)], (20.0, 20.0, Purpose.COOL_DOWN)),
        ([SHORT], (14.5, 20.0, Purpose.STEP)),
        ([UP, short(14.5)], (14.5 * GROWTH, 20.0, Purpose.STEP)),
        ([UP, short(14.5), level(21.0, BROKEN), CALM], (145**0.5, 20.0, Purpose.BISECTION)),
        ([SHORT, DOWN], (145**0.5, 20.0, Purpose.BISECTION)),
        ([SHORT, level(10.4, BROKEN)], (10.4, 20.0, Purpose.CONFIRMATION)),
        ([UP, level(14.5, OPEN)], (14.5, 40.0, Purpose.AGAIN)),
        ([UP, level(14.5, LIMITED)], (14.5, 40.0, Purpose.AGAIN)),
        ([UP, level(14.5, OPEN), level(14.5, OPEN, Purpose.AGAIN)], (145**0.5, 20.0, Purpose.BISECTION)),
    ],
)
def test_each_history_has_its_next_level(
    levels: list[Level], asked: tuple[float, float, Purpose]
) -> None:
    """Up, back, down, again and longer."""
    rate_per_s, hold_s, purpose = asked
    ask = next_ask(levels, TERMS)
    assert ask is not None
    assert ask.rate_per_s == pytest.approx(rate_per_s)
    assert (ask.hold_s, ask.purpose) == (hold_s, purpose)


def test_a_level_is_played_as_much_longer_as_it_needs() -> None:
    """Up to four times the usual; later ones as long as so many people take."""
    short = Level(
        ask=Ask(rate_per_s=10.0, hold_s=20.0, purpose=Purpose.STEP), outcome=OPEN, longer_s=10.0
    )
    ask = next_ask([short], TERMS)
    assert ask == Ask(rate_per_s=10.0, hold_s=30.0, purpose=Purpose.AGAIN)
    again = Level(ask=ask, outcome=HELD)
    later = next_ask([short, again], TERMS)
    assert later is not None
    assert later.rate_per_s == 14.5
    assert later.hold_s == pytest.approx(300 / 14.5)
    late = Level(ask=short.ask, outcome=LIMITED)
    usual = next_ask([late, again], TERMS)
    assert usual is not None
    assert usual.hold_s == 20.0
    endless = Level(ask=short.ask, outcome=OPEN, longer_s=1000.0)
    ask = next_ask([endless], TERMS)
    assert ask is not None
    assert ask.hold_s == 80.0


def test_ends_of_the_bracket_are_played_until_three_plays_agree() -> None:
    """The upper one first, for it is the one that a mishap can make."""
    levels = [UP, level(10.4, BROKEN), CALM]
    ask = next_ask(levels, TERMS)
    assert ask == Ask(rate_per_s=10.4, hold_s=20.0, purpose=Purpose.CONFIRMATION)
    levels += [level(10.4, BROKEN, Purpose.CONFIRMATION), CALM] * 2
    ask = next_ask(levels, TERMS)
    assert ask == Ask(rate_per_s=10.0, hold_s=20.0, purpose=Purpose.CONFIRMATION)
    levels += [level(10.0, HELD, Purpose.CONFIRMATION)] * 2
    assert next_ask(levels, TERMS) is None


def test_a_load_on_which_plays_disagree_is_played_again_first() -> None:
    """Before the bracket that it is an end of is halved."""
    levels = [UP, level(14.5, BROKEN), CALM, level(14.5, HELD, Purpose.CONFIRMATION)]
    ask = next_ask(levels, TERMS)
    assert ask == Ask(rate_per_s=14.5, hold_s=20.0, purpose=Purpose.CONFIRMATION)


def test_the_search_ends_where_generator_site_or_terms_end() -> None:
    """At the generator's limit, at a site that does not recover, at the most that may be sent."""
    limited = [UP, level(14.5, LIMITED), level(14.5, LIMITED, Purpose.AGAIN)]
    assert (is_limited(limited), next_ask(limited, TERMS)) == (True, None)
    lost = [UP, DOWN, HOT, HOT, HOT]
    assert (is_lost(lost), failed_cool_downs(lost), next_ask(lost, TERMS)) == (True, (HOT,) * 3, None)
    assert failed_cool_downs([UP, DOWN, HOT, CALM]) == ()
    late = [UP, DOWN, *[level(10.0, LIMITED, Purpose.COOL_DOWN)] * 3]
    assert (is_lost(late), is_limited(late), next_ask(late, TERMS)) == (False, True, None)
    narrow = Terms(from_per_s=10.0, to_per_s=12.0)
    ask = next_ask([UP], narrow)
    assert ask is not None
    assert ask.rate_per_s == 12.0
    assert next_ask([UP, level(12.0, HELD)], narrow) is None


@given(
    capacity_per_s=st.floats(1.0, 900.0),
    from_per_s=st.floats(1.0, 900.0),
    precision=st.floats(0.01, 0.5),
)
def test_a_site_without_noise_has_its_capacity_found(
    capacity_per_s: float, from_per_s: float, precision: float
) -> None:
    """Within the precision, in a number of levels that has an end."""
    terms = Terms(from_per_s=from_per_s, to_per_s=1000.0, precision=precision)
    levels = searched(MadeUpSite(capacity_per_s=capacity_per_s), terms)
    found = answer(levels, terms)
    assert len(levels) <= MOST_LEVELS
    if capacity_per_s < from_per_s / 40:
        return  # no level is so low that it could hold
    assert found.is_found
    assert found.low_per_s is not None
    assert found.high_per_s is not None
    assert found.low_per_s <= capacity_per_s <= found.high_per_s <= found.low_per_s * (1 + precision)


@given(outcomes=st.lists(st.sampled_from(Outcome), min_size=200, max_size=200))
def test_whatever_a_site_does_the_search_ends(outcomes: list[Outcome]) -> None:
    """And never asks for more than was allowed."""
    rest = iter(outcomes)
    levels = searched(lambda ask: Level(ask=ask, outcome=next(rest)), TERMS)
    assert len(levels) <= MOST_LEVELS + 1
    assert all(one.rate_per_s <= TERMS.to_per_s for one in levels)
    assert all(one.ask.hold_s <= 80.0 for one in levels)


@pytest.mark.parametrize(("blur", "mishaps"), [(0.02, 0.0), (0.02, 0.05), (0.05, 0.0), (0.05, 0.05)])
def test_intervals_that_are_found_hold_the_truth_nine_times_in_ten(blur: float, mishaps: float) -> None:
    """As narrow as was asked for, and most sites have one, though chance decides near the capacity."""
    right, widths = 0, list[float]()
    for seed in range(200):
        draw = np.random.default_rng(seed)
        capacity_per_s = draw.uniform(20.0, 900.0)
        terms = Terms(from_per_s=capacity_per_s * draw.uniform(0.1, 0.9), to_per_s=capacity_per_s * 20)
        site = MadeUpSite(capacity_per_s=capacity_per_s, blur=blur, mishaps=mishaps, draw=draw)
        found = answer(searched(site, terms), terms)
        if found.is_found:
            assert found.low_per_s is not None
            assert found.high_per_s is not None
            right += found.low_per_s <= capacity_per_s <= found.high_per_s
            widths.append(found.high_per_s / found.low_per_s - 1)
    assert len(widths) >= 180
    assert right >= 0.9 * len(widths)
    assert max(widths) <= 0.05
    assert median(widths) <= 0.049


@pytest.mark.parametrize(
    ("left", "lasts", "least"), [(0.5, 1000, 100), (0.7, 1000, 90), (0.7, 2, 90), (0.9, 1000, 25)]
)
def test_a_site_that_does_less_after_too_much_is_told_of(left: float, lasts: int, least: int) -> None:
    """And its capacity is not called found; a fall that leaves all that was held shows nowhere."""
    told = 0
    for seed in range(100):
        draw = np.random.default_rng(seed)
        capacity_per_s = draw.uniform(20.0, 900.0)
        terms = Terms(from_per_s=capacity_per_s * draw.uniform(0.3, 0.6), to_per_s=capacity_per_s * 20)
        site = MadeUpSite(capacity_per_s=capacity_per_s, left=left, lasts=lasts, draw=draw)
        found = answer(searched(site, terms), terms)
        told += bool(found.hysteresis) and not found.is_found
    assert told >= least


@pytest.mark.parametrize("from_per_s", [2.0, 3.0, 5.0])
def test_a_search_that_begins_with_too_few_people_goes_up_to_where_more_come(from_per_s: float) -> None:
    """Of an objective that needs three hundred events 2/s bring 160 at most."""
    terms = Terms(from_per_s=from_per_s, to_per_s=1000.0)
    found = answer(searched(MadeUpSite(capacity_per_s=100.0, needs=300.0), terms), terms)
    assert found.is_found
    assert found.capacity_per_s == pytest.approx(100.0, rel=0.05)


def test_ends_lie_beside_a_load_at_which_chance_decides() -> None:
    """Below it first, then above it, no further from each other than was asked for."""
    levels = [
        UP,
        *[level(14.5, BROKEN), CALM] * 2,
        *[level(12.0, BROKEN), CALM, level(12.0, HELD)] * 2,
    ]
    ask = next_ask(levels, TERMS)
    assert ask is not None
    assert ask.rate_per_s == pytest.approx(11.716, abs=1e-3)
    assert ask.purpose is Purpose.BISECTION
    low_per_s = ask.rate_per_s
    levels.append(level(low_per_s, HELD, Purpose.BISECTION))
    ask = next_ask(levels, TERMS)
    assert ask is not None
    assert low_per_s * 1.04 < ask.rate_per_s < low_per_s * 1.05


def test_the_search_goes_beside_a_torn_load_at_either_end_of_what_may_be_sent() -> None:
    """Down from the first, and not twice to the last."""
    torn = [level(12.0, HELD), level(12.0, BROKEN), CALM] * 2
    narrow = Terms(from_per_s=10.0, to_per_s=12.0)
    assert next_ask([UP, *torn], narrow) is None
    assert answer([UP, *torn], narrow).ending is Ending.TORN
    alone = next_ask([*torn, level(12.5, BROKEN), CALM], TERMS)
    assert alone is not None
    assert alone.rate_per_s == pytest.approx(12.0 / GROWTH**2)
