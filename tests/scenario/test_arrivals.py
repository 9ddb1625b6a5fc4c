"""Claims about the plan of arrivals."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import kstest

from siaga.scenario.arrivals import Arrivals, plan
from siaga.scenario.load import load
from siaga.scenario.traffic import Phase, Ramp, Traffic
from tests.scenario.days import PLANNED, traffics

seeds = st.integers(0, 2**63 - 1)
either = st.one_of(traffics(), traffics("even"))


def _area(phase: Phase) -> float:
    """Integrate the rate of a phase numerically."""
    rate = (
        phase.rate
        if isinstance(phase.rate, Ramp)
        else Ramp.model_construct(start=phase.rate, to=phase.rate)
    )
    return float(
        quad(lambda t_s: rate.start + (rate.to - rate.start) * t_s / phase.for_s, 0, phase.for_s)[0]
    )


def _windows(traffic: Traffic) -> list[tuple[float, float]]:
    starts = list(traffic.phase_starts_s().values())
    return [(start, start + phase.for_s) for start, phase in zip(starts, traffic.phases, strict=True)]


def _by_phase(traffic: Traffic, arrivals: Arrivals) -> list[int]:
    """Count the arrivals of each phase from the running areas, a second way."""
    areas = np.round(np.cumsum([0.0, *(_area(phase) for phase in traffic.phases)]) + 0.0)
    assert len(arrivals.at_s) == areas[-1]
    return [int(last - first) for first, last in pairwise(areas)]


@given(either, seeds, st.integers(0, 3), st.randoms(use_true_random=False))
def test_some_of_the_visitors_come_as_they_would_among_all(
    traffic: Traffic, seed: int, many: int, chance: Random
) -> None:
    """At their own times and as whom they were, in order."""
    arrivals = plan(traffic, seed)
    everybody = arrivals.index.tolist()
    chosen = sorted(chance.sample(everybody, min(many, len(everybody))))
    some = arrivals.only(chosen[::-1])
    assert some.index.tolist() == (chosen or everybody)
    assert some.at_s.tolist() == arrivals.at_s[some.index].tolist()
    assert some.population.tolist() == arrivals.population[some.index].tolist()


def _rows(arrivals: Arrivals) -> list[tuple[int, float, int]]:
    columns = arrivals.index.tolist(), arrivals.at_s.tolist(), arrivals.population.tolist()
    return list(zip(*columns, strict=True))


def test_a_part_of_the_arrivals_has_them_as_they_are_in_the_whole() -> None:
    """Those of whom something is true, some by their numbers, those of a population."""
    rows = [(0, 0.5, 0), (1, 1.0, 1), (2, 2.0, 0), (3, 4.0, 2), (4, 8.0, 1)]
    index, at_s, population = (np.array(column) for column in zip(*rows, strict=True))
    arrivals = Arrivals(index=index, at_s=at_s, population=population)
    assert _rows(arrivals.part(at_s < 9)) == _rows(arrivals.only([])) == rows
    assert _rows(arrivals.part(index % 2 == 1)) == [rows[1], rows[3]]
    assert _rows(arrivals.only({3, 1})) == [rows[1], rows[3]]
    assert [_rows(arrivals.of(one)) for one in (1, 3)] == [[rows[1], rows[4]], []]


def test_a_visitor_that_is_not_in_the_plan_is_refused() -> None:
    """With the least such number, and how many there are."""
    arrivals = plan(_traffic([{"name": "steady", "for": 400, "rate": 3}]), 1)
    for visitors, number in (([5, 1_000_000, -1], -1), ([1_200], 1_200)):
        with pytest.raises(ValueError, match=r"^visitor ") as refused:
            arrivals.only(visitors)
        assert str(refused.value) == f"visitor {number}: is not in the plan; it has 1,200"


@given(either, seeds)
def test_arrivals_are_in_order_and_inside_their_phase(traffic: Traffic, seed: int) -> None:
    """So many as the area of a phase says, rounded, lie between its beginning and its end."""
    arrivals = plan(traffic, seed)
    assert np.all(np.diff(arrivals.at_s) >= 0)
    ends = np.cumsum(_by_phase(traffic, arrivals)).tolist()
    for (start_s, end_s), first, last in zip(_windows(traffic), [0, *ends], ends, strict=False):
        mine = arrivals.at_s[first:last]
        assert np.all((mine >= start_s) & (mine <= end_s))
    assert len(arrivals.at_s) == traffic.visitors


@given(traffics("even"))
def test_even_arrivals_leave_no_slot_with_more_than_its_share(traffic: Traffic) -> None:
    """In no 100 ms come more than the curve expects there, rounded up."""
    arrivals = plan(traffic, 0)
    numbers = _by_phase(traffic, arrivals)
    for (start_s, end_s), number, stretch in zip(
        _windows(traffic), numbers, traffic.curve.stretches, strict=True
    ):
        mine = arrivals.at_s[(arrivals.at_s >= start_s) & (arrivals.at_s <= end_s)] - start_s
        for slot in range(ceil(stretch.for_s / 0.1)):
            edges_s = np.clip(np.array([slot * 0.1, slot * 0.1 + 0.1]), 0, stretch.for_s)
            low, high = stretch.expected(edges_s) / max(stretch.total, 1e-300) * number
            came = int(np.sum((mine >= edges_s[0]) & (mine < edges_s[1])))
            assert came <= ceil(high - low + 1e-6)


@settings(max_examples=20)
@given(traffics(), seeds)
def test_the_same_seed_gives_the_same_plan(traffic: Traffic, seed: int) -> None:
    """Every worker plans for itself and must come to the same plan."""
    one, other = plan(traffic, seed), plan(traffic, seed)
    assert one.at_s.tolist() == other.at_s.tolist()
    assert one.population.tolist() == other.population.tolist()


def test_another_seed_gives_another_plan() -> None:
    """Other times, and others who come; the seed is what a repeated day is repeated from."""
    some = {"name": "some", "journey": "a", "people": 50}
    rest = {"name": "rest", "journey": "a"}
    traffic = _traffic([{"name": "steady", "for": 10, "rate": 10}], [some, rest])
    one, again, other = plan(traffic, 1), plan(traffic, 1), plan(traffic, 2)
    assert _rows(one) == _rows(again)
    assert one.at_s.tolist() != other.at_s.tolist()
    assert one.population.tolist() != other.population.tolist()


@pytest.mark.parametrize("path", PLANNED, ids=lambda path: path.stem)
def test_poisson_arrivals_are_distributed_as_the_curve(path: Path) -> None:
    """Kolmogorov and Smirnov find no difference to the curve's own distribution; the seeds are fixed."""
    traffic = load(path).traffic
    curve = traffic.curve
    for seed in range(5):
        at_s = plan(traffic, seed).at_s[::7]
        assert kstest(at_s, lambda t_s: curve.expected(t_s) / curve.total).pvalue > 0.01


