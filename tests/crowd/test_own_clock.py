"""Claims about the own clock: a setting of it is found once, and looking slowly is none."""

from dataclasses import dataclass

import pytest

from siaga.crowd.own_clock import OwnClock
from siaga.record.clock_jump import ClockJump

T0_S = 1_800_000_002.0


@dataclass(slots=True)
class Machine:
    """A machine whose clocks a test moves.

    Attributes:
        now_s: what nobody can set.
        set_s: by how much the wall clock was set.
        look_s: how long a look at the wall clock takes.
    """

    now_s: float = 100.0
    set_s: float = 0.0
    look_s: float = 0.0

    def wall(self) -> float:
        """Look at the wall clock."""
        self.now_s += self.look_s
        return 1_799_999_900.0 + self.now_s + self.set_s

    def clock(self) -> OwnClock:
        """Watch it from now on."""
        return OwnClock(self.wall, lambda: self.now_s)


@pytest.mark.parametrize("by_s", [3_600.0, -20.0, 0.025])
def test_a_setting_is_found_once_with_when_and_by_how_much(by_s: float) -> None:
    """Run seconds are those of the clock that nobody can set."""
    machine = Machine()
    clock = machine.clock()
    machine.now_s += 10.0
    assert clock.jump(T0_S) is None
    machine.set_s = by_s
    machine.now_s += 2.5
    assert clock.jump(T0_S) == ClockJump(at_s=10.5, by_s=by_s)
    machine.now_s += 1.0
    assert clock.jump(T0_S) is None


def test_each_setting_is_found() -> None:
    """Forward and back again are two."""
    machine = Machine()
    clock = machine.clock()
    machine.set_s = 5.0
    assert clock.jump(T0_S) == ClockJump(at_s=-2.0, by_s=5.0)
    machine.set_s = 0.0
    assert clock.jump(T0_S) == ClockJump(at_s=-2.0, by_s=-5.0)


def test_what_may_come_of_looking_is_no_setting() -> None:
    """A trifle is passed over; a look during which the process stood still is left to the next."""
    machine = Machine()
    clock = machine.clock()
    machine.set_s = 0.019
    assert clock.jump(T0_S) is None
    machine.set_s, machine.look_s = 7.0, 0.5
    assert clock.jump(T0_S) is None
    machine.look_s = 0.0
    jump = clock.jump(T0_S)
    assert jump is not None
    assert jump.by_s == 7.0
