"""Whoever guesses at an account keeps himself out, and its owner in."""

import pytest

from mock_site.protection.rate_limits.bucket import Buckets, Rate
from mock_site.protection.rate_limits.log_ins import LogIns
from mock_site.testing import SetClock

OF_ADDRESS = Rate(per_s=1 / 10, burst=3)
OF_STRANGERS = Rate(per_s=1 / 2, burst=5)


@pytest.fixture
def clock() -> SetClock:
    """Give the clock of the buckets."""
    return SetClock(0.0)


@pytest.fixture
def log_ins(clock: SetClock) -> LogIns:
    """Give some that know two addresses at most."""
    of_address, of_strangers = (Buckets(one, clock, most=100) for one in (OF_ADDRESS, OF_STRANGERS))
    return LogIns(of_address, of_strangers, most=2)


def may(log_ins: LogIns, *tries: str) -> list[bool]:
    """Tell which of some tries at one account, each from an address, are let through."""
    return [log_ins.take("budi@warga.test", address) == 0 for address in tries]


def test_one_address_empties_its_own_bucket_alone(log_ins: LogIns, clock: SetClock) -> None:
    """What it asks for in vain takes nothing from the others either."""
    assert may(log_ins, *"a" * 9) == [True] * 3 + [False] * 6
    assert log_ins.take("budi@warga.test", "a") == pytest.approx(10)
    assert may(log_ins, "b", "b") == [True, True]
    clock.now_s += 10
    assert may(log_ins, "a", "a") == [True, False]


def test_strangers_empty_one_bucket_together(log_ins: LogIns, clock: SetClock) -> None:
    """However many they are; another account has its own."""
    assert may(log_ins, *"abcdefgh") == [True] * 5 + [False] * 3
    assert log_ins.take("budi@warga.test", "i") == pytest.approx(2)
    assert log_ins.take("ana@warga.test", "i") == 0
    clock.now_s += 2
    assert may(log_ins, "j", "k") == [True, False]


def test_an_address_that_has_logged_in_is_no_stranger(log_ins: LogIns) -> None:
    """It comes in while they guess, takes nothing from them, and may guess no more often than they."""
    log_ins.know("budi@warga.test", "home")
    assert may(log_ins, "home", *"abcdefgh") == [True] * 6 + [False] * 3
    assert may(log_ins, *["home"] * 3) == [True, True, False]


def test_an_address_is_known_to_the_account_that_logged_in_there(log_ins: LogIns) -> None:
    """Whoever has an account of his own is a stranger to all others."""
    log_ins.know("ana@warga.test", "i")
    assert may(log_ins, *"abcde", "i") == [True] * 5 + [False]


def test_no_more_addresses_are_known_than_there_may_be(log_ins: LogIns) -> None:
    """The one that was known for longest is a stranger again, unless it has logged in once more."""
    for address in ("x", "y", "x", "z"):
        log_ins.know("budi@warga.test", address)
    assert may(log_ins, *"abcde", "x", "y", "z") == [True] * 6 + [False, True]
