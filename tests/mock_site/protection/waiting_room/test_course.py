"""A rate falls where it is too much, goes back once it is calm, and stays where it is in between."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.protection.waiting_room.course import (
    BACK_PER_S,
    CALM_REST_S,
    CALM_STRAIN,
    FALL_RATIO,
    KEPT_RATIO,
    REST_S,
    RISE_PER_S,
    Bounds,
    Course,
)

BOUNDS = Bounds(least=2.0, most=100.0)
PERIOD_S = 2.0
BACK, RISE = BACK_PER_S**PERIOD_S, RISE_PER_S**PERIOD_S
CALM_TURNS = int(CALM_REST_S / PERIOD_S)
RATES = st.floats(min_value=0.001, max_value=1e6)
STRAINS = st.floats(min_value=0, max_value=1e3)
COURSES = st.builds(
    Course,
    rate=RATES,
    kept=st.just(0.0) | RATES,
    strain=STRAINS,
    is_over=st.booleans(),
    rests_until_s=st.floats(min_value=0, max_value=100),
    calm_since_s=st.floats(min_value=0, max_value=100),
)


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    """Give bounds in order."""
    least, most = sorted((draw(RATES), draw(RATES)))
    return Bounds(least=least, most=most)


def _courses(course: Course, strains: list[float], *, binds: bool = True) -> list[Course]:
    """Give the courses that follow, a period apart."""
    found = []
    for turn, strain in enumerate(strains, start=1):
        now_s = 1_000.0 + turn * PERIOD_S
        course = course.next(strain, now_s, BOUNDS, over_s=PERIOD_S, binds=binds)
        found.append(course)
    return found


def _walked(course: Course, strains: list[float], *, binds: bool = True) -> list[float]:
    """Give their rates."""
    return [one.rate for one in _courses(course, strains, binds=binds)]


def test_a_whole_overload_and_what_comes_after() -> None:
    """Each step of one history: falls with a rest between them, none while it eases, back, and on."""
    strains = [3.0, 3.0, 3.0, 3.0, 2.0, 1.0, 0.5]
    rates = _walked(Course(rate=50.0), [*strains, *[0.2] * (CALM_TURNS + 4)])
    lowest = 50.0 * FALL_RATIO**2
    slowly = lowest * RISE**CALM_TURNS
    before, after = rates[: len(strains)], rates[-5:]
    assert before == pytest.approx(
        [
            50.0 * FALL_RATIO,  # too much
            50.0 * FALL_RATIO,  # rests
            lowest,  # still too much
            lowest,  # rests
            lowest,  # too much, and easing
            lowest,  # as much as it bears
            lowest * RISE,  # less, but not calm: slowly back
        ]
    )
    assert after == pytest.approx(
        [
            slowly * BACK,  # calm for several rests: quickly back
            slowly * BACK**2,
            50.0 * KEPT_RATIO,  # what it keeps of the rate that was too much
            50.0 * KEPT_RATIO * RISE,
            50.0 * KEPT_RATIO * RISE**2,
        ]
    )


def test_a_second_overload_on_the_way_back_takes_less_of_what_is_kept() -> None:
    """It tells of the people who came before, so what is kept falls once more and not to where it is."""
    course = _courses(Course(rate=10.0, kept=50.0), [3.0])[-1]
    assert (course.rate, course.kept) == pytest.approx((10.0 * FALL_RATIO, 50.0 * KEPT_RATIO))


@pytest.mark.parametrize("less", [0.9, 0.5, 0.0])
def test_an_overload_that_flickers_is_one(less: float) -> None:
    """Until it has been calm for several rests, what is kept is not lowered again."""
    course = _courses(Course(rate=50.0), [3.0, *[less] * (CALM_TURNS - 1)] * 2 + [3.0])[-1]
    assert course.kept == pytest.approx(50.0 * KEPT_RATIO)


def test_calm_that_was_interrupted_begins_anew() -> None:
    """Two halves of it do not end an overload."""
    part = [0.0] * (CALM_TURNS - 1)
    courses = _courses(Course(rate=50.0), [3.0, *part, 0.9, *part, 0.0])
    assert [one.is_over for one in courses] == [True] * (len(courses) - 1) + [False]


def test_an_overload_after_long_calm_is_another() -> None:
    """What was kept was too much again, and less of it is."""
    course = _courses(Course(rate=50.0), [3.0] + [0.0] * CALM_TURNS + [3.0])[-1]
    assert course.kept == pytest.approx(50.0 * KEPT_RATIO**2)


def test_what_is_kept_is_lowered_where_it_is_too_much_itself() -> None:
    """However little calm there was on the way back to it."""
    course = Course(rate=40.0, kept=40.0, is_over=True)
    assert _courses(course, [1.5])[-1].kept == pytest.approx(40.0 * KEPT_RATIO)


def test_the_way_back_does_not_depend_on_how_often_it_is_judged() -> None:
    """Once in 40 s it is as long as once in two."""
    start = Course(rate=20.0, kept=30.0)
    rare = start.next(0.0, 1_040.0, BOUNDS, over_s=40.0, binds=True)
    assert rare.rate == pytest.approx(30.0)
    slow = Course(rate=30.0, kept=30.0)
    rare = slow.next(0.0, 1_040.0, BOUNDS, over_s=40.0, binds=True)
    assert rare.rate == pytest.approx(_walked(slow, [0.0] * 20)[-1])


def test_the_slow_way_makes_good_in_two_minutes_what_one_overload_took() -> None:
    """So overloads that are rarer than that do not bring it down for good."""
    assert RISE_PER_S**120 * KEPT_RATIO > 1


def test_what_is_less_than_too_much_brings_it_back_to_what_is_kept_and_no_farther() -> None:
    """However long it is not calm."""
    rates = _walked(Course(rate=20.0, kept=30.0, is_over=True), [0.9] * 200)
    assert rates == sorted(rates)
    assert rates[-1] == 30.0


def test_a_rate_that_never_was_too_much_rises_quickly() -> None:
    """Nobody knows yet what is too much."""
    rates = [50.0 * BACK, 50.0 * BACK**2, 50.0 * BACK**3, 100.0]
    assert _walked(Course(rate=50.0), [0.0] * 4) == pytest.approx(rates)


def test_a_rate_that_keeps_nobody_out_does_not_rise() -> None:
    """Nobody has tried it."""
    assert _walked(Course(rate=50.0), [0.0] * 4, binds=False) == [50.0] * 4


@given(
    course=COURSES,
    strain=STRAINS,
    now_s=st.floats(min_value=0, max_value=1e3),
    over_s=st.floats(min_value=0.001, max_value=60),
    within=bounds(),
    binds=st.booleans(),
)
def test_it_is_never_outside_its_bounds(
    course: Course, strain: float, now_s: float, over_s: float, within: Bounds, *, binds: bool
) -> None:
    """Wherever it was, and whatever is measured; nor is what it goes back to."""
    after = course.next(strain, now_s, within, over_s=over_s, binds=binds)
    assert within.least <= after.rate <= within.most
    assert after.kept == course.kept or within.least <= after.kept <= within.most


@given(COURSES, st.floats(min_value=1.001, max_value=1e3))
def test_an_overload_that_stays_brings_it_down_to_the_least(course: Course, strain: float) -> None:
    """In as many steps as the bounds are apart, whatever was before, and the rests between them."""
    falls = math.ceil(math.log(BOUNDS.most / BOUNDS.least) / -math.log(FALL_RATIO))
    steps = 2 + falls * math.ceil(REST_S / PERIOD_S)
    assert _walked(course, [strain] * steps)[-1] == BOUNDS.least


@given(COURSES)
def test_calm_that_stays_brings_it_up_to_the_most(course: Course) -> None:
    """At the slowest rise, if need be."""
    rises = math.ceil(math.log(BOUNDS.most / BOUNDS.least) / math.log(RISE))
    rates = _walked(course, [0.0] * (1 + rises))
    assert rates == sorted(rates)
    assert rates[-1] == BOUNDS.most


@given(COURSES, st.lists(st.floats(min_value=CALM_STRAIN, max_value=1.0), min_size=1, max_size=50))
def test_between_calm_and_too_much_it_stays_unless_more_is_kept(
    course: Course, strains: list[float]
) -> None:
    """However the strain moves in there."""
    here = BOUNDS.within(course.rate)
    rates = _walked(course, strains)
    if here >= course.kept:
        assert rates == [here] * len(strains)
    else:
        assert rates == sorted(rates)
        assert here <= rates[-1] <= course.kept


@pytest.mark.parametrize(("least", "most"), [(0.0, 1.0), (2.0, 1.0)])
def test_bounds_that_cannot_be_are_refused(least: float, most: float) -> None:
    """The refusal says what is wrong."""
    message = f"^least, most: are {least:g}, {most:g}; above 0, and in this order$"
    with pytest.raises(ValueError, match=message):
        Bounds(least=least, most=most)
