"""Claims about the vitals of a worker."""

from itertools import repeat

import pytest

from siaga.crowd.vitals import PULSE_S, SLIDING_S, Vitals

A_SECOND = round(SLIDING_S / PULSE_S) + 1
"""Looks that surely are a second apart, whatever fractions add up to."""


class _Machine:
    """A clock, a CPU meter and a sleep that takes longer than asked."""

    def __init__(self, over_s: list[float], busy_ratio: float | list[float]) -> None:
        self.at_s, self.cpu_s = 100.0, 5.0
        self._over_s = iter(over_s)
        self._busy = repeat(busy_ratio) if isinstance(busy_ratio, float) else iter(busy_ratio)

    def now(self) -> float:
        """Give the time."""
        return self.at_s

    def cpu(self) -> float:
        """Give the CPU time."""
        return self.cpu_s

    def sleep(self, pause_s: float) -> None:
        """Sleep too long, with the CPU busy."""
        passed_s = pause_s + next(self._over_s)
        self.at_s += passed_s
        self.cpu_s += passed_s * next(self._busy)


def test_the_worst_lag_between_two_takings_is_told_once() -> None:
    """A stall of 300 ms shows as 0.3 s, and is gone from the next taking."""
    machine = _Machine([0.001, 0.3, 0.002, 0.004], 0.5)
    vitals = Vitals(machine.now, machine.cpu, machine.sleep)
    for _ in range(3):
        vitals.pulse()
    assert list(vitals.take()) == pytest.approx([0.3, 0.5])
    vitals.pulse()
    assert list(vitals.take()) == pytest.approx([0.004, 0.5])


def test_what_the_loop_stands_still_for_counts_before_the_pulse_itself_wakes() -> None:
    """Books that are kept first after a standstill of 20 s tell of it, the next ones of the rest."""
    machine = _Machine([], 0.0)
    told = []

    def sleep(pause_s: float) -> None:
        for passed_s in (pause_s + 20.0, 0.25):
            machine.at_s += passed_s
            told.append(vitals.take()[0])
        machine.at_s += 0.125

    vitals = Vitals(machine.now, machine.cpu, sleep)
    vitals.pulse()
    told += [vitals.take()[0], vitals.take()[0]]
    assert told == pytest.approx([20.0, 0.25, 0.125, 0.0])


def test_a_loop_that_sleeps_as_asked_has_no_lag() -> None:
    """Punctual sleeps give zero."""
    machine = _Machine([0.0] * 4, 0.0)
    vitals = Vitals(machine.now, machine.cpu, machine.sleep)
    for _ in range(4):
        vitals.pulse()
    assert list(vitals.take()) == pytest.approx([0.0, 0.0], abs=1e-9)
    assert machine.at_s == pytest.approx(100.0 + 4 * PULSE_S)


def watched(busy: list[float], takes: list[int], over_s: float = 0.0) -> list[float]:
    """Give the CPU ratios that are told after so many looks each."""
    machine = _Machine([over_s] * len(busy), busy)
    vitals = Vitals(machine.now, machine.cpu, machine.sleep)
    told = []
    for many in takes:
        for _ in range(many):
            vitals.pulse()
        told.append(vitals.take()[1])
    return told


def test_a_busy_second_is_seen_wherever_it_begins() -> None:
    """Half of it before a taking and half after: its means are a half each, it was busy all along."""
    half = A_SECOND // 2
    busy = [0.0] * A_SECOND + [0.0] * half + [1.0] * 2 * half + [0.0] * half + [0.0] * A_SECOND
    told = watched(busy, [A_SECOND, 2 * half, 2 * half, A_SECOND])
    assert told[0] == 0.0
    assert told[1] == pytest.approx(0.5, abs=0.06)
    assert told[2] == pytest.approx(1.0, abs=0.06)
    assert told[3] <= 0.6


def test_a_burst_shorter_than_a_second_is_not_taken_for_one() -> None:
    """A tenth of a second at full load is a tenth of a second's core."""
    told = watched([0.0] * A_SECOND + [1.0, 1.0] + [0.0] * 10, [A_SECOND, 12])
    assert told == pytest.approx([0.0, 0.1], abs=0.01)


def test_a_load_that_does_not_change_is_told_as_it_is() -> None:
    """However often it is asked for, and before a second has passed."""
    assert watched([0.3] * 70, [3, 0, 27, 40, 0]) == pytest.approx([0.3] * 5)


def test_a_loop_that_is_late_is_measured_over_the_time_that_passed() -> None:
    """Looks that are two seconds apart make windows of two seconds."""
    assert watched([0.25, 0.75, 0.5], [1, 1, 1], over_s=2.0) == pytest.approx([0.25, 0.75, 0.5])