def test_gaps_between_poisson_arrivals_are_exponential() -> None:
    """A steady Poisson stream has exponential gaps, not the even ones of a metronome."""
    steady = _traffic([{"name": "steady", "for": 100, "rate": 100}])
    gaps_s = np.diff(plan(steady, 3).at_s)
    assert kstest(gaps_s, "expon", args=(0, 0.01)).pvalue > 0.01


def test_populations_have_their_exact_numbers_in_their_phases() -> None:
    """Drawn without replacement: nobody is missing and nobody comes at the wrong time."""
    traffic = _traffic(
        [{"name": "early", "for": 10, "rate": 20}, {"name": "late", "for": 10, "rate": 30}],
        [
            {"name": "birds", "journey": "a", "people": 150, "during": ["early"]},
            {"name": "owls", "journey": "a", "people": 300, "during": ["late"]},
            {"name": "rest", "journey": "a"},
        ],
    )
    arrivals = plan(traffic, 1)
    assert np.bincount(arrivals.population).tolist() == [150, 300, 50]
    assert np.all(arrivals.at_s[arrivals.population == 0] <= 10)
    assert np.all(arrivals.at_s[arrivals.population == 1] >= 10)


@given(seeds)
@settings(max_examples=30)
def test_who_may_come_any_time_leaves_room_for_those_who_may_not(seed: int) -> None:
    """The order of the file does not decide whether a population finds its phase full."""
    traffic = _traffic(
        [{"name": "early", "for": 10, "rate": 1}, {"name": "late", "for": 10, "rate": 9}],
        [
            {"name": "anyone", "journey": "a", "people": 80},
            {"name": "birds", "journey": "a", "people": 10, "during": ["early"]},
            {"name": "rest", "journey": "a"},
        ],
    )
    arrivals = plan(traffic, seed)
    assert np.bincount(arrivals.population, minlength=3).tolist() == [80, 10, 10]


def test_nobody_is_drawn_for_two_populations() -> None:
    """Two halves of a day are all of it."""
    halves = [{"name": name, "journey": "a", "people": 20} for name in ("one", "other")]
    rest = {"name": "rest", "journey": "a"}
    arrivals = plan(_traffic([{"name": "steady", "for": 10, "rate": 4}], [*halves, rest]), 1)
    assert np.bincount(arrivals.population, minlength=3).tolist() == [20, 20, 0]


def test_more_people_than_their_phases_bring_are_refused() -> None:
    """The message says who, how many, and how many there is room for."""
    traffic = _traffic(
        [{"name": "early", "for": 10, "rate": 1}, {"name": "late", "for": 10, "rate": 9}],
        [
            {"name": "birds", "journey": "a", "people": 11, "during": ["early"]},
            {"name": "rest", "journey": "a"},
        ],
    )
    with pytest.raises(ValueError, match=r"^populations: birds are ") as refused:
        plan(traffic, 1)
    assert str(refused.value) == (
        "populations: birds are 11 people, its phases have 10 arrivals left;"
        " lower people or raise a rate"
    )


def test_a_day_without_arrivals_is_a_plan_without_arrivals() -> None:
    """Nothing comes, and nothing breaks."""
    for spacing in ("poisson", "even"):
        arrivals = plan(_traffic([{"name": "silent", "for": 10, "rate": 0}], arrivals=spacing), 1)
        assert arrivals.at_s.tolist() == []
        assert arrivals.per_second(3).tolist() == [0, 0, 0]


def test_a_phase_without_arrivals_takes_its_time() -> None:
    """Those of the next one come after it."""
    phases = [{"name": name, "for": 2, "rate": rate} for name, rate in (("a", 1), ("b", 0), ("c", 1))]
    assert plan(_traffic(phases, arrivals="even"), 1).at_s.tolist() == [0.5, 1.5, 4.5, 5.5]


def test_arrivals_are_counted_by_the_second_they_are_intended_in() -> None:
    """Evenly two a second: two in each, and all of them in all."""
    arrivals = plan(_traffic([{"name": "steady", "for": 4, "rate": 2}], arrivals="even"), 1)
    assert arrivals.at_s.tolist() == [0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75]
    assert arrivals.per_second(4).tolist() == [2, 2, 2, 2]
    assert arrivals.per_second(2).tolist() == [2, 2]


def _traffic(
    phases: Sequence[Mapping[str, object]],
    populations: Sequence[Mapping[str, object]] = ({"name": "rest", "journey": "visitor"},),
    arrivals: str = "poisson",
) -> Traffic:
    return Traffic.model_validate({"arrivals": arrivals, "phases": phases, "populations": populations})
