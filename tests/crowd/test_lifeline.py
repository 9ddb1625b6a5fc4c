"""Claims about the lifeline: two seconds of silence cut it, and a process that stood still does not."""

from dataclasses import dataclass, field

import pytest

from siaga.crowd.lifeline import ELSEWHERE_S, HERE_S, Lifeline


@dataclass
class Master:
    """A master that beats until some moment; and a clock that a test may hold up."""

    until_s: float
    held_up: dict[int, float] = field(default_factory=dict)
    now_s: float = 0.0
    looks: int = 0

    def sign(self) -> float | None:
        """Give the last beat: one a second."""
        return float(int(min(self.now_s, self.until_s)))

    def sleep(self, pause_s: float) -> None:
        """Let time pass, and more of it where this process is held up."""
        self.looks += 1
        if self.looks > 10_000:
            raise TimeoutError("it never ends")
        self.now_s += self.held_up.get(self.looks, pause_s)

    def cut_s(self, limit_s: float) -> float:
        """Give when a lifeline was cut."""
        Lifeline(self.sign, limit_s, lambda: self.now_s, self.sleep).wait()
        return self.now_s


@pytest.mark.parametrize("limit_s", [ELSEWHERE_S, HERE_S])
def test_it_is_cut_when_nothing_was_heard_for_so_long(limit_s: float) -> None:
    """From the last beat, to two looks."""
    assert Master(until_s=5.0).cut_s(limit_s) == pytest.approx(5.0 + limit_s, abs=0.21)
    assert Lifeline(lambda: None, limit_s).why == f"nothing was heard of the master for {limit_s:g} s"


def test_a_master_that_was_never_heard_is_missed_too() -> None:
    """The time runs from the beginning."""
    assert Master(until_s=0.0).cut_s(ELSEWHERE_S) == pytest.approx(2.0, abs=0.21)


def test_a_worker_that_stood_still_itself_waits_on() -> None:
    """It could not have heard anything: five seconds count as two looks."""
    master = Master(until_s=20.0, held_up={30: 5.0})
    assert master.cut_s(ELSEWHERE_S) == pytest.approx(22.0, abs=0.21)
