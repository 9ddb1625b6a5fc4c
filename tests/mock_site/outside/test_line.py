"""The line guards calls as its level wants, and counts how each ended."""

import asyncio

import pytest

from mock_site.layers import Level
from mock_site.outside.breaker import BreakerRule
from mock_site.outside.bulkhead import BulkheadRule
from mock_site.outside.line import GUARDS, Guards
from mock_site.outside.metrics import CallResult
from mock_site.outside.wire import CallError, Reply
from tests.mock_site.outside.told import LineOverWire, MakeLine

# Time in these tests is the loop's own, which jumps to whatever is due next.
pytestmark = pytest.mark.looptime

GOOD = Reply(status=200, content={"match": True})
FAILED = CallError(CallResult.FAILED)


async def ended(line: LineOverWire) -> CallResult:
    """Ask once, and give how that ended."""
    try:
        await line.line.ask("GET", "/")
    except CallError as error:
        return error.result
    return CallResult.ANSWERED


@pytest.mark.parametrize("level", list(Level))
async def test_an_answer_is_handed_on_and_counted(line_over: MakeLine, level: Level) -> None:
    """One request, one answer."""
    line = line_over(level, GOOD)
    assert await line.line.ask("POST", "/lookups", {"nik": "1"}) == GOOD
    assert line.wire.sent == [("POST", "/lookups", {"nik": "1"})]
    assert line.calls("answered") == 1


async def test_only_a_line_with_a_bulkhead_has_places(line_over: MakeLine) -> None:
    """Of the others there are none, taken or not."""
    rules = [GUARDS[level].bulkhead for level in Level]
    places = [0 if rule is None else rule.places for rule in rules]
    assert [line_over(level, GOOD).places()[1] for level in Level] == places


async def test_off_waits_as_long_as_it_takes(line_over: MakeLine) -> None:
    """Four minutes are no reason to give up, and a failure is not tried again."""
    line = line_over(Level.OFF, 240.0, FAILED)
    assert await ended(line) is CallResult.ANSWERED
    assert await ended(line) is CallResult.FAILED
    assert len(line.wire.sent) == 2


async def test_naive_tries_three_more_times_at_once(line_over: MakeLine) -> None:
    """Whatever the reason, too many requests included: four for one."""
    for reason in (FAILED, CallError(CallResult.LIMITED, 1.0), CallError(CallResult.CUT)):
        line = line_over(Level.NAIVE, reason)
        began_s = asyncio.get_running_loop().time()
        assert await ended(line) is reason.result
        assert len(line.wire.sent) == 4
        assert asyncio.get_running_loop().time() == began_s
        assert line.calls(reason.result.value) == 1


async def test_naive_waits_thirty_seconds_for_each_attempt(line_over: MakeLine) -> None:
    """Two minutes in all for a neighbour that hangs."""
    line = line_over(Level.NAIVE, 3_600.0)
    began_s = asyncio.get_running_loop().time()
    assert await ended(line) is CallResult.TIMED_OUT
    assert asyncio.get_running_loop().time() - began_s == pytest.approx(120)


async def test_hardened_gives_up_after_two_seconds_in_all(line_over: MakeLine) -> None:
    """A neighbour that hangs is not asked twice, for there is no time left."""
    line = line_over(Level.HARDENED, 3_600.0)
    began_s = asyncio.get_running_loop().time()
    assert await ended(line) is CallResult.TIMED_OUT
    assert asyncio.get_running_loop().time() - began_s < 2.2


async def test_hardened_tries_once_more_after_a_pause(line_over: MakeLine) -> None:
    """One failure is nobody's business."""
    line = line_over(Level.HARDENED, FAILED, GOOD)
    began_s = asyncio.get_running_loop().time()
    assert await ended(line) is CallResult.ANSWERED
    assert len(line.wire.sent) == 2
    assert 0 < asyncio.get_running_loop().time() - began_s <= 0.1
    attempts = line.registry.get_sample_value("site_neighbour_attempts_total", {"neighbour": "registry"})
    assert attempts == 2


