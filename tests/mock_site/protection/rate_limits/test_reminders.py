"""Nobody's mailbox can be filled by those who know its address."""

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.protection.rate_limits.reminders import RATE, Reminders
from mock_site.settings import Settings

LAYERS = [Layers(profile=Profile.NAIVE), Layers(without=frozenset({Layer.RATE_LIMITS}))]


class SetTimer:
    """A timer that stands where it is put."""

    now_s = 0.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now_s


def test_an_address_gets_a_few_letters_and_then_one_a_minute() -> None:
    """And another one is not kept waiting for it."""
    timer = SetTimer()
    reminders = Reminders(Settings(store="sqlite:///x"), timer)
    assert [reminders.take("ana@warga.test") for _ in range(RATE.burst + 2)] == [True] * 3 + [False] * 2
    assert reminders.take("budi@warga.test")
    timer.now_s = 60.0
    assert [reminders.take("ana@warga.test") for _ in range(2)] == [True, False]


def test_on_a_shorter_day_the_next_letter_comes_sooner() -> None:
    """As every other wait."""
    timer = SetTimer()
    reminders = Reminders(Settings(store="sqlite:///x", time_scale=0.1), timer)
    while reminders.take("ana@warga.test"):
        pass
    timer.now_s = 6.0
    assert reminders.take("ana@warga.test")


@pytest.mark.parametrize("layers", LAYERS)
def test_where_nothing_is_limited_neither_are_they(layers: Layers) -> None:
    """Each request sends one."""
    reminders = Reminders(Settings(store="sqlite:///x", layers=layers), SetTimer())
    assert all(reminders.take("ana@warga.test") for _ in range(100))
