"""Claims about the arrival curve, by algebra and by a second method."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from siaga.scenario.curve import Curve, Stretch
from tests.scenario.days import curves, stretches

ratios = st.floats(0, 1)


def _rate_per_s(curve: Curve, t_s: float) -> float:
    """Give the rate at a time straight from the definition: linear between both ends."""
    for part in curve.stretches:
        if t_s <= part.for_s:
            return part.start_per_s + (part.end_per_s - part.start_per_s) * t_s / part.for_s
        t_s -= part.for_s
    return 0.0


@given(stretches)
def test_the_arrivals_of_a_stretch_are_the_area_under_its_rate(stretch: Stretch) -> None:
    """Numerical integration of the rate finds the same number."""
    area, _ = quad(lambda t_s: _rate_per_s(Curve(stretches=(stretch,)), t_s), 0, stretch.for_s)
    assert stretch.total == pytest.approx(area)


@given(curves, ratios)
def test_the_arrivals_by_any_time_are_the_area_so_far(curve: Curve, part: float) -> None:
    """Numerical integration up to a time finds what `expected` says, edges as break points."""
    until_s = curve.duration_s * part
    edges_s = [float(edge) for edge in np.cumsum([one.for_s for one in curve.stretches])]
    breaks = [edge for edge in edges_s if edge < until_s]
    bounds = [0.0, *breaks, until_s]
    area = sum(
        quad(lambda t_s: _rate_per_s(curve, t_s), low + 1e-12, high)[0]
        for low, high in pairwise(bounds)
        if high > low
    )
    assert curve.expected(np.array([until_s]))[0] == pytest.approx(area, rel=1e-6, abs=1e-6)


@given(curves, ratios)
def test_the_time_of_an_arrival_undoes_the_arrivals_by_a_time(curve: Curve, part: float) -> None:
    """`expected(time_of(x)) == x` for every number the curve reaches."""
    arrivals = np.array([curve.total * part])
    back = curve.expected(curve.time_of(arrivals))
    assert back[0] == pytest.approx(arrivals[0], rel=1e-9, abs=1e-9)


@given(curves, st.lists(ratios, min_size=2, max_size=20))
def test_later_arrivals_have_later_times(curve: Curve, parts: list[float]) -> None:
    """The inverse never goes back, up to the rounding of a float."""
    times_s = curve.time_of(np.sort(np.array(parts)) * curve.total)
    assert np.all(np.diff(times_s) >= -1e-9 * curve.duration_s)


@given(curves)
def test_before_the_day_there_is_nobody_and_after_it_everybody(curve: Curve) -> None:
    """Times outside the curve are answered, too."""
    outside = np.array([-1.0, 0.0, curve.duration_s, curve.duration_s + 1])
    expected = [0, 0, curve.total, curve.total]
    assert curve.expected(outside) == pytest.approx(np.array(expected), rel=1e-9)


def test_a_ramp_from_nothing_is_a_parabola() -> None:
    """From 0 to 10 a second in 10 s: 50 arrivals, a quarter of them by half time."""
    ramp = Curve(stretches=(Stretch(for_s=10, start_per_s=0, end_per_s=10),))
    assert ramp.total == 50
    assert ramp.expected(np.array([5.0])).tolist() == [12.5]
    assert ramp.time_of(np.array([12.5])).tolist() == [5.0]


@pytest.mark.parametrize(("start", "end", "by_5_s"), [(2, 4, 12.5), (4, 2, 17.5), (0.5, 0, 1.875)])
def test_a_ramp_from_some_rate_is_a_parabola(start: float, end: float, by_5_s: float) -> None:
    """Up or down, fast or slow: by half time the mean of its first half has come."""
    ramp = Curve(stretches=(Stretch(for_s=10, start_per_s=start, end_per_s=end),))
    arrivals = np.array([0.0, by_5_s, ramp.total])
    assert ramp.time_of(arrivals).tolist() == [0.0, 5.0, 10.0]
    assert ramp.expected(np.array([0.0, 5.0, 10.0])).tolist() == arrivals.tolist()


def test_a_curve_adds_up_its_stretches() -> None:
    """Those that are over are counted whole, before it and after it nothing is added."""
    first, then = (Stretch(for_s=10, start_per_s=rate, end_per_s=rate) for rate in (1, 3))
    times_s = np.array([-5.0, 5.0, 10.0, 15.0, 20.0, 99.0])
    assert Curve(stretches=(first, then)).expected(times_s).tolist() == [0, 5, 10, 25, 40, 40]


def test_nobody_comes_after_a_stretch_has_ended() -> None:
    """Without a limit the last arrival of this one would, by the rounding of a float."""
    short = Stretch(for_s=0.1, start_per_s=1, end_per_s=2)
    assert short.time_of(np.array([short.total])).tolist() == [0.1]


def test_an_arrival_that_rounding_puts_behind_the_last_is_the_last() -> None:
    """Floats add up to a little more; so is a time before the day one of its first stretch."""
    busy = Stretch(for_s=10, start_per_s=1, end_per_s=1)
    curve = Curve(stretches=(busy, busy))
    assert curve.time_of(np.array([20 * (1 + 1e-12)])).tolist() == [20.0]
    assert curve.stretch_at(np.array([-1.0, 21.0])).tolist() == [0, 1]


def test_the_first_of_a_ramp_from_nothing_comes_as_it_begins() -> None:
    """However little the ramp rises: where the square of its rate is no float, no time is warned of."""
    for end_per_s, arrivals in ((10.0, 0.0), (1e-200, 1e-198)):
        ramp = Stretch(for_s=1_000, start_per_s=0, end_per_s=end_per_s)
        assert ramp.time_of(np.array([arrivals])).tolist() == [0.0]


def test_the_peak_is_the_rate_of_the_worst_moment() -> None:
    """Whether a ramp begins or ends there."""
    up = Stretch(for_s=10.0, start_per_s=0.0, end_per_s=7.0)
    down = Stretch(for_s=5.0, start_per_s=9.0, end_per_s=1.0)
    assert [Curve(stretches=one).peak_per_s for one in ((up,), (up, down))] == [7.0, 9.0]


def test_a_stretch_of_silence_is_jumped_over() -> None:
    """Nobody has a time inside a phase without arrivals."""
    busy = Stretch(for_s=10, start_per_s=1, end_per_s=1)
    silent = Stretch(for_s=100, start_per_s=0, end_per_s=0)
    curve = Curve(stretches=(busy, silent, busy))
    assert curve.time_of(np.array([9.5, 10.5])).tolist() == [9.5, 110.5]
    assert curve.stretch_at(np.array([9.5, 10.0, 109.0, 110.0, 120.0])).tolist() == [0, 1, 1, 2, 2]


def test_a_moment_with_a_steep_ramp_does_not_overflow() -> None:
    """The slope of the shortest stretch is no float any more; its times still are."""
    moment = Stretch(for_s=1e-306, start_per_s=0, end_per_s=1000)
    curve = Curve(stretches=(moment, Stretch(for_s=10, start_per_s=1, end_per_s=1)))
    assert np.isfinite(curve.time_of(np.array([0.0, moment.total, 5.0]))).all()


@pytest.mark.parametrize("for_s", [0, -1, float("inf"), float("nan")])
def test_a_stretch_without_a_length_is_refused(for_s: float) -> None:
    """Zero, negative and endless lengths are none."""
    with pytest.raises(ValueError, match="is not a length of time; it must be above 0"):
        Stretch(for_s=for_s, start_per_s=1, end_per_s=1)


@pytest.mark.parametrize("rate_per_s", [-0.1, float("inf"), float("nan")])
def test_a_rate_below_nothing_is_refused(rate_per_s: float) -> None:
    """At either end."""
    for start, end in ((rate_per_s, 1.0), (1.0, rate_per_s)):
        said = f"^rate: {start} to {end} per second is no rate; 0 or more is allowed$"
        with pytest.raises(ValueError, match=said):
            Stretch(for_s=1, start_per_s=start, end_per_s=end)


def test_a_curve_without_a_stretch_is_refused() -> None:
    """Nothing is no day."""
    with pytest.raises(ValueError, match=r"^stretches: there are none; a curve needs at least one$"):
        Curve(stretches=())


@pytest.mark.parametrize("arrivals", [-0.1, 10.1])
def test_an_arrival_outside_the_curve_has_no_time(arrivals: float) -> None:
    """What the curve never reaches is refused."""
    curve = Curve(stretches=(Stretch(for_s=10, start_per_s=1, end_per_s=1),))
    with pytest.raises(ValueError, match=r"arrivals: reach beyond 0 to 10\.0"):
        curve.time_of(np.array([arrivals]))
