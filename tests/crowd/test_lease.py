"""Claims about the lease: who is due later waits for the next one, and late news change nothing."""

from typing import Any

import gevent
import pytest

from siaga.crowd.lease import Lease
from siaga.record.takeover import Takeover

FIRST = Takeover(lost=1, noticed_s=3.0, from_s=5.0, takers=(0, 2), visitors=(4, 4))
SECOND = Takeover(lost=2, noticed_s=6.0, from_s=8.0, takers=(0,), visitors=(9,))


def told(until_s: float, *takeovers: Takeover, token: str = "t") -> dict[str, Any]:  # noqa: S107
    """Give a message of the master."""
    return {"token": token, "until_s": until_s, "takeovers": [one.as_json() for one in takeovers]}


def never_s() -> float:
    """Wait no longer."""
    return 0.0


def test_whoever_is_due_at_its_end_or_later_is_not_allowed() -> None:
    """Up to then everybody is; a process on its own needs no leave."""
    lease = Lease("t", 4.0)
    assert [lease.allows(at_s) for at_s in (-1.0, 3.999, 4.0, 5.0)] == [True, True, False, False]
    assert Lease().allows(1e9)


def test_whoever_waits_is_let_go_when_the_lease_is_long_enough() -> None:
    """And not by one that is still too short."""
    lease = Lease("t", 4.0)
    waiting = gevent.spawn(lease.wait, 6.0)
    gevent.sleep(0)
    lease.hear(told(5.0))
    gevent.sleep(0)
    assert not waiting.ready()
    lease.hear(told(6.5))
    waiting.get(timeout=5)
    Lease("t", 4.0).wait(3.0)


def test_what_comes_late_or_is_of_another_run_changes_nothing() -> None:
    """A lease gets no shorter, and takeovers are not forgotten."""
    lease = Lease("t", 4.0)
    lease.hear(told(8.0, FIRST))
    lease.hear(told(6.0))
    lease.hear(told(99.0, FIRST, SECOND, token="of another run"))
    assert (lease.allows(7.9), lease.allows(8.0)) == (True, False)
    assert lease.takeover(0, never_s) == FIRST
    assert lease.takeover(1, never_s) is None


def test_takeovers_are_given_one_by_one_as_soon_as_they_are_known() -> None:
    """Whoever waits for the next is told of it at once, and of all that were missed."""
    lease = Lease("t")
    waiting = gevent.spawn(lease.takeover, 0, lambda: 60.0)
    gevent.sleep(0)
    lease.hear(told(5.0, FIRST, SECOND))
    assert waiting.get(timeout=5) == FIRST
    assert lease.takeover(1, never_s) == SECOND


def test_nobody_waits_longer_for_a_takeover_than_there_is_time() -> None:
    """News of a lease alone are none."""
    lease, left_s = Lease("t", 1.0), iter([0.001, 60.0, -1.0])
    waiting = gevent.spawn(lease.takeover, 0, lambda: next(left_s))
    gevent.sleep(0.05)
    assert not waiting.ready()
    lease.hear(told(2.0))
    assert waiting.get(timeout=5) is None


def test_a_takeover_that_is_none_is_refused_and_nothing_is_leased_by_it() -> None:
    """What cannot be believed allows nobody."""
    lease = Lease("t", 4.0)
    with pytest.raises(ValueError, match="takeover: "):
        lease.hear({"token": "t", "until_s": 9.0, "takeovers": [{"lost": 1}]})
    assert not lease.allows(4.0)
