"""Claims about the vitals of a worker."""

import pytest

from siaga.crowd.vitals import PULSE_S, Vitals


class _Machine:
    """A clock, a CPU meter and a sleep that takes longer than asked."""

    def __init__(self, over_s: list[float], busy_ratio: float) -> None:
        self.at_s, self.cpu_s = 100.0, 5.0
        self._over_s, self._busy = iter(over_s), busy_ratio

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
        self.cpu_s += passed_s * self._busy


def test_the_worst_lag_between_two_takings_is_told_once() -> None:
    """A stall of 300 ms shows as 0.3 s, and is gone from the next taking."""
    machine = _Machine([0.001, 0.3, 0.002, 0.004], 0.5)
    vitals = Vitals(machine.now, machine.cpu, machine.sleep)
    for _ in range(3):
        vitals.pulse()
    assert list(vitals.take()) == pytest.approx([0.3, 0.5])
    vitals.pulse()
    assert list(vitals.take()) == pytest.approx([0.004, 0.5])


def test_a_loop_that_sleeps_as_asked_has_no_lag() -> None:
    """Punctual sleeps give zero."""
    machine = _Machine([0.0] * 4, 0.0)
    vitals = Vitals(machine.now, machine.cpu, machine.sleep)
    for _ in range(4):
        vitals.pulse()
    assert list(vitals.take()) == pytest.approx([0.0, 0.0], abs=1e-9)
    assert machine.at_s == pytest.approx(100.0 + 4 * PULSE_S)
