"""The workbench serves as many as its capacity, in order, and shows the pair that overload has."""

import asyncio
import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.harm.conditions import Harm
from mock_site.harm.workbench import HOLD_S, Bench, Workbench, bench_for
from mock_site.protection.rejections import Reason
from tests.mock_site.harm.harmed import Harmed


def _bench(process: Harmed, bench: Bench) -> Workbench:
    return Workbench(bench, process.board, process.metrics, asyncio.get_running_loop().time)


def _stays() -> bool:
    return False


def _goes() -> bool:
    return True


@given(st.floats(min_value=0.1, max_value=100_000))
def test_a_bench_has_the_capacity_that_was_asked_for(per_s: float) -> None:
    """With whole hands, each held for about as long as intended wherever there is more than one."""
    bench = bench_for(per_s)
    assert bench.per_s == pytest.approx(per_s)
    assert bench.hands == 1 or bench.hold_s == pytest.approx(HOLD_S, rel=0.51)


@pytest.mark.parametrize("wrong", [{"hands": 0}, {"hold_s": 0.0}, {"patience_s": 0.0}, {"queue_s": 0.0}])
def test_a_bench_without_hands_or_time_is_refused(wrong: dict[str, float]) -> None:
    """It could serve nobody."""
    with pytest.raises(ValueError, match=r"^bench: is Bench"):
        Bench(**{"hands": 1, "hold_s": 0.1, **wrong})  # type: ignore[arg-type]


@pytest.mark.looptime
async def test_it_serves_so_many_a_second_first_come_first_served(process: Harmed) -> None:
    """Twenty requests at ten a second take two seconds, in the order of coming."""
    bench = _bench(process, Bench(hands=2, hold_s=0.2))
    ended: list[int] = []

    async def visitor(number: int) -> None:
        """Be served."""
        assert await bench.work(_stays) is None
        ended.append(number)

    began_s = asyncio.get_running_loop().time()
    await asyncio.gather(*map(visitor, range(20)))
    assert asyncio.get_running_loop().time() - began_s == pytest.approx(2.0, abs=0.01)
    assert ended == [*range(20)]
    assert process.counted("site_capacity_served_total", sender="there") == 20
    assert process.counted("site_capacity_per_second") == pytest.approx(10.0)


@pytest.mark.looptime
async def test_what_is_in_use_and_who_waits_is_shown(process: Harmed) -> None:
    """While it is so, and not afterwards."""
    bench = _bench(process, Bench(hands=2, hold_s=1.0))
    tasks = [asyncio.create_task(bench.work(_stays)) for _ in range(5)]
    await asyncio.sleep(0.5)
    names = ("site_capacity_in_use", "site_capacity_waiting")
    assert [process.counted(name) for name in names] == [2, 3]
    await asyncio.gather(*tasks)
    assert [process.counted(name) for name in names] == [0, 0]


@pytest.mark.looptime
async def test_nothing_is_served_while_there_is_no_capacity(process: Harmed) -> None:
    """Those who wait are served as soon as there is some again, at half speed where it is half."""
    bench = _bench(process, Bench(hands=1, hold_s=0.1))
    process.suffers(capacity={"ratio": 0})
    tasks = [asyncio.create_task(bench.work(_stays)) for _ in range(4)]
    await asyncio.sleep(10.0)
    assert not any(task.done() for task in tasks)
    assert process.counted("site_capacity_per_second") == 0
    process.suffers(capacity={"ratio": 0.5})
    await asyncio.sleep(0.41)
    assert [task.done() for task in tasks] == [True, True, False, False]
    await asyncio.gather(*tasks)
    assert process.strikes(Harm.CAPACITY) == 4