async def test_hardened_opens_its_breaker_and_closes_it_again(line_over: MakeLine) -> None:
    """It soon stops asking, tries again after its time, and the metrics tell all of it."""
    line = line_over(Level.HARDENED, *[FAILED] * 40, GOOD)
    results = [await ended(line) for _ in range(20)]
    assert results[-1] is CallResult.BREAKER_OPEN
    assert len(line.wire.sent) < 20
    state = {"neighbour": "registry", "state": "open"}
    assert line.registry.get_sample_value("site_breaker_state", state) == 1
    line.wire.answers[:] = [GOOD]
    await asyncio.sleep(2.0)
    assert [await ended(line) for _ in range(3)] == [CallResult.ANSWERED] * 3
    assert line.registry.get_sample_value("site_breaker_state", state) == 0
    closed = {"neighbour": "registry", "state": "closed"}
    assert line.registry.get_sample_value("site_breaker_state", closed) == 1
    turns = [
        line.registry.get_sample_value(
            "site_breaker_transitions_total", {"neighbour": "registry", "state": one}
        )
        for one in ("open", "half_open", "closed")
    ]
    assert turns == [1, 1, 1]


async def test_too_many_requests_neither_open_a_breaker_nor_are_tried_again(
    line_over: MakeLine,
) -> None:
    """A neighbour that keeps to its limit is well."""
    line = line_over(Level.HARDENED, CallError(CallResult.LIMITED, 1.0))
    assert {await ended(line) for _ in range(50)} == {CallResult.LIMITED}
    assert len(line.wire.sent) == 50


async def test_a_neighbour_out_of_budget_is_left_alone_for_a_while(line_over: MakeLine) -> None:
    """It asked for hours; half a minute later it is asked whether that still holds."""
    line = line_over(Level.HARDENED, CallError(CallResult.LIMITED, 40_000.0), GOOD)
    assert await ended(line) is CallResult.LIMITED
    assert await ended(line) is CallResult.HELD_OFF
    await asyncio.sleep(30.0)
    assert await ended(line) is CallResult.ANSWERED
    assert len(line.wire.sent) == 2


async def test_a_neighbour_that_hangs_takes_no_more_than_its_places(line_over: MakeLine) -> None:
    """The third call at a time is refused, and counted; meanwhile no place is shown as free."""
    rule = BulkheadRule(places=2, waiting=0)
    line = line_over(Guards(call_s=2.0, bulkhead=rule), 3_600.0)
    calls = [asyncio.create_task(ended(line)) for _ in range(3)]
    await asyncio.sleep(1.0)
    assert line.places() == (2, 2)
    results = await asyncio.gather(*calls)
    assert line.places() == (0, 2)
    assert sorted(one.value for one in results) == ["bulkhead_full", "timed_out", "timed_out"]
    assert line.calls("bulkhead_full") == 1


async def test_a_visitor_who_goes_away_does_not_hold_a_probe(line_over: MakeLine) -> None:
    """A breaker half open lets the next one probe."""
    rule = BreakerRule(least=1, probes=1, open_s=1.0)
    line = line_over(Guards(breaker=rule), FAILED, 3_600.0, GOOD)
    await ended(line)
    await asyncio.sleep(1.0)
    gone = asyncio.create_task(line.line.ask("GET", "/"))
    await asyncio.sleep(0.1)
    gone.cancel()
    await asyncio.wait([gone])
    assert await ended(line) is CallResult.ANSWERED
    assert line.calls("abandoned") == 1


async def test_retries_are_a_small_share_when_everything_fails(line_over: MakeLine) -> None:
    """Without a breaker a hundred calls send at most the ten saved and ten earned more."""
    retry = line_over(Level.HARDENED, GOOD).line._guards.retry
    line = line_over(Guards(retry=retry), FAILED)
    for _ in range(100):
        await ended(line)
    assert len(line.wire.sent) <= 120


@pytest.mark.parametrize("wrong", [{"call_s": 0.0}, {"attempt_s": -1.0}, {"connections": -1}])
def test_guards_that_could_not_work_are_refused(wrong: dict[str, float]) -> None:
    """The message says what is allowed."""
    with pytest.raises(ValueError, match="must be"):
        Guards(**wrong)  # type: ignore[arg-type]
