"""Claims about what comes in: it is given in order, with its time, and never waited for in vain."""

import gevent
import pytest

from siaga.crowd import incoming
from siaga.crowd.failure import Reason, TripError
from siaga.crowd.incoming import Ending, Incoming


def test_what_has_come_is_given_in_order_with_the_time_it_came() -> None:
    """Also when nothing more comes."""
    times = iter([1.0, 2.0])
    box: Incoming[str] = Incoming(lambda: next(times))
    box.put("a", 1)
    box.put("b", 1)
    box.end("reset", "it broke")
    assert [(one.said, one.at_s) for one in (box.next(0), box.next(0)) if one] == [
        ("a", 1.0),
        ("b", 2.0),
    ]
    assert (box.next(60), box.ending) == (None, Ending(reason="reset", text="it broke"))


def test_who_waits_is_told_at_once_when_something_comes_or_ends() -> None:
    """And not before."""
    box: Incoming[str] = Incoming(lambda: 0.0)
    waiting = gevent.spawn(box.next, 60)
    gevent.sleep(0)
    assert not waiting.ready()
    box.put("a", 1)
    assert waiting.get(timeout=5).said == "a"
    waiting = gevent.spawn(box.next, 60)
    gevent.sleep(0)
    box.end()
    assert waiting.get(timeout=5) is None


def test_who_waits_long_enough_goes() -> None:
    """Without anything, and it may still come."""
    box: Incoming[str] = Incoming(lambda: 0.0)
    assert (box.next(0.01), box.next(-1), box.ending) == (None, None, None)


def test_what_is_said_first_about_the_end_counts() -> None:
    """The rest follows from it."""
    box: Incoming[str] = Incoming(lambda: 0.0)
    box.end("close 1013")
    box.end("reset")
    assert box.ending == Ending(reason="close 1013")


@pytest.mark.parametrize(("most", "most_bytes"), [(2, 100), (100, 10)])
def test_more_than_anybody_asks_for_is_refused(
    most: int, most_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By number and by size; what was asked for makes room."""
    monkeypatch.setattr(incoming, "MOST_WAITING", most)
    monkeypatch.setattr(incoming, "MOST_WAITING_BYTES", most_bytes)
    box: Incoming[str] = Incoming(lambda: 0.0)
    for _turn in range(3):
        box.put("a", 4)
        box.put("b", 4)
        box.next(0)
        box.next(0)
    box.put("a", 4)
    box.put("b", 4)
    with pytest.raises(TripError) as raised:
        box.put("c", 4)
    assert raised.value.reason is Reason.TOO_LARGE
