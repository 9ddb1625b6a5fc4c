"""Claims about the queue: closed forms of M/M/1 and M/D/1, an exact fluid, and one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.plan import queue
from siaga.plan.queue import Crowd, begins, crowd, queued
from siaga.scenario.curve import Curve, Stretch

MANY = 400_000


@pytest.mark.parametrize("busy", [0.5, 0.8])
@pytest.mark.parametrize(("form", "factor"), [("M/M/1", 1.0), ("M/D/1", 0.5)])
def test_the_mean_wait_is_that_of_the_closed_form(form: str, factor: float, busy: float) -> None:
    """M/M/1: r / (m (1 - r)); M/D/1: half of it (Pollaczek and Khinchine), of 400,000 visitors."""
    dice = np.random.default_rng(7)
    at_s = np.cumsum(dice.exponential(1 / busy, MANY))
    service_s = dice.exponential(1.0, MANY) if form == "M/M/1" else np.ones(MANY)
    waited_s = float((begins(at_s, service_s) - at_s).mean())
    assert waited_s == pytest.approx(factor * busy / (1 - busy), rel=0.06)


TIMES = st.lists(st.floats(0, 100), min_size=1, max_size=40)


@given(TIMES, st.data())
def test_the_running_maximum_is_the_recursion_of_one_after_the_other(
    at: list[float], more: st.DataObject
) -> None:
    """Whoever comes begins when he is there and all before him are through."""
    at.sort()
    services = more.draw(st.lists(st.floats(0, 10), min_size=len(at), max_size=len(at)))
    expected, free_s = [], 0.0
    for at_s, service_s in zip(at, services, strict=True):
        expected.append(max(at_s, free_s))
        free_s = expected[-1] + service_s
    assert begins(np.array(at), np.array(services)) == pytest.approx(expected, abs=1e-9)


@given(
    st.floats(1.1, 5),
    st.integers(20, 100),
    st.floats(10, 50),
)
def test_a_steady_rush_is_the_exact_fluid(over: float, for_s: int, per_s: float) -> None:
    """So many times the rate r for T: the last one waits T (r - 1), behind as many as that lets in."""
    curve = Curve(stretches=(Stretch(for_s=for_s, start_per_s=over * per_s, end_per_s=over * per_s),))
    many = round(curve.total)
    those = Crowd(at_s=(np.arange(many) + 0.5) / many * for_s, each=1.0, ends_s=for_s)
    found = queued(those, per_s, np.array([0.0, for_s / 2, float(for_s)]))
    off = 2 / per_s + 2 * over / many * for_s
    assert found.quantiles_s[-1] == pytest.approx(for_s * (over - 1), abs=off)
    assert found.quantiles_s[0] == pytest.approx(for_s * (over - 1) / 2, abs=off)
    fluid = per_s * for_s * (over - 1)
    assert (found.worst, found.waiting[1]) == pytest.approx((fluid, fluid / 2), abs=off * per_s + 2)
    one_more_s = 1 / (per_s * (over - 1))
    assert found.worst_at_s == pytest.approx(for_s, abs=off + 2 * one_more_s)


def test_people_in_groups_wait_as_long_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ramp up and down through a door that is too small at its top."""
    curve = Curve(
        stretches=(
            Stretch(for_s=60, start_per_s=0, end_per_s=300),
            Stretch(for_s=60, start_per_s=300, end_per_s=0),
        )
    )
    moments_s = np.linspace(0, 200, 21)
    each = queued(crowd(curve, 1, np.random.default_rng(1)), 120, moments_s)
    monkeypatch.setattr(queue, "MOST_GROUPS", 1_000)
    those = crowd(curve, 1, np.random.default_rng(1))
    groups = queued(those, 120, moments_s)
    assert (those.at_s.size, those.each) == (1_000, 18.0)
    assert groups.quantiles_s == pytest.approx(each.quantiles_s, abs=1.5)
    assert groups.waiting == pytest.approx(each.waiting, abs=200)
    assert groups.worst == pytest.approx(each.worst, rel=0.03)


def test_times_the_forecast_are_so_many_times_the_visitors_at_the_same_times_of_day() -> None:
    """Both come in the second half, as the curve says."""
    curve = Curve(
        stretches=(
            Stretch(for_s=10, start_per_s=0, end_per_s=0),
            Stretch(for_s=10, start_per_s=20, end_per_s=20),
        )
    )
    once, five = (crowd(curve, times, np.random.default_rng(1)) for times in (1.0, 5.0))
    assert (once.at_s.size, five.at_s.size, five.each) == (200, 1_000, 1.0)
    assert (min(once.at_s), min(five.at_s)) >= (10, 10)
    assert (once.ends_s, five.ends_s) == (20, 20)


def test_nobody_waits_where_nobody_comes_or_the_door_is_wide() -> None:
    """Neither an empty day has a queue nor one with room for everybody, however sums are rounded."""
    nobody = queued(Crowd(at_s=np.empty(0), each=1.0, ends_s=9.0), 5.0, np.array([1.0]))
    assert (nobody.worst, nobody.worst_at_s, list(nobody.quantiles_s)) == (0, 0, [0, 0, 0, 0])
    evenly = queued(Crowd(at_s=np.arange(5_000) / 50.0, each=1.0, ends_s=100.0), 50.0, np.array([2.0]))
    assert set(evenly.waits_s) == {0.0}
    alone = queued(Crowd(at_s=np.array([1.0, 2.0, 3.0]), each=1.0, ends_s=9.0), 5.0, np.array([2.0]))
    assert (alone.worst, list(alone.waits_s), list(alone.waiting)) == (0, [0, 0, 0], [0])
