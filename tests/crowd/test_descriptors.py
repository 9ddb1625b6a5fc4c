"""Claims about descriptors: where none is left, the connection that was idle longest is closed first."""

import threading
from collections.abc import Callable

import gevent
import pytest

from siaga.crowd.browsers import Browsers
from siaga.crowd.descriptors import KNOWN_S, Descriptors
from siaga.crowd.meter import Meter, Metered
from tests.crowd.hostile_site import PATIENCE_S, HostileSite, Talk, ok, says

Start = Callable[..., HostileSite]


class _Line:
    """A line that is idle since a moment, or in use."""

    def __init__(self, worker: "_Worker", idle_since_s: float | None) -> None:
        self.idle_since_s = idle_since_s
        self.open = True
        self._worker = worker

    def drop(self) -> None:
        """Close the connection."""
        self.open, self.idle_since_s = False, None
        self._worker.meter.closed()
        self._worker.descriptors.release(self)


class _Worker:
    """A worker that has room for so many connections, and a clock."""

    def __init__(self, room: int) -> None:
        self.now_s, self.meter = 0.0, Meter()
        self.descriptors = Descriptors(room, self.meter, clock=lambda: self.now_s)

    def opens(self, *idle_since_s: float | None) -> list[_Line]:
        """Open connections that are idle since then; None: which are in use."""
        lines = [_Line(self, one) for one in idle_since_s]
        for line in lines:
            self.descriptors.claim(line)
            self.meter.opened()
        return lines


def test_nothing_is_closed_as_long_as_there_is_room() -> None:
    """However long it is idle."""
    worker = _Worker(3)
    lines = worker.opens(1.0, 2.0, 3.0)
    assert [one.open for one in lines] == [True] * 3
    assert worker.meter.take() == Metered(connections=3)


def test_the_connection_that_was_idle_longest_goes_first_and_one_in_use_never() -> None:
    """One that is closed is counted as such, once."""
    worker = _Worker(3)
    lines = [*worker.opens(2.0, 1.0, None), *worker.opens(None)]
    assert [one.open for one in lines] == [True, False, True, True]
    lines += worker.opens(None)
    assert [one.open for one in lines] == [False, False, True, True, True]
    assert worker.meter.take() == Metered(connections=3, idle_closed=2)


def test_of_many_a_fiftieth_is_closed_at_once() -> None:
    """To find the oldest takes a look at all of them."""
    worker = _Worker(100)
    lines = worker.opens(*map(float, range(100)))
    worker.opens(None)
    assert [one.open for one in lines] == [False] * 2 + [True] * 98
    assert worker.meter.open == 99


def test_there_is_room_where_a_connection_is_idle() -> None:
    """Where all are in use there is none, and for a moment nobody looks again."""
    worker = _Worker(2)
    assert (worker.descriptors.has_room(1), worker.descriptors.has_room(2)) == (True, False)
    worker.now_s = -KNOWN_S
    first, _second = worker.opens(None, None)
    assert not worker.descriptors.has_room()
    first.idle_since_s = 0.0
    assert not worker.descriptors.has_room()
    worker.now_s = KNOWN_S
    assert (worker.descriptors.has_room(), worker.descriptors.has_room(1)) == (True, False)
    first.drop()
    assert worker.descriptors.has_room()


def test_a_connection_that_is_being_opened_has_a_descriptor_too() -> None:
    """The meter counts it only once it is there."""
    worker = _Worker(1)
    assert worker.descriptors.has_room()
    worker.descriptors.claim(_Line(worker, None))
    assert not worker.descriptors.has_room()


def test_a_worker_without_room_is_none() -> None:
    """It could send nothing."""
    with pytest.raises(ValueError, match="room: is 0; at least 1 connection has to be allowed"):
        Descriptors(0, Meter())


def test_browsers_beyond_the_room_close_what_nobody_uses(site: Start) -> None:
    """Whoever is cut off so opens another connection, and notices nothing else."""
    at = site(says(*[ok(b"page")] * 9))
    browsers = Browsers(at.url, 5.0, room=2)
    first, second, third = (browsers.at_site() for _ in range(3))
    assert [one.get("/").body for one in (first, second, third, second, first)] == [b"page"] * 5
    assert at.connections == 4
    assert browsers.meter.take().idle_closed == 2
    for one in (first, second, third):
        one.close()
    assert (browsers.meter.open, browsers.descriptors.has_room()) == (0, True)


def test_a_request_that_is_under_way_is_never_cut_off(site: Start) -> None:
    """There may then be more connections than room: descriptors are kept for that."""
    both = threading.Barrier(2)

    def slow(talk: Talk) -> None:
        talk.hear()
        both.wait(PATIENCE_S)
        talk.say(ok(b"late"))

    at = site(slow)
    browsers = Browsers(at.url, 5.0, room=1)
    asking = [gevent.spawn(browsers.at_site().get, "/") for _ in range(2)]
    assert [one.get(timeout=5.0).body for one in asking] == [b"late"] * 2
    assert browsers.meter.take().idle_closed == 0


def test_a_connection_that_cannot_be_opened_takes_no_room() -> None:
    """It is not there."""
    browsers = Browsers("http://127.0.0.1:1", 5.0, room=1)
    with pytest.raises(Exception, match="refused"):
        browsers.at_site().get("/")
    assert browsers.descriptors.has_room()
