"""A rate falls where it is too much, goes back once it is calm, and stays where it is in between."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mock_site.protection.waiting_room.course import (
    BACK_RATIO,
    CALM_STRAIN,
    FALL_RATIO,
    KEPT_RATIO,
    REST_S,
    RISE_RATIO,
    Bounds,
    Course,
)

BOUNDS = Bounds(least=2.0, most=100.0)
PERIOD_S = 2.0
RATES = st.floats(min_value=0.001, max_value=1e6)
STRAINS = st.floats(min_value=0, max_value=1e3)
COURSES = st.builds(
    Course,
    rate=RATES,
    kept=st.just(0.0) | RATES,
    strain=STRAINS,
    is_over=st.booleans(),
    rests_until_s=st.floats(min_value=0, max_value=100),
)


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    """Give bounds in order."""
    least, most = sorted((draw(RATES), draw(RATES)))
    return Bounds(least=least, most=most)


def _walked(course: Course, strains: list[float], *, binds: bool = True) -> list[float]:
    """Give the rates that follow, a period apart."""
    found = []
    for turn, strain in enumerate(strains, start=1):
        course = course.next(strain, turn * PERIOD_S, BOUNDS, binds=binds)
        found.append(course.rate)
    return found


def test_a_whole_overload_and_what_comes_after() -> None:
    """Each step of one history: falls with a rest between them, none while it eases, back, and on."""
    strains = [3.0, 3.0, 3.0, 3.0, 2.0, 0.5, 0.2, 0.2, 0.2, 0.2, 0.2]
    rates = _walked(Course(rate=50.0), strains)
    lowest = 50.0 * FALL_RATIO**2
    assert rates == pytest.approx(
        [
            50.0 * FALL_RATIO,  # too much
            50.0 * FALL_RATIO,  # rests
            lowest,  # still too much
            lowest,  # rests
            lowest,  # too much, and easing
            lowest,  # neither too much nor calm
            lowest * BACK_RATIO,
            lowest * BACK_RATIO**2,
            50.0 * KEPT_RATIO,  # what it keeps of the rate that was too much
            50.0 * KEPT_RATIO * RISE_RATIO,
            50.0 * KEPT_RATIO * RISE_RATIO**2,
        ]
    )


def test_a_second_overload_on_the_way_back_takes_less_of_what_is_kept() -> None:
    """It tells of the people who came before, so what is kept falls once more and not to where it is."""
    course = Course(rate=10.0, kept=50.0).next(3.0, 100.0, BOUNDS, binds=True)
    assert (course.rate, course.kept) == pytest.approx((10.0 * FALL_RATIO, 50.0 * KEPT_RATIO))


def test_an_overload_that_flickers_is_one() -> None:
    """Until it has been calm, what is kept is not lowered again."""
    course = Course(rate=50.0)
    for turn, strain in enumerate([3.0, 0.9, 3.0, 0.9, 3.0]):
        course = course.next(strain, turn * PERIOD_S, BOUNDS, binds=True)
    assert course.kept == pytest.approx(50.0 * KEPT_RATIO)


def test_an_overload_after_calm_is_another() -> None:
    """What was kept was too much again, and less of it is."""
    course = Course(rate=50.0)
    for turn, strain in enumerate([3.0, 0.0, 3.0]):
        course = course.next(strain, turn * PERIOD_S, BOUNDS, binds=True)
    assert course.kept == pytest.approx(50.0 * KEPT_RATIO**2)


def test_a_rate_that_never_was_too_much_rises_quickly() -> None:
    """Nobody knows yet what is too much."""
    assert _walked(Course(rate=50.0), [0.0] * 4) == pytest.approx([60.0, 72.0, 86.4, 100.0])


def test_a_rate_that_keeps_nobody_out_does_not_rise() -> None:
    """Nobody has tried it."""
    assert _walked(Course(rate=50.0), [0.0] * 4, binds=False) == [50.0] * 4


@given(
    course=COURSES,
    strain=STRAINS,
    now_s=st.floats(min_value=0, max_value=1e3),
    within=bounds(),
    binds=st.booleans(),
)
def test_it_is_never_outside_its_bounds(
    course: Course, strain: float, now_s: float, within: Bounds, *, binds: bool
) -> None:
    """Wherever it was, and whatever is measured; nor is what it goes back to."""
    after = course.next(strain, now_s, within, binds=binds)
    assert within.least <= after.rate <= within.most
    assert after.kept == course.kept or within.least <= after.kept <= within.most


@given(COURSES, st.floats(min_value=1.001, max_value=1e3))
def test_an_overload_that_stays_brings_it_down_to_the_least(course: Course, strain: float) -> None:
    """In as many steps as the bounds are apart, whatever was before, and the rests between them."""
    assume(course.rests_until_s <= PERIOD_S)
    falls = math.ceil(math.log(BOUNDS.most / BOUNDS.least) / -math.log(FALL_RATIO))
    steps = 2 + falls * math.ceil(REST_S / PERIOD_S)
    assert _walked(course, [strain] * steps)[-1] == BOUNDS.least


@given(COURSES)
def test_calm_that_stays_brings_it_up_to_the_most(course: Course) -> None:
    """At the slowest rise, if need be."""
    rises = math.ceil(math.log(BOUNDS.most / BOUNDS.least) / math.log(RISE_RATIO))
    rates = _walked(course, [0.0] * (1 + rises))
    assert rates == sorted(rates)
    assert rates[-1] == BOUNDS.most


@given(COURSES, st.lists(st.floats(min_value=CALM_STRAIN, max_value=1.0), min_size=1, max_size=50))
def test_between_calm_and_too_much_it_stays(course: Course, strains: list[float]) -> None:
    """However the strain moves in there."""
    here = BOUNDS.within(course.rate)
    assert _walked(course, strains) == [here] * len(strains)


@pytest.mark.parametrize(("least", "most"), [(0.0, 1.0), (2.0, 1.0)])
def test_bounds_that_cannot_be_are_refused(least: float, most: float) -> None:
    """The refusal says what is wrong."""
    message = f"^least, most: are {least:g}, {most:g}; above 0, and in this order$"
    with pytest.raises(ValueError, match=message):
        Bounds(least=least, most=most)
