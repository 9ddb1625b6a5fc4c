"""Claims about the alarm: sleepers wake in the order of their moments, and not a millisecond later."""

import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import gevent
import pytest

from siaga.crowd import alarm as module
from siaga.crowd.alarm import Alarm

SHORT_S = 0.0003
"""A loop that rounds up to whole milliseconds sleeps 0.7 ms too long."""

TRIES = 50
DESCRIPTORS = Path("/proc/self/fd")


@pytest.fixture
def alarm() -> Iterator[Alarm]:
    """An alarm that is closed afterwards."""
    with closing(Alarm()) as one:
        yield one


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Alarm:
    """An alarm on a system without such timers."""
    monkeypatch.setattr(module._Timer, "made", staticmethod(lambda: None))
    return Alarm()


def _slept_s(alarm: Alarm, pause_s: float) -> float:
    began_s = time.perf_counter()
    alarm.sleep(pause_s)
    return time.perf_counter() - began_s


def test_a_sleeper_is_not_woken_at_the_next_whole_millisecond(alarm: Alarm) -> None:
    """Of many short sleeps, on however busy a machine, some take about as long as they ought to."""
    assert min(_slept_s(alarm, SHORT_S) for _ in range(TRIES)) < SHORT_S + 0.0005


def test_nobody_is_woken_early(alarm: Alarm) -> None:
    """Neither the first nor whoever goes to sleep while others sleep."""
    slept = [gevent.spawn(_slept_s, alarm, 0.001 * number) for number in range(1, 20)]
    gevent.joinall(slept, raise_error=True)
    assert all(one.value >= 0.001 * number for number, one in enumerate(slept, start=1))


def test_sleepers_wake_in_the_order_of_their_moments(alarm: Alarm) -> None:
    """Whoever has to be up first is, though others went to sleep before."""
    woke: list[float] = []

    def sleep(pause_s: float) -> None:
        alarm.sleep(pause_s)
        woke.append(pause_s)

    pauses_s = [0.012, 0.002, 0.022, 0.007]
    gevent.joinall([gevent.spawn(sleep, one) for one in pauses_s], raise_error=True)
    assert woke == sorted(pauses_s)


def test_whoever_is_killed_asleep_keeps_nobody_else_asleep(alarm: Alarm) -> None:
    """The moment of the dead passes, and the next sleeper wakes at its own."""
    first, second = gevent.spawn(alarm.sleep, 0.002), gevent.spawn(_slept_s, alarm, 0.004)
    gevent.sleep(0)
    first.kill()
    assert second.get(timeout=5) >= 0.004


@pytest.mark.parametrize("pauses_s", [(0.004, 0.001, -1.0), (0.0, 0.002)])
def test_what_is_to_be_called_is_called_at_its_moment(alarm: Alarm, pauses_s: tuple[float, ...]) -> None:
    """In the order of the moments, one that is past at once, and none before the caller goes on."""
    began_s, called = time.perf_counter(), list[tuple[float, float]]()

    def note(pause_s: float) -> None:
        called.append((pause_s, time.perf_counter() - began_s))

    for pause_s in pauses_s:
        alarm.call(pause_s, partial(note, pause_s))
    assert called == []
    gevent.sleep(0.02)
    assert [pause_s for pause_s, _after_s in called] == sorted(pauses_s)
    assert all(after_s >= pause_s for pause_s, after_s in called)


def test_without_such_timers_gevent_calls(plain: Alarm) -> None:
    """One that is past at once, too."""
    called: list[str] = []
    plain.call(-1.0, lambda: called.append("called"))
    gevent.sleep(0.001)
    assert called == ["called"]


def test_a_pause_of_nothing_gives_the_others_their_turn(alarm: Alarm) -> None:
    """As a sleep of nothing does with gevent."""
    other = gevent.spawn(lambda: "had it")
    alarm.sleep(-1.0)
    assert other.value == "had it"


def test_a_sleeper_may_go_to_sleep_again_and_close_the_alarm_when_it_wakes(alarm: Alarm) -> None:
    """What whoever is woken does disturbs the alarm in nothing."""

    def sleep_twice() -> str:
        alarm.sleep(0.001)
        alarm.sleep(0.001)
        alarm.close()
        return "up"

    assert gevent.spawn(sleep_twice).get(timeout=5) == "up"


def test_a_closed_alarm_has_given_its_descriptor_back_and_lets_people_sleep_on() -> None:
    """Closing twice is harmless."""
    open_before = set(DESCRIPTORS.iterdir())
    one = Alarm()
    one.close()
    one.close()
    assert set(DESCRIPTORS.iterdir()) == open_before
    assert _slept_s(one, 0.001) >= 0.0009


def test_without_such_timers_people_sleep_as_gevent_has_them(plain: Alarm) -> None:
    """Some systems have none."""
    assert _slept_s(plain, 0.001) >= 0.0009
    plain.close()


def test_a_moment_that_the_system_refuses_is_told(alarm: Alarm) -> None:
    """The text says what could not be done."""
    assert alarm._timer is not None
    with pytest.raises(OSError, match="timer: cannot be set to -5000000000 ns"):
        alarm._timer.set(-5_000_000_000)
