"""Claims about what is left to chance: a seed decides it, and what is drawn is as it was asked for."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.faults.drawn import drawn, fault_seed
from siaga.scenario.load import dump, loads
from siaga.scenario.model import Scenario
from tests.scenario.days import day

AMONG = "[{kind: kill, target: worker}, {kind: none, for: 2 s}]"


def begins_s(scenario: Scenario) -> list[float]:
    """Give when each fault begins."""
    return [one.at.at_s(scenario.traffic.phase_starts_s()) for one in scenario.faults]


def test_a_certain_fault_happens_as_it_stands() -> None:
    """Nothing is drawn for it."""
    certain = day("faults=[{kind: kill, at: rush}]")
    assert drawn(certain).faults == certain.faults


def test_a_fault_happens_as_often_as_its_probability_says() -> None:
    """By its seed: about 300 of 1,000 seeds let one of 30 % happen, and then it is certain."""
    unsure = day("faults=[{kind: kill, at: rush, probability: 30 %}]")
    (fault,) = unsure.faults
    seeded = [fault.model_copy(update={"seed": seed}) for seed in range(1_000)]
    happened = [drawn(unsure.model_copy(update={"faults": (one,)})).faults for one in seeded]
    assert 240 <= sum(bool(one) for one in happened) <= 360
    assert {fault.probability for faults in happened for fault in faults} == {1.0}


def test_the_seed_of_a_fault_follows_from_the_days_and_its_number() -> None:
    """Its own goes before that."""
    faulty = day("faults=[{kind: kill, at: 1 s}, {kind: kill, at: 2 s}, {kind: kill, at: 3 s, seed: 9}]")
    seeds = [fault_seed(faulty, number) for number in range(3)]
    assert len(set(seeds)) == 3
    assert seeds[2] == 9
    assert seeds == [fault_seed(faulty, number) for number in range(3)]
    other = faulty.model_copy(update={"seed": 8})
    assert fault_seed(other, 0) != seeds[0]


def test_a_bad_day_is_the_same_day_each_time() -> None:
    """With as many faults as were asked for, in order, each with a seed; another seed is another day."""
    bad = day(f"bad-day={{faults: 5, among: {AMONG}}}")
    first = drawn(bad)
    assert first == drawn(bad)
    assert first.bad_day is None
    assert len(first.faults) == 5
    assert begins_s(first) == sorted(begins_s(first))
    assert len({one.seed for one in first.faults}) == 5
    assert drawn(day(f"bad-day={{faults: 5, seed: 1, among: {AMONG}}}")).faults != first.faults
    assert loads(dump(first), "again.yaml") == first


def test_both_kinds_of_a_bad_day_come_up() -> None:
    """With all that was said of them."""
    faults = drawn(day(f"bad-day={{faults: 40, among: {AMONG}}}")).faults
    assert {(one.kind, one.target, one.for_s) for one in faults} == {
        ("kill", "worker", None),
        ("none", "site", 2.0),
    }
    assert 8 <= sum(one.kind == "kill" for one in faults) <= 32


@settings(max_examples=40)
@given(
    st.integers(1, 12),
    st.integers(0, 2**32),
    st.floats(0, 1),
    st.sampled_from(["[]", "[rush]", "[before-doors, rush]"]),
)
def test_faults_of_a_bad_day_lie_apart_and_in_their_phases(
    faults: int, seed: int, calm: float, during: str
) -> None:
    """The time between two is the calm's share of an even spacing at least, phases laid end to end."""
    bad = day(
        f"bad-day={{faults: {faults}, seed: {seed}, calm: {calm:.6f}, during: {during}, among: {AMONG}}}"
    )
    starts_s = bad.traffic.phase_starts_s()
    named = [one for one in bad.traffic.phases if during == "[]" or one.name in during]
    spans = [(starts_s[one.name], starts_s[one.name] + one.for_s) for one in named]
    times_s = begins_s(drawn(bad))
    assert len(times_s) == faults
    for at_s in times_s:
        assert any(start_s - 0.001 <= at_s <= end_s + 0.001 for start_s, end_s in spans)
    whole_s = sum(end_s - start_s for start_s, end_s in spans)
    if len(spans) == 1:
        for before_s, after_s in itertools.pairwise(times_s):
            assert after_s - before_s >= calm * whole_s / faults - 0.002


def test_all_faults_of_a_bad_day_can_begin_at_its_end() -> None:
    """A day whose calm is whole spaces them evenly."""
    times_s = begins_s(drawn(day(f"bad-day={{faults: 4, calm: 100 %, during: [rush], among: {AMONG}}}")))
    gaps = [after_s - before_s for before_s, after_s in itertools.pairwise(times_s)]
    (rush,) = (one for one in day().traffic.phases if one.name == "rush")
    assert all(gap >= rush.for_s / 4 - 0.002 for gap in gaps)
    assert gaps == [pytest.approx(gaps[0], abs=rush.for_s / 4)] * 3
