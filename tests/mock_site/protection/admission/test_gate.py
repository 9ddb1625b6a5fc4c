"""A gate lets in as many as its limit says, in the order of priority, and keeps nobody for ever."""

import asyncio
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.protection.admission.gate import Gate
from mock_site.protection.admission.limit import FixedLimit
from mock_site.protection.admission.priority import Priority
from mock_site.protection.rejections import Reason

PATIENCE_S = 2.0
BROWSE, JOIN = Priority.BROWSE, Priority.JOIN


def _gate(limit: int = 1, waiting_ratio: float = 2.0, patience_s: float = math.inf) -> Gate:
    return Gate(
        FixedLimit(most=limit), timer=lambda: 0.0, patience_s=patience_s, waiting_ratio=waiting_ratio
    )


def _wait(gate: Gate, priority: Priority) -> asyncio.Future[Reason | None]:
    waiter = gate.enter(priority)
    assert isinstance(waiter, asyncio.Future)
    return waiter


async def test_as_many_as_the_limit_says_are_in_at_once() -> None:
    """The next one waits until somebody leaves."""
    gate = _gate(limit=2)
    assert [gate.enter(BROWSE), gate.enter(BROWSE)] == [None, None]
    waiter = _wait(gate, BROWSE)
    assert (gate.under_way, gate.waiting) == (2, 1)
    gate.leave(0.0)
    assert await gate.waited(waiter) is None
    assert (gate.under_way, gate.waiting) == (2, 0)


async def test_whoever_is_farther_on_the_way_is_next() -> None:
    """And among equals whoever came first."""
    gate = _gate(waiting_ratio=9)
    gate.enter(BROWSE)
    waiters = [_wait(gate, one) for one in (BROWSE, Priority.OTP, JOIN, Priority.OTP)]
    order = []
    for _ in waiters:
        gate.leave(0.0)
        order += [number for number, one in enumerate(waiters) if one.done() and number not in order]
    assert order == [2, 1, 3, 0]


async def test_a_full_queue_turns_away_at_once() -> None:
    """Nobody is kept who would only wait for nothing."""
    gate = _gate()
    gate.enter(BROWSE)
    for _ in range(2):
        _wait(gate, BROWSE)
    assert gate.is_closed_to(BROWSE)
    assert gate.enter(BROWSE) is Reason.QUEUE_FULL
    assert gate.waiting == 2


async def test_a_join_displaces_the_last_of_those_who_browse() -> None:
    """Who is nearly there is not sent back for somebody who has only begun."""
    gate = _gate()
    gate.enter(BROWSE)
    first, last = _wait(gate, BROWSE), _wait(gate, BROWSE)
    assert not gate.is_closed_to(JOIN)
    waiter = _wait(gate, JOIN)
    assert await gate.waited(last) is Reason.DISPLACED
    assert not first.done()
    assert gate.waiting == 2
    gate.leave(0.0)
    assert waiter.done()


async def test_equals_do_not_displace_each_other() -> None:
    """A queue full of joins is full for a join."""
    gate = _gate()
    gate.enter(JOIN)
    for _ in range(2):
        _wait(gate, JOIN)
    assert gate.is_closed_to(JOIN)
    assert gate.enter(JOIN) is Reason.QUEUE_FULL


@pytest.mark.looptime
async def test_nobody_waits_for_longer_than_the_patience() -> None:
    """Then it is turned away, and its place in the queue is somebody else's."""
    gate = _gate(patience_s=PATIENCE_S)
    gate.enter(BROWSE)
    waiter = _wait(gate, BROWSE)
    began_s = asyncio.get_running_loop().time()
    assert await gate.waited(waiter) is Reason.WAITED
    assert asyncio.get_running_loop().time() - began_s == pytest.approx(PATIENCE_S)
    assert gate.waiting == 0
    gate.leave(0.0)
    assert (gate.under_way, gate.enter(BROWSE)) == (0, None)


@pytest.mark.looptime
async def test_without_bounds_everybody_waits_for_ever() -> None:
    """This is the fault of the naive gate: the queue grows, and those in it have long gone."""
    gate = _gate(waiting_ratio=math.inf)
    gate.enter(BROWSE)
    waiters = [_wait(gate, BROWSE) for _ in range(1000)]
    await asyncio.sleep(3600)
    assert gate.waiting == 1000
    assert not any(waiter.done() for waiter in waiters)


async def test_who_goes_away_while_waiting_leaves_no_gap() -> None:
    """Neither in the queue nor, if it was just let in, inside."""
    gate = _gate()
    gate.enter(BROWSE)
    tasks = [asyncio.create_task(gate.waited(_wait(gate, BROWSE))) for _ in range(2)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.wait(tasks[:1])
    assert gate.waiting == 1
    gate.leave(0.0)
    tasks[1].cancel()
    await asyncio.wait(tasks[1:])
    assert (gate.under_way, gate.waiting) == (0, 0)


@given(
    st.lists(st.one_of(st.sampled_from(Priority), st.sampled_from(["leave", "give up"])), max_size=60),
    st.integers(1, 3),
)
def test_whatever_happens_nobody_is_forgotten_and_nobody_is_too_many(
    happenings: list[Priority | str], limit: int
) -> None:
    """Everybody is inside, waiting, turned away or gone, and no more are inside than may be."""
    asyncio.run(_play(happenings, limit))


async def _play(happenings: list[Priority | str], limit: int) -> None:
    gate = _gate(limit=limit)
    waiters: list[asyncio.Future[Reason | None]] = []
    inside = 0
    for one in happenings:
        before = sum(
            waiter.done() and not waiter.cancelled() and waiter.result() is None for waiter in waiters
        )
        if isinstance(one, Priority):
            outcome = gate.enter(one)
            inside += outcome is None
            waiters += [outcome] if isinstance(outcome, asyncio.Future) else []
        elif one == "leave" and gate.under_way:
            gate.leave(0.0)
            inside -= 1
        elif one == "give up" and any(not waiter.done() for waiter in waiters):
            next(waiter for waiter in waiters if not waiter.done()).cancel()
        await asyncio.sleep(0)
        after = sum(
            waiter.done() and not waiter.cancelled() and waiter.result() is None for waiter in waiters
        )
        inside += after - before
        assert gate.under_way == inside <= limit
        assert gate.waiting == sum(not waiter.done() for waiter in waiters) <= 2 * limit
        assert gate.waiting == 0 or gate.under_way == limit
    for waiter in waiters:
        waiter.cancel()
    await asyncio.sleep(0)