@pytest.mark.looptime
async def test_a_patient_bench_works_for_those_who_have_gone(process: Harmed) -> None:
    """It does not notice, and what it did was for nothing: that is counted."""
    bench = _bench(process, Bench(hands=1, hold_s=0.1))
    assert await asyncio.gather(*(bench.work(_goes) for _ in range(3))) == [None] * 3
    assert process.counted("site_capacity_served_total", sender="gone") == 3


@pytest.mark.looptime
async def test_an_impatient_bench_does_not(process: Harmed) -> None:
    """Whoever has gone gets no hand, and whoever has waited too long none either."""
    bench = _bench(process, Bench(hands=1, hold_s=0.1, patience_s=2.0))
    assert await bench.work(_goes) is Reason.GONE
    process.suffers(capacity={"ratio": 0})
    assert await bench.work(_stays) is Reason.WAITED
    assert process.counted("site_capacity_served_total", sender="gone") == 0


@pytest.mark.looptime
async def test_an_impatient_bench_turns_away_at_once_whom_it_would_not_serve_in_time(
    process: Harmed,
) -> None:
    """Half a second's worth may wait; the others are all turned away."""
    bench = _bench(process, Bench(hands=1, hold_s=0.1, patience_s=2.0, queue_s=0.5))
    outcomes = await asyncio.gather(*(bench.work(_stays) for _ in range(50)))
    assert 5 <= outcomes.count(None) <= 8
    assert outcomes.count(None) + outcomes.count(Reason.QUEUE_FULL) == 50


@pytest.mark.looptime
async def test_a_request_that_is_cancelled_keeps_no_hand(process: Harmed) -> None:
    """Neither while it waits nor while it holds one nor between the two."""
    bench = _bench(process, Bench(hands=1, hold_s=1.0))
    holds, waits, last = (asyncio.create_task(bench.work(_stays)) for _ in range(3))
    await asyncio.sleep(0.1)
    waits.cancel()
    holds.cancel()
    assert await last is None
    between = asyncio.create_task(bench.work(_stays))
    first = asyncio.create_task(bench.work(_stays))
    await asyncio.sleep(0)
    between.cancel()
    assert await first is None


async def _goodput(process: Harmed, patience_s: float, queue_s: float) -> float:
    """Give the share of people served long after an outage, where each has a second and four tries."""
    bench = _bench(process, Bench(hands=1, hold_s=0.05, patience_s=patience_s, queue_s=queue_s))
    good: list[float] = []
    clock: Callable[[], float] = asyncio.get_running_loop().time

    async def person() -> None:
        """Ask, and again at once when there is no answer within a second."""
        for _ in range(4):
            ends_s = clock() + 1.0
            request = asyncio.create_task(bench.work(lambda: clock() > ends_s))  # noqa: B023 - awaited here
            done, _ = await asyncio.wait([request], timeout=1.0)
            if done and request.result() is None:
                good.append(clock())
                return
            await asyncio.sleep(max(0.0, ends_s - clock()))

    async def come(s: float) -> None:
        """Have sixteen people a second come."""
        for _ in range(round(16 * s)):
            people.append(asyncio.create_task(person()))
            await asyncio.sleep(1 / 16)

    people: list[asyncio.Task[None]] = []
    await come(10)
    process.suffers(capacity={"ratio": 0})
    await come(10)
    process.suffers(capacity={"ratio": 1})
    await come(60)
    from_s = clock()
    await come(20)
    for one in people:
        one.cancel()
    return sum(at_s >= from_s for at_s in good) / (16 * 20)


@pytest.mark.looptime
async def test_after_an_outage_an_unbounded_queue_never_recovers_at_the_same_load(
    process: Harmed,
) -> None:
    """A minute after, at four fifths of its capacity, it still works for people who have gone."""
    assert await _goodput(process, math.inf, math.inf) < 0.05


@pytest.mark.looptime
async def test_after_an_outage_a_bounded_queue_serves_as_before(process: Harmed) -> None:
    """Under the same people, who ask again in the same way."""
    assert await _goodput(process, 2.0, 0.5) > 0.95
