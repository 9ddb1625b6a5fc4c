"""Claims about descriptors: where none is left, the connection that was idle longest is closed first."""

import threading
from collections.abc import Callable

import gevent
import pytest

from siaga.crowd.browser import Browser
from siaga.crowd.browsers import Browsers
from siaga.crowd.descriptors import MOST_GONE, Descriptors
from siaga.crowd.failure import RequestFailure
from siaga.crowd.line import KEPT_S
from siaga.crowd.meter import Meter, Metered
from siaga.scenario.link import Link
from tests.crowd.hostile_site import PATIENCE_S, HostileSite, Talk, ok, says

Start = Callable[..., HostileSite]


class _Line:
    """A line whose connection is open, or was closed by the site."""

    def __init__(self, worker: "_Worker", *, gone: bool = False) -> None:
        self.open, self._gone, self._worker = True, gone, worker

    def give_way(self) -> bool:
        """Close the connection."""
        self.open = False
        self._worker.meter.closed()
        return not self._gone


class _Worker:
    """A worker that has room for so many connections."""

    def __init__(self, room: int) -> None:
        self.meter = Meter()
        self.descriptors = Descriptors(room, self.meter)

    def opens(self, *, idle: bool = False, gone: bool = False) -> _Line:
        """Open a connection, which is idle from then on or in use."""
        line = _Line(self, gone=gone)
        self.descriptors.claim()
        self.meter.opened()
        self.descriptors.settle()
        if idle:
            self.descriptors.rest(line)
        return line


def test_nothing_is_closed_as_long_as_there_is_room() -> None:
    """However long it is idle."""
    worker = _Worker(3)
    lines = [worker.opens(idle=True) for _ in range(3)]
    assert [one.open for one in lines] == [True] * 3
    assert worker.meter.take() == Metered(connections=3)


def test_the_connection_that_was_idle_longest_goes_first_and_one_in_use_never() -> None:
    """One that was in use since is idle anew."""
    worker = _Worker(3)
    lines = [worker.opens(idle=True), worker.opens(idle=True), worker.opens()]
    worker.descriptors.rouse(lines[0])
    worker.descriptors.rest(lines[0])
    lines.append(worker.opens())
    assert [one.open for one in lines] == [True, False, True, True]
    lines.append(worker.opens())
    assert [one.open for one in lines] == [False, False, True, True, True]
    assert worker.meter.take() == Metered(connections=3, idle_closed=2)
    worker.opens()
    assert worker.meter.take() == Metered(connections=4)


def test_a_connection_that_the_site_had_closed_makes_room_and_was_not_closed_for_anybody() -> None:
    """Its descriptor was given back before."""
    worker = _Worker(2)
    lines = [worker.opens(idle=True, gone=True), worker.opens(idle=True), worker.opens()]
    assert [one.open for one in lines] == [False, True, True]
    assert worker.meter.take() == Metered(connections=2)


def test_there_is_room_where_a_connection_is_idle() -> None:
    """For as many as are idle; whoever is about to come has a place already."""
    worker = _Worker(2)
    assert [worker.descriptors.has_room(coming) for coming in (1, 2)] == [True, False]
    line = worker.opens()
    worker.opens()
    assert not worker.descriptors.has_room()
    worker.descriptors.rest(line)
    assert [worker.descriptors.has_room(coming) for coming in (0, 1)] == [True, False]


def test_a_connection_that_is_being_opened_has_a_descriptor_too() -> None:
    """The meter counts it only once it is there."""
    worker = _Worker(1)
    worker.descriptors.claim()
    assert not worker.descriptors.has_room()
    worker.descriptors.settle()
    assert worker.descriptors.has_room()


def test_the_oldest_goes_first_however_many_have_gone_before() -> None:
    """What was taken from the front is forgotten now and then, and the order stays."""
    room = MOST_GONE
    worker = _Worker(room)
    lines = [worker.opens(idle=True) for _ in range(2 * MOST_GONE + 7)]
    assert [one.open for one in lines] == [False] * (MOST_GONE + 7) + [True] * MOST_GONE
    assert worker.meter.take().idle_closed == MOST_GONE + 7


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
    over = browsers.meter.take()
    assert (over.idle_closed, over.idle_missed) == (2, 1)
    for one in (first, second, third):
        one.close()
    assert (browsers.meter.open, browsers.descriptors.has_room()) == (0, True)


@pytest.mark.parametrize(("away_s", "missed"), [(KEPT_S - 1, 1), (KEPT_S, 0)])
def test_a_connection_is_missed_only_by_whom_a_site_would_have_kept_it_for(
    site: Start, away_s: float, missed: int
) -> None:
    """Whoever comes back later opens another one anyhow; it counts from when nobody used it any more."""
    at = site(says(*[ok(b"page")] * 9))
    now_s, worker = [1_000.0], Descriptors(1, Meter())
    first, second = (
        Browser(at.url, deadline_s=5.0, clock=lambda: now_s[0], descriptors=worker) for _ in range(2)
    )
    first.get("/")
    now_s[0] += away_s / 2
    second.get("/")
    now_s[0] += away_s / 2
    first.get("/")
    over = worker.meter.take()
    assert (over.idle_closed, over.idle_missed) == (2, missed)
    first.close()
    first.get("/")
    assert worker.meter.take().idle_missed == 0
    first.close()


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
    with pytest.raises(RequestFailure):
        browsers.at_site().get("/")
    assert browsers.descriptors.has_room()


def test_a_slow_line_that_gave_its_connection_up_is_not_idle(site: Start) -> None:
    """A site that refuses half of an upload keeps its end open, and the visitor does not."""

    def refuse(talk: Talk) -> None:
        talk.socket.recv(1_000)
        talk.say(ok(b"too large", status=b"413 Content Too Large"))
        talk.wait()

    at = site(refuse)
    browsers = Browsers(at.url, 5.0, room=1)
    slow = browsers.at_site(Link.model_validate({"sends": 100_000.0, "takes": 1e6}))
    assert slow.put("/photo", body=b"x" * 100_000).status == 413
    assert (browsers.meter.open, browsers.descriptors.has_room(1)) == (0, False)
