"""Claims about the answer: how a search ends, and what is known when it does."""

from dataclasses import replace

import pytest

from siaga.capacity.answer import Answer, Ending, answer
from siaga.capacity.ballot import Ballot
from siaga.capacity.level import Level, Outcome, Purpose
from siaga.capacity.search import next_ask
from siaga.capacity.terms import MOST_LEVELS, Terms
from tests.capacity.made_up_sites import MadeUpSite, level, searched

TERMS = Terms(from_per_s=10.0, to_per_s=100.0)
UP, DOWN = level(10.0, Outcome.HELD), level(14.5, Outcome.BROKEN)
HOT = level(10.0, Outcome.BROKEN, Purpose.COOL_DOWN)
AGAIN = Purpose.AGAIN


def test_a_whole_search_finds_the_capacity() -> None:
    """Between two confirmed ends, with what was broken above."""
    found = answer(searched(MadeUpSite(capacity_per_s=40.0), TERMS), TERMS)
    assert found.is_found
    assert found.confirmed
    assert found.capacity_per_s == pytest.approx(40.0, rel=0.05)
    assert (found.broken_by, found.contradictions, found.hysteresis) == (("latency",), (), ())


@pytest.mark.parametrize(
    ("levels", "ending"),
    [
        ([], Ending.UNFINISHED),
        ([UP], Ending.UNFINISHED),
        ([UP, DOWN, HOT, HOT, HOT], Ending.NOT_RECOVERED),
        ([UP, level(14.5, Outcome.LIMITED), level(14.5, Outcome.LIMITED, AGAIN)], Ending.GENERATOR),
        ([UP, level(100.0, Outcome.HELD)], Ending.UPPER),
        ([level(0.3, Outcome.BROKEN)], Ending.NEVER_HELD),
    ],
)
def test_a_search_ends_in_one_of_so_many_ways(levels: list[Level], ending: Ending) -> None:
    """Only one of them is a capacity."""
    found = answer(levels, TERMS)
    assert (found.ending, found.is_found) == (ending, False)


def test_a_narrow_interval_whose_ends_were_not_confirmed_is_not_found() -> None:
    """No search plays more than sixty levels, and by then three plays of each end need not agree."""
    up, down, calm = (
        level(10.0, Outcome.HELD),
        level(10.4, Outcome.BROKEN),
        level(10.0, Outcome.HELD, Purpose.COOL_DOWN),
    )
    levels = [up, down, *[calm] * (MOST_LEVELS - 2)]
    assert next_ask(levels, TERMS) is None
    found = answer(levels, TERMS)
    assert (found.ending, found.is_found, found.confirmed) == (Ending.UNFINISHED, False, False)
    assert (found.low_per_s, found.high_per_s) == (10.0, 10.4)
    levels = [*[up, down] * 3, *[calm] * (MOST_LEVELS - 6)]
    assert answer(levels, TERMS).ending is Ending.FOUND


def test_an_interval_is_found_only_where_what_is_told_is_as_narrow_as_was_asked_for() -> None:
    """Plays that disagree over more than that end the search, and are no capacity."""
    loads = {9.0: (3, 0), 9.6: (2, 2), 10.0: (3, 0), 10.4: (2, 2), 11.0: (0, 3)}
    levels = [
        level(rate_per_s, outcome)
        for rate_per_s, (held, failed) in loads.items()
        for outcome in [*[Outcome.BROKEN] * failed, *[Outcome.HELD] * held]
    ]
    levels.append(level(9.0, Outcome.HELD, Purpose.COOL_DOWN))
    found = answer(levels, TERMS)
    assert next_ask(levels, TERMS) is None
    assert (found.ending, found.is_found, found.confirmed) == (Ending.TORN, False, True)
    assert (found.low_per_s, found.high_per_s) == (9.0, 11.0)


def test_too_little_that_was_seen_is_never_called_nothing_that_held() -> None:
    """Neither where nothing was broken up to the most that is sent, nor below what was."""
    short = [replace(level(rate, Outcome.OPEN, AGAIN), longer_s=9.0) for rate in (10.0, 100.0)]
    assert answer(short, TERMS).ending is Ending.TOO_LITTLE
    assert answer([UP, short[1]], TERMS).ending is Ending.TOO_LITTLE
    above = [short[0], *[level(10.4, Outcome.BROKEN)] * 3]
    assert answer(above, TERMS).ending is Ending.TOO_LITTLE
    assert answer([level(0.3, Outcome.OPEN, AGAIN)], TERMS).ending is Ending.TOO_LITTLE


def test_a_load_that_held_before_the_first_break_and_never_after_is_told_of() -> None:
    """Two plays of it have to fail: one may be a mishap."""
    late = level(10.0, Outcome.BROKEN, Purpose.CONFIRMATION)
    assert answer([UP, DOWN, late], TERMS).lost == ()
    assert answer([UP, DOWN, late, late], TERMS).lost == (10.0,)
    assert answer([UP, DOWN, late, late, UP], TERMS).lost == ()
    assert answer([DOWN, UP, late, late], TERMS).lost == ()


def test_only_a_broken_cool_down_is_hysteresis() -> None:
    """A generator that was late, or too little that was seen, says nothing of the site."""
    for outcome in (Outcome.OPEN, Outcome.LIMITED):
        assert answer([UP, DOWN, level(10.0, outcome, Purpose.COOL_DOWN)], TERMS).hysteresis == ()
    assert answer([UP, DOWN, HOT], TERMS).hysteresis == (14.5,)


def test_what_is_known_in_the_middle_of_a_search_stands() -> None:
    """Its interval is what was played until then; contradictions and hysteresis are told."""
    levels = [
        level(8.0, Outcome.HELD),
        UP,
        DOWN,
        HOT,
        level(10.0, Outcome.HELD, Purpose.COOL_DOWN),
        level(10.0, Outcome.BROKEN, Purpose.CONFIRMATION),
        level(10.0, Outcome.HELD, Purpose.CONFIRMATION),
    ]
    assert answer(levels, TERMS) == Answer(
        ending=Ending.UNFINISHED,
        capacity_per_s=(10.0 * 14.5) ** 0.5,
        low_per_s=10.0,
        high_per_s=14.5,
        confirmed=False,
        broken_by=("latency",),
        contradictions=(Ballot(rate_per_s=10.0, held=2, failed=1),),
        hysteresis=(14.5,),
        lost=(),
    )
