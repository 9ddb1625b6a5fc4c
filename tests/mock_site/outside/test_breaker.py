"""The breaker stops calls to a neighbour that fails, and lets them through again when it does not."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.outside.breaker import Breaker, BreakerOpen, BreakerRule, BreakerState
from mock_site.testing import SetClock

RULE = BreakerRule(window_s=10.0, most=20, least=4, failing_ratio=0.5, open_s=2.0, probes=2)


class Turns:
    """Notes the turns of a breaker."""

    def __init__(self) -> None:
        self.seen: list[BreakerState] = []

    def turned(self, state: BreakerState) -> None:
        """Note one."""
        self.seen.append(state)


def broken(rule: BreakerRule = RULE) -> tuple[Breaker, SetClock, Turns]:
    """Give a breaker, its timer and its turns, at 100 s."""
    timer, turns = SetClock(100.0), Turns()
    return Breaker(rule, timer, turns), timer, turns


def failing(breaker: Breaker, times: int) -> None:
    """Let calls fail."""
    for _ in range(times):
        breaker.failed(breaker.permit())


def test_it_opens_once_enough_calls_fail() -> None:
    """Three failures are too few to tell, the fourth opens it, and no call goes through."""
    breaker, _, turns = broken()
    failing(breaker, 3)
    assert breaker.state is BreakerState.CLOSED
    failing(breaker, 1)
    assert turns.seen == [BreakerState.OPEN]
    with pytest.raises(BreakerOpen):
        breaker.permit()


def test_it_stays_closed_while_most_calls_succeed() -> None:
    """Two of five failed."""
    breaker, _, turns = broken()
    for _ in range(3):
        breaker.succeeded(breaker.permit())
    failing(breaker, 2)
    assert turns.seen == []


def test_old_failures_do_not_count() -> None:
    """Ten seconds later they are forgotten."""
    breaker, timer, turns = broken()
    failing(breaker, 3)
    timer.now_s += 10.1
    failing(breaker, 3)
    assert turns.seen == []


def test_only_so_many_outcomes_are_looked_back_on() -> None:
    """Two hundred successes a moment ago do not hide what fails now."""
    breaker, _, turns = broken()
    for _ in range(200):
        breaker.succeeded(breaker.permit())
    failing(breaker, 10)
    assert turns.seen == [BreakerState.OPEN]


def test_after_its_time_it_lets_probes_through_and_closes_when_they_succeed() -> None:
    """Two probes at a time and no third; both succeed, and it is closed."""
    breaker, timer, turns = broken()
    failing(breaker, 4)
    timer.now_s += 2.0
    permits = [breaker.permit(), breaker.permit()]
    with pytest.raises(BreakerOpen):
        breaker.permit()
    for permit in permits:
        breaker.succeeded(permit)
    assert turns.seen == [BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED]


def test_a_probe_that_has_succeeded_counts_as_one() -> None:
    """Of two probes one is left."""
    breaker, timer, _ = broken()
    failing(breaker, 4)
    timer.now_s += 2.0
    breaker.succeeded(breaker.permit())
    breaker.permit()
    with pytest.raises(BreakerOpen):
        breaker.permit()


def test_what_was_before_does_not_count_once_it_is_closed_again() -> None:
    """It opens as early as the first time, and no earlier."""
    breaker, timer, turns = broken()
    failing(breaker, 4)
    timer.now_s += 2.0
    for permit in [breaker.permit(), breaker.permit()]:
        breaker.succeeded(permit)
    failing(breaker, 3)
    assert turns.seen[-1:] == [BreakerState.CLOSED]
    for _ in range(3):
        breaker.succeeded(breaker.permit())
    failing(breaker, 1)
    assert turns.seen[-1:] == [BreakerState.OPEN]


def test_a_probe_that_fails_opens_it_for_its_whole_time_again() -> None:
    """It waits from then on."""
    breaker, timer, turns = broken()
    failing(breaker, 4)
    timer.now_s += 2.0
    failing(breaker, 1)
    timer.now_s += 1.9
    with pytest.raises(BreakerOpen):
        breaker.permit()
    assert turns.seen[-1:] == [BreakerState.OPEN]


def test_an_abandoned_probe_makes_room_for_another() -> None:
    """Nobody is stuck half open because a visitor went away."""
    breaker, timer, _ = broken()
    failing(breaker, 4)
    timer.now_s += 2.0
    breaker.abandoned(breaker.permit())
    for permit in [breaker.permit(), breaker.permit()]:
        breaker.succeeded(permit)
    assert breaker.state is BreakerState.CLOSED


@pytest.mark.parametrize("told", ["succeeded", "failed", "abandoned"])
def test_calls_from_before_a_turn_say_nothing_after_it(told: str) -> None:
    """A slow call of the closed time neither closes nor opens what is half open now."""
    breaker, timer, _ = broken()
    old = breaker.permit()
    failing(breaker, 4)
    timer.now_s += 2.0
    breaker.permit()
    tell: Callable[[int], None] = getattr(breaker, told)
    tell(old)
    assert breaker.state is BreakerState.HALF_OPEN
    breaker.permit()
    with pytest.raises(BreakerOpen):
        breaker.permit()


@given(st.lists(st.tuples(st.sampled_from(["succeeded", "failed", "abandoned"]), st.floats(0, 3))))
def test_it_never_gets_stuck(calls: list[tuple[str, float]]) -> None:
    """Whatever came before, successes in the end close it."""
    breaker, timer, _ = broken()
    for end, pause_s in calls:
        timer.now_s += pause_s
        try:
            permit = breaker.permit()
        except BreakerOpen:
            continue
        getattr(breaker, end)(permit)
    for _ in range(8):
        timer.now_s += 2.5
        breaker.succeeded(breaker.permit())
    assert breaker.state is BreakerState.CLOSED


@pytest.mark.parametrize(
    "wrong",
    [
        {"window_s": 0.0},
        {"open_s": 0.0},
        {"least": 0},
        {"least": 21},
        {"failing_ratio": 0.0},
        {"failing_ratio": 1.1},
        {"probes": 0},
    ],
)
def test_a_rule_that_could_not_work_is_refused(wrong: dict[str, float]) -> None:
    """The message says what is allowed."""
    with pytest.raises(ValueError, match=r"^breaker: .*must be"):
        BreakerRule(**{"most": 20, **wrong})  # type: ignore[arg-type]
