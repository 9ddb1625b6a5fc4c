"""Waiting ends when something is true, or when its time is over."""

from collections.abc import Iterator

import pytest

from siaga.faults.fault import FaultError
from siaga.faults.waiting import becomes_true, insisted


class Hours:
    """A clock that its sleep moves."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now_s

    def sleep(self, for_s: float) -> None:
        """Let time pass."""
        self.now_s += for_s


def after(looks: int) -> Iterator[bool]:
    """Be true from a look on."""
    for number in range(1_000):
        yield number >= looks


@pytest.mark.parametrize(
    ("looks", "within_s", "found"), [(0, 0.0, True), (3, 1.0, True), (99, 1.0, False)]
)
def test_it_is_waited_until_it_is_true_but_not_for_ever(
    looks: int, within_s: float, *, found: bool
) -> None:
    """One look is made at least, and none is made after the time."""
    clock, answers = Hours(), after(looks)
    assert becomes_true(lambda: next(answers), within_s, clock, clock.sleep) is found
    assert clock.now_s - 100.0 <= within_s + 0.11


@pytest.mark.parametrize("failures", [0, 3])
def test_who_insists_gets_an_answer_that_comes_in_time(failures: int) -> None:
    """What was in the way is not told."""
    clock, answers = Hours(), after(failures)

    def ask() -> str:
        """Answer in the end."""
        if not next(answers):
            raise FaultError("site: does not answer")
        return "42"

    assert insisted(ask, 1.0, clock, clock.sleep) == "42"


def test_who_insists_for_too_long_is_told_why_there_is_no_answer() -> None:
    """A site that is gone stays gone."""
    clock = Hours()

    def ask() -> str:
        """Never answer."""
        raise FaultError("site: does not answer")

    with pytest.raises(FaultError, match="site: does not answer"):
        insisted(ask, 1.0, clock, clock.sleep)
    assert clock.now_s - 100.0 <= 1.11
