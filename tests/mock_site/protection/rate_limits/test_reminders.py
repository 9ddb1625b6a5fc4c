"""Nobody's mailbox can be filled by those who know its address."""

from mock_site.protection.rate_limits.bucket import Buckets
from mock_site.protection.rate_limits.reminders import RATE, Reminders
from mock_site.testing import SetClock


def test_an_address_gets_a_few_letters_and_then_one_a_minute() -> None:
    """And another one is not kept waiting for it."""
    clock = SetClock(0.0)
    reminders = Reminders(Buckets(RATE, clock, most=10))
    assert [reminders.take("ana@warga.test") for _ in range(RATE.burst + 2)] == [True] * 3 + [False] * 2
    assert reminders.take("budi@warga.test")
    clock.now_s = 60.0
    assert [reminders.take("ana@warga.test") for _ in range(2)] == [True, False]


def test_where_nothing_is_limited_neither_are_they() -> None:
    """Each request sends one."""
    reminders = Reminders(None)
    assert all(reminders.take("ana@warga.test") for _ in range(100))
